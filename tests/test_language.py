"""Pages are in the language that somebody chose, if it is offered, and in English for everybody else."""

from pathlib import Path

import pytest
from flask import Flask, session

from engagement import language, site_texts
from tests.visitor import Visitor

ARABIC = """\
msgid ""
msgstr ""
"Language: ar\\n"

msgid "Get help"
msgstr "مساعدة"

msgid "Skip to main content"
msgstr "انتقل إلى المحتوى"
"""


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


def test_a_language_from_right_to_left_turns_the_page_and_keeps_english_where_it_has_no_words(
    app: Flask, visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "ar" / "LC_MESSAGES" / "messages.po"
    place.parent.mkdir(parents=True)
    place.write_text(ARABIC)
    monkeypatch.setattr(site_texts, "FOLDER", tmp_path)
    monkeypatch.setattr(language, "OFFERED", ("en", "ar"))
    site_texts.catalogue.cache_clear()
    site_texts.texts.cache_clear()
    try:
        page = visitor.get("/").forms["languages"].submit("language", value="ar").follow()
    finally:
        site_texts.catalogue.cache_clear()
        site_texts.texts.cache_clear()
    assert (page.html.html["lang"], page.html.html["dir"]) == ("ar", "rtl")
    assert page.html.find("a", class_="site-header__help").text == "مساعدة"
    assert page.html.h1.text == "Have your say"
    assert page.html.find("button", lang="en")["dir"] == "ltr"
    assert page.html.find("span", lang="ar").text == "العربية"
