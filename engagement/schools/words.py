"""Short texts for schools: plain and professional."""

from engagement.survey_flow import Words

WORDS = Words(
    survey="Survey for schools",
    go_on="Continue",
    skip="Skip this section",
    sections="See all sections",
    sections_title="Sections of this survey",
    sections_text="Answer in any order. You can leave out any question or section and send what you have answered.",
    overview="See all answers",
    save="Save and come back later",
    check_title="Check your answers before you send them",
    check_text="You can change anything here. Questions you did not answer can stay as they are.",
    send="Send answers",
    look_again="There is a problem",
    room="You can write up to %{count} characters",
    room_left="You can write %{count} more characters",
    room_passed="You have written %{count} characters too many",
    problems={
        "too_many": "Choose up to {limit}. You have chosen {count}",
        "not_an_option": "Choose one of the answers listed",
        "ranked_twice": 'You have chosen "{label}" more than once. Give each measure one place',
        "several_given": "There are {count} answers here. Give one",
        "not_a_number": "Enter a whole number in figures, like 12",
        "out_of_range": "Enter a number between {minimum} and {maximum}",
        "too_long": "You have written {count} characters and the limit is {limit}. "
        "All of it is kept: shorten it to send it",
        "bad_character": "There was a character that cannot be stored. It has been taken out below: check the text",
        "not_an_email": "Enter an email address in the correct format, like name@example.com",
    },
    lost_touch="We could not confirm that this page was yours, so it is not saved yet. "
    "Everything you entered is still here. Press the button again to save it.",
    lost_place="This page lost its connection with your saved answers, so it is not saved yet. Everything you entered "
    "is still here. If you came by a personal link, open that link again in another tab first. Then press the button.",
    grace="The survey has closed. Because you began before the close, you can still send your answers until {until}.",
)
