"""Somebody chooses a language once, and it lasts as long as their browser stays open."""

import re

import pytest
from webtest import TestResponse

from engagement.consultations.models import Consultation
from tests.visitor import Visitor


def choose(visitor: Visitor, address: str, language: str) -> TestResponse:
    """Press the button of a language on a page, and follow it back."""
    form = visitor.get(address).forms["languages"]
    return form.submit("language", value=language).follow()


def language_of(page: TestResponse) -> tuple[str, str]:
    """What a page says of its language, and which way it runs."""
    found = re.search(r'<html lang="([^"]*)" dir="([^"]*)"', page.text)
    assert found is not None
    return found[1], found[2]


def test_a_choice_lasts_and_leads_back_to_the_same_page(visitor: Visitor, kent: Consultation) -> None:
    page = choose(visitor, f"/{kent.slug}", "pl")
    assert page.request.path == f"/{kent.slug}"
    assert language_of(page) == ("pl", "ltr")
    assert language_of(visitor.get("/accessibility")) == ("pl", "ltr")
    assert language_of(visitor.get("/nowhere", status=404)) == ("pl", "ltr")


def test_every_language_is_named_by_those_who_speak_it(visitor: Visitor, kent: Consultation) -> None:
    form = visitor.get("/").html.find("form", class_="languages")
    assert [(one["lang"], one.text) for one in form.find_all(["span", "button"])] == [
        ("en", "English"),
        ("pl", "Polski"),
    ]


def test_english_can_be_chosen_again(visitor: Visitor, kent: Consultation) -> None:
    choose(visitor, "/", "pl")
    assert language_of(choose(visitor, "/", "en")) == ("en", "ltr")


def test_a_language_that_is_not_offered_changes_nothing(visitor: Visitor, kent: Consultation) -> None:
    choose(visitor, "/", "pl")
    assert language_of(choose(visitor, "/", "xx")) == ("pl", "ltr")


def test_officers_work_in_english_whatever_their_browser_chose(visitor: Visitor, kent: Consultation) -> None:
    choose(visitor, "/", "pl")
    assert language_of(visitor.get("/officers/sign-in")) == ("en", "ltr")


def test_a_translation_that_nobody_has_checked_says_so(visitor: Visitor, kent: Consultation) -> None:
    assert visitor.get("/").html.find("aside", class_="unchecked") is None
    assert choose(visitor, "/", "pl").html.find("aside", class_="unchecked") is not None


def test_what_officers_wrote_is_marked_as_english(visitor: Visitor, kent: Consultation) -> None:
    assert "lang" not in visitor.get(f"/{kent.slug}").html.find("h1").attrs
    assert choose(visitor, f"/{kent.slug}", "pl").html.find("h1")["lang"] == "en"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/nmiss/../officers",
        "/nmiss//elsewhere.example",
        "/\\elsewhere.example",
        "/nmiss/\r\nSet-Cookie: a=b",
    ],
)
def test_nobody_is_led_to_another_site(visitor: Visitor, kent: Consultation, address: str) -> None:
    form = visitor.get("/").forms["languages"]
    form["page"].force_value(address)
    assert form.submit("language", value="pl").location == "/"


def test_a_page_with_a_question_in_its_address_is_kept(visitor: Visitor, kent: Consultation) -> None:
    form = visitor.get("/").forms["languages"]
    form["page"].force_value("/nmiss/families/looks?step=journey")
    assert form.submit("language", value="pl").location == "/nmiss/families/looks?step=journey"


def test_another_site_cannot_choose_for_somebody(visitor: Visitor, kent: Consultation) -> None:
    visitor.post("/language", {"language": "pl", "page": "/"}, status=400)
    assert language_of(visitor.get("/")) == ("en", "ltr")


def test_whoever_opens_the_address_of_the_buttons_is_led_on(visitor: Visitor) -> None:
    assert visitor.get("/language").location == "/"
