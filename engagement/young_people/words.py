"""Short texts for children and young people: short sentences, everyday words, nothing that hurries."""

from engagement.survey_flow import Words

WORDS = Words(
    survey="Your say about your school",
    go_on="Next",
    skip="Skip",
    overview="I'm finished",
    save="Stop now and come back",
    check_title="Here are your answers",
    check_text="You can change them. You do not have to.",
    send="Send my answers",
    look_again="Look at this again",
    room="You can write up to %{count} letters",
    room_left="You can write %{count} more letters",
    room_passed="That is %{count} letters too many",
    problems={
        "too_many": "Pick up to {limit}. You have picked {count}. Take some away",
        "not_an_option": "Pick one of the answers",
        "ranked_twice": 'You picked "{label}" two times. Pick it one time',
        "several_given": "There are {count} answers. Pick one",
        "not_a_number": "Write a number, like 12",
        "out_of_range": "Write a number from {minimum} to {maximum}",
        "too_long": "That is a lot of words. We kept them all. But it is too long to send. Make it shorter",
        "bad_character": "There was a sign we cannot keep. We took it out. Look at your words again",
        "not_an_email": "Write an email address like name@example.com",
    },
    lost_touch="This page is not saved yet. Your answer is still here. Press the button again.",
    lost_place="This page is not saved yet. Your answer is still here. Press the button again.",
    grace="The time is over. But you began in time. You can still send your answers until {until}.",
    other_survey=(
        "You said an adult is giving their own view.",
        "There is another survey for parents and carers.",
        "This one is for young people. It is for what you think.",
    ),
    other_survey_go="Go to the survey for parents and carers",
    other_survey_stay="Stay here",
)
