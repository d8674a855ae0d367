"""Short texts for schools: plain and professional."""

from engagement.language import lazy_gettext
from engagement.survey_flow import Words

WORDS = Words(
    survey=lazy_gettext("Survey for schools"),
    go_on=lazy_gettext("Continue"),
    skip=lazy_gettext("Skip this section"),
    sections=lazy_gettext("See all sections"),
    sections_title=lazy_gettext("Sections of this survey"),
    sections_text=lazy_gettext(
        "Answer in any order. You can leave out any question or section and send what you have answered."
    ),
    overview=lazy_gettext("See all answers"),
    save=lazy_gettext("Save and come back later"),
    check_title=lazy_gettext("Check your answers before you send them"),
    check_text=lazy_gettext("You can change anything here. Questions you did not answer can stay as they are."),
    send=lazy_gettext("Send answers"),
    look_again=lazy_gettext("There is a problem"),
    room=lazy_gettext("You can write up to %{count} characters"),
    room_left=lazy_gettext("Characters left: %{count}"),
    room_passed=lazy_gettext("You have written %{count} characters too many"),
    problems={
        "too_many": lazy_gettext("Choose up to {limit}. You have chosen {count}"),
        "not_an_option": lazy_gettext("Choose one of the answers listed"),
        "ranked_twice": lazy_gettext('You have chosen "{label}" more than once. Give each measure one place'),
        "several_given": lazy_gettext("There are {count} answers here. Give one"),
        "not_a_number": lazy_gettext("Enter a whole number in figures, like 12"),
        "out_of_range": lazy_gettext("Enter a number between {minimum} and {maximum}"),
        "too_long": lazy_gettext(
            "You have written {count} characters and the limit is {limit}. All of it is kept: shorten it to send it"
        ),
        "bad_character": lazy_gettext(
            "There was a character that cannot be stored. It has been taken out below: check the text"
        ),
        "not_an_email": lazy_gettext("Enter an email address in the correct format, like name@example.com"),
    },
    lost_touch=lazy_gettext(
        "We could not confirm that this page was yours, so it is not saved yet. "
        "Everything you entered is still here. Press the button again to save it."
    ),
    lost_place=lazy_gettext(
        "This page lost its connection with your saved answers, so it is not saved yet. Everything you entered is "
        "still here. If you came by a personal link, open that link again in another tab first. Then press the button."
    ),
    grace=lazy_gettext(
        "The survey has closed. Because you began before the close, you can still send your answers until {until}."
    ),
    changing=lazy_gettext(
        "You are changing answers that were sent on {day}. Until you send again, what was sent stays as it is."
    ),
    send_changes=lazy_gettext("Send the changed answers"),
    keep_sent=lazy_gettext("Keep what was sent"),
)
