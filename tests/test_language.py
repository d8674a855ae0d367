"""Pages are in the language that somebody chose, if it is offered, and in English for everybody else."""

import pytest
from flask import Flask, session

from engagement import language


def test_pages_are_in_english_until_somebody_chooses(app: Flask) -> None:
    with app.test_request_context():
        assert language.chosen() == "en"
        assert language.gettext("Get help") == "Get help"


def test_texts_are_looked_up_in_the_chosen_language(app: Flask) -> None:
    with app.app_context(), app.test_request_context():
        language.choose("pl")
        assert language.gettext("Get help") == "Pomoc"


def test_a_text_without_a_translation_stays_english(app: Flask) -> None:
    with app.app_context(), app.test_request_context():
        language.choose("pl")
        assert language.gettext("Nobody has translated this.") == "Nobody has translated this."


def test_words_that_stand_in_a_module_are_translated_when_they_are_shown(app: Flask) -> None:
    words = language.lazy_gettext("Get help")
    with app.app_context(), app.test_request_context():
        language.choose("pl")
        assert f"{words}" == "Pomoc"
    assert f"{words}" == "Get help"


@pytest.mark.parametrize("code", ["xx", "", "ur", "PL", "../pl"])
def test_a_language_that_is_not_offered_changes_nothing(app: Flask, code: str) -> None:
    with app.test_request_context():
        language.choose("pl")
        language.choose(code)
        assert language.chosen() == "pl"


def test_a_language_that_is_no_longer_offered_gives_way_to_english(app: Flask) -> None:
    with app.test_request_context():
        session[language.PLACE] = "ur"
        assert language.chosen() == "en"


def test_the_next_person_begins_in_english(app: Flask) -> None:
    with app.test_request_context():
        language.choose("pl")
        language.forget()
        assert language.chosen() == "en"


def test_officers_read_english_whatever_their_browser_chose_before(app: Flask) -> None:
    with app.app_context(), app.test_request_context("/officers/sign-in"):
        session[language.PLACE] = "pl"
        assert language.chosen() == "en"
        assert language.gettext("Get help") == "Get help"


def test_work_without_a_browser_is_in_english(app: Flask) -> None:
    with app.app_context():
        assert language.chosen() == "en"
        assert language.gettext("Get help") == "Get help"


@pytest.mark.parametrize(("code", "way"), [("en", "ltr"), ("pl", "ltr"), ("ar", "rtl"), ("pa-Arab", "rtl")])
def test_a_page_knows_which_way_its_language_is_written(code: str, way: str) -> None:
    assert language.direction(code) == way
