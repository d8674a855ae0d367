"""The words of public pages as fields of a form, there and back: nothing moves to another place and nothing is lost."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from engagement.consultations.words import NATIONAL_HELP
from engagement.officers.page_forms import Group, Piece, form_for, rows, written
from engagement.officers.page_words import MOST, PARTS

NATIONAL = [{"name": contact.name, "text": contact.text, "phone": contact.phone} for contact in NATIONAL_HELP]
DATES = (Piece("day", "Day", "day"), Piece("what", "What happens"))
PAGE: dict[str, Any] = {
    "why": "Because.",
    "key_dates": [{"day": "2025-09-01", "what": "A decision"}],
    "ways_in": [{"audience": "families", "heading": "Families", "text": "Say it.", "button": "Start"}],
    "help_text": "Not here.",
    "help": [*NATIONAL, {"name": "Our helpline", "phone": "0300 123"}],
    "other_formats": {"text": "Ask us.", "email": "us@council.example"},
    "privacy": [
        {"audience": name, "heading": name, "sections": [{"heading": "What", "text": f"For {name}."}]}
        for name in ("schools", "families", "young_people")
    ],
}


@pytest.fixture(autouse=True)
def request_of_an_officer() -> Iterator[None]:
    """A request to a bare app: these forms need no page, no database and no one signed in."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="for tests", WTF_CSRF_ENABLED=False)
    with app.test_request_context():
        yield


def said(groups: list[Group], **typed: str) -> tuple[dict[str, Any], dict[Any, str]]:
    form = form_for(groups, {}, "opened")
    form.process(MultiDict({name.replace("__", "-"): value for name, value in typed.items()}))
    return written(form, groups)


@pytest.mark.parametrize("part", PARTS)
def test_words_that_nobody_touches_are_saved_as_they_were(part: str) -> None:
    about = PARTS[part]
    document = about.shown(PAGE)
    groups = about.groups(document)
    found, _ = written(form_for(groups, document, "opened"), groups)
    assert about.kept(found, PAGE) == {name: PAGE[name] for name in about.parts if name in PAGE}


def test_an_emptied_row_goes_and_those_after_it_move_up_with_their_faults() -> None:
    found, fields = said(
        rows("Date", "key_dates", 3, DATES), key_dates__1__what="A decision", key_dates__2__day="2025-09-01"
    )
    assert found == {"key_dates": [{"what": "A decision"}, {"day": "2025-09-01"}]}
    assert fields["key_dates", 0, "day"] == "key_dates-1-day"
    assert fields["key_dates", 1, "what"] == "key_dates-2-what"


def test_what_goes_unseen_with_a_row_does_not_make_one() -> None:
    groups = [Group((Piece("heading", "Heading"),), "Families", ("ways_in", 0), (("audience", "families"),))]
    assert said(groups)[0] == {}
    assert said(groups, ways_in__0__heading="You")[0] == {"ways_in": [{"audience": "families", "heading": "You"}]}


@pytest.mark.parametrize(("part", "list_of"), [("key-dates", "key_dates"), ("help", "help")])
def test_a_page_with_more_rows_than_fit_shows_and_keeps_every_one(part: str, list_of: str) -> None:
    row = {"key_dates": {"day": "2025-09-01", "what": "It goes on"}, "help": {"name": "Somebody"}}[list_of]
    groups = PARTS[part].groups({list_of: [row] * (MOST + 5)})
    assert sum(group.place[:1] == (list_of,) for group in groups) == MOST + 5


def test_nobody_can_take_away_whom_to_call_in_danger() -> None:
    about = PARTS["help"]
    assert about.shown(PAGE)["help"] == [PAGE["help"][-1]]
    assert about.kept({}, PAGE) == {"help": NATIONAL}
    assert about.kept({}, {}) == {"help": NATIONAL}


def test_a_fault_in_a_local_contact_is_told_at_its_own_field() -> None:
    assert PARTS["help"].at(("help", 2, "phone"), PAGE) == ("help", 0, "phone")
    assert PARTS["help"].at(("help_text",), PAGE) == ("help_text",)


def test_a_notice_for_one_audience_leaves_the_others_and_their_order_alone() -> None:
    about = PARTS["privacy-families"]
    new = {"heading": "You", "sections": [{"heading": "Why", "text": "So."}]}
    kept = about.kept(new, PAGE)["privacy"]
    assert kept == [PAGE["privacy"][0], {"audience": "families", **new}, PAGE["privacy"][2]]
    assert about.kept({}, PAGE)["privacy"] == [PAGE["privacy"][0], PAGE["privacy"][2]]
    assert about.at(("privacy", 1, "sections", 0, "text"), PAGE) == ("sections", 0, "text")


def test_a_text_that_is_too_long_or_has_a_link_that_is_none_is_told_at_its_field() -> None:
    groups = [Group((Piece("why", "Why", "text"), Piece("heading", "Heading")))]
    form = form_for(groups, {}, "opened")
    form.process(MultiDict({"why": "[here](javascript:alert(1))", "heading": "x" * 301}))
    assert not form.validate()
    assert [sentence.split(".")[0] for sentence, _ in form.faults] == [
        '"javascript:alert(1" cannot be a link',
        "Use at most 300 characters",
    ]
