"""Short texts for parents and carers: plain and kind."""

from engagement.language import lazy_gettext
from engagement.survey_flow import Words

WORDS = Words(
    survey=lazy_gettext("Survey for parents and carers"),
    go_on=lazy_gettext("Continue"),
    skip=lazy_gettext("Skip this section"),
    sections=lazy_gettext("See all sections"),
    sections_title=lazy_gettext("What we ask about"),
    sections_text=lazy_gettext(
        "You can start anywhere. Leave out what you like. You can send your answers at any time."
    ),
    overview=lazy_gettext("See all my answers"),
    save=lazy_gettext("Save and come back later"),
    check_title=lazy_gettext("Check your answers before you send them"),
    check_text=lazy_gettext("You can change anything. It is fine to leave questions out."),
    send=lazy_gettext("Send my answers"),
    look_again=lazy_gettext("There is a problem"),
    room=lazy_gettext("There is room for %{count} letters and spaces"),
    room_left=lazy_gettext("Letters and spaces left: %{count}"),
    room_passed=lazy_gettext("You have written %{count} letters and spaces too many"),
    problems={
        "too_many": lazy_gettext("Pick up to {limit}. You have picked {count}"),
        "not_an_option": lazy_gettext("Pick one of the answers on the list"),
        "ranked_twice": lazy_gettext('You have picked "{label}" more than once. Pick it once'),
        "several_given": lazy_gettext("There are {count} answers here. Give one"),
        "not_a_number": lazy_gettext("Write a whole number, like 12"),
        "out_of_range": lazy_gettext("Write a number from {minimum} to {maximum}"),
        "too_long": lazy_gettext(
            "You have written {count} letters and spaces. There is room for {limit}. "
            "We have kept it all: make it shorter so that you can send it"
        ),
        "bad_character": lazy_gettext("There was a sign here that we cannot keep. We took it out: check your words"),
        "not_an_email": lazy_gettext("Write an email address like name@example.com"),
    },
    lost_touch=lazy_gettext(
        "We could not be sure that this page was yours, so it is not saved yet. "
        "All you wrote is still here. Press the button again to save it."
    ),
    lost_place=lazy_gettext(
        "This page lost touch with your saved answers, so it is not saved yet. All you wrote is still here. "
        "If you came by a link in a letter or email, open that link again in another tab first. Then press the button."
    ),
    grace=lazy_gettext(
        "The survey has closed. You began before it closed, so you can still send your answers until {until}."
    ),
    changing=lazy_gettext(
        "You are changing answers that you sent on {day}. Until you send again, we keep what you sent."
    ),
    send_changes=lazy_gettext("Send the changed answers"),
    keep_sent=lazy_gettext("Keep what I sent"),
    other_survey=(
        lazy_gettext("You told us that you are the young person."),
        lazy_gettext(
            "There is another survey for children and young people. It asks about your school in short questions."
        ),
    ),
    other_survey_go=lazy_gettext("Go to the young people's survey"),
    other_survey_stay=lazy_gettext("Stay with this survey"),
)
