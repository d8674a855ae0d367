"""Short texts for children and young people: short sentences, everyday words, nothing that hurries."""

from engagement.language import lazy_gettext
from engagement.survey_flow import Words

WORDS = Words(
    survey=lazy_gettext("Your say about your school"),
    go_on=lazy_gettext("Next"),
    skip=lazy_gettext("Skip"),
    overview=lazy_gettext("I'm finished"),
    save=lazy_gettext("Stop now and come back"),
    check_title=lazy_gettext("Here are your answers"),
    check_text=lazy_gettext("You can change them. You do not have to."),
    send=lazy_gettext("Send my answers"),
    look_again=lazy_gettext("Look at this again"),
    room=lazy_gettext("You can write up to %{count} letters"),
    room_left=lazy_gettext("Letters left: %{count}"),
    room_passed=lazy_gettext("That is %{count} letters too many"),
    problems={
        "too_many": lazy_gettext("Pick up to {limit}. You have picked {count}. Take some away"),
        "not_an_option": lazy_gettext("Pick one of the answers"),
        "ranked_twice": lazy_gettext('You picked "{label}" two times. Pick it one time'),
        "several_given": lazy_gettext("There are {count} answers. Pick one"),
        "not_a_number": lazy_gettext("Write a number, like 12"),
        "out_of_range": lazy_gettext("Write a number from {minimum} to {maximum}"),
        "too_long": lazy_gettext(
            "That is a lot of words. We kept them all. But it is too long to send. Make it shorter"
        ),
        "bad_character": lazy_gettext("There was a sign we cannot keep. We took it out. Look at your words again"),
        "not_an_email": lazy_gettext("Write an email address like name@example.com"),
    },
    lost_touch=lazy_gettext("This page is not saved yet. Your answer is still here. Press the button again."),
    lost_place=lazy_gettext("This page is not saved yet. Your answer is still here. Press the button again."),
    grace=lazy_gettext("The time is over. But you began in time. You can still send your answers until {until}."),
    changing=lazy_gettext("You sent answers on {day}. We keep them until you send again."),
    send_changes=lazy_gettext("Send my new answers"),
    keep_sent=lazy_gettext("Keep what I sent"),
    other_survey=(
        lazy_gettext("You said an adult is giving their own view."),
        lazy_gettext("There is another survey for parents and carers."),
        lazy_gettext("This one is for young people. It is for what you think."),
    ),
    other_survey_go=lazy_gettext("Go to the survey for parents and carers"),
    other_survey_stay=lazy_gettext("Stay here"),
)
