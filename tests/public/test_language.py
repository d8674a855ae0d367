"""Somebody chooses a language once, and it lasts as long as their browser stays open."""

import flask_babel
import pytest
from flask import Flask, session
from webtest import TestResponse

from engagement import extensions
from engagement.consultations.models import Consultation
from tests.visitor import Visitor

KEPT = "/nmiss-engagement/families/q/journey"


def choose(
    visitor: Visitor, *, token: str | None = None, slug: str = "nmiss-engagement", **fields: str
) -> TestResponse:
    """Send the form; every page with a form of the site's own holds the same token."""
    token = visitor.get("/officers/sign-in").forms[0]["csrf_token"].value if token is None else token
    return visitor.post(f"/{slug}/language", {"csrf_token": token, **fields}, expect_errors=True)


def chosen(visitor: Visitor, app: Flask) -> str:
    """The language in which this browser's next page would be."""
    with app.test_request_context(headers={"Cookie": f"engagement={visitor.cookies.get('engagement', '')}"}):
        return extensions.language()


def test_pages_are_in_english_until_somebody_chooses(app: Flask, visitor: Visitor) -> None:
    assert chosen(visitor, app) == "en"


def test_a_choice_lasts_and_leads_back_to_the_same_page(app: Flask, visitor: Visitor, kent: Consultation) -> None:
    response = choose(visitor, language="pl", page=KEPT)
    assert (response.status_int, response.location) == (303, KEPT)
    visitor.get("/nmiss-engagement")
    assert chosen(visitor, app) == "pl"


def test_english_can_be_chosen_again(app: Flask, visitor: Visitor, kent: Consultation) -> None:
    choose(visitor, language="pl")
    choose(visitor, language="en")
    assert chosen(visitor, app) == "en"


@pytest.mark.parametrize("language", ["xx", "", "ur", "PL", "../pl"])
def test_a_language_that_is_not_offered_changes_nothing(
    app: Flask, visitor: Visitor, kent: Consultation, language: str
) -> None:
    choose(visitor, language="pl")
    assert choose(visitor, language=language).status_int == 303
    assert chosen(visitor, app) == "pl"


def test_a_language_that_is_no_longer_offered_gives_way_to_english(app: Flask) -> None:
    with app.test_request_context():
        session["language"] = "ur"
        assert extensions.language() == "en"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://elsewhere.example/nmiss-engagement",
        "//elsewhere.example",
        "/nmiss-engagement.elsewhere.example",
        "/nmiss-engagement/../officers",
        "/nmiss-engagement//elsewhere.example",
        "/nmiss-engagement/\r\nSet-Cookie: a=b",
        "/another",
    ],
)
def test_nobody_is_led_out_of_the_consultation(visitor: Visitor, kent: Consultation, address: str) -> None:
    assert choose(visitor, language="pl", page=address).location == "/nmiss-engagement"


def test_another_site_cannot_choose_for_somebody(app: Flask, visitor: Visitor, kent: Consultation) -> None:
    assert choose(visitor, token="", language="pl").status_int == 400
    assert chosen(visitor, app) == "en"


def test_there_is_nothing_to_choose_where_there_is_no_consultation(visitor: Visitor) -> None:
    assert choose(visitor, slug="nowhere", language="pl").status_int == 404


def test_words_of_the_site_are_looked_up_in_the_chosen_language(app: Flask) -> None:
    with app.app_context(), app.test_request_context():
        session["language"] = "pl"
        flask_babel.refresh()
        assert str(flask_babel.get_locale()) == "pl"


def test_work_without_a_browser_is_in_english(app: Flask) -> None:
    with app.app_context():
        assert str(flask_babel.get_locale()) == "en"
