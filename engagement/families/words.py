"""Short texts for parents and carers: plain and kind."""

from engagement.survey_flow import Words

WORDS = Words(
    survey="Survey for parents and carers",
    go_on="Continue",
    skip="Skip this section",
    sections="See all sections",
    sections_title="What we ask about",
    sections_text="You can start anywhere. Leave out what you like. You can send your answers at any time.",
    overview="See all my answers",
    save="Save and come back later",
    check_title="Check your answers before you send them",
    check_text="You can change anything. It is fine to leave questions out.",
    send="Send my answers",
    look_again="There is a problem",
    room="There is room for %{count} letters and spaces",
    room_left="There is room for %{count} more letters and spaces",
    room_passed="You have written %{count} letters and spaces too many",
    problems={
        "too_many": "Pick up to {limit}. You have picked {count}",
        "not_an_option": "Pick one of the answers on the list",
        "ranked_twice": 'You have picked "{label}" more than once. Pick it once',
        "several_given": "There are {count} answers here. Give one",
        "not_a_number": "Write a whole number, like 12",
        "out_of_range": "Write a number from {minimum} to {maximum}",
        "too_long": "You have written {count} letters and spaces. There is room for {limit}. "
        "We have kept it all: make it shorter so that you can send it",
        "bad_character": "There was a sign here that we cannot keep. We took it out: check your words",
        "not_an_email": "Write an email address like name@example.com",
    },
    lost_touch="We could not be sure that this page was yours, so it is not saved yet. "
    "All you wrote is still here. Press the button again to save it.",
    lost_place="This page lost touch with your saved answers, so it is not saved yet. All you wrote is still here. "
    "If you came by a link in a letter or email, open that link again in another tab first. Then press the button.",
    grace="The survey has closed. You began before it closed, so you can still send your answers until {until}.",
    other_survey=(
        "You told us that you are the young person.",
        "There is another survey for children and young people. It asks about your school in short questions.",
    ),
    other_survey_go="Go to the young people's survey",
    other_survey_stay="Stay with this survey",
)
