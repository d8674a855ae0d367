"""The document that a consultation begins from: read without loss, refused in words, true to its time."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engagement.assets import read_manifest
from engagement.consultations.document import DOCUMENTS, ConsultationDocument, load, read_toml
from engagement.consultations.page import PageSchema, SheetSchema, load_sheet
from engagement.consultations.placeholders import fill
from engagement.consultations.words import NATIONAL_HELP, Page
from engagement.errors import InvalidDocument
from engagement.questionnaires.definition import AUDIENCES

KENT = DOCUMENTS / "nmiss-engagement.toml"
FACTS = {
    "slug": "market-2025",
    "title": "Market",
    "council_name": "Council",
    "label": "NMISS",
    "contact_email": "a@council.example",
    "opens_on": date(2025, 6, 13),
    "closes_on": date(2025, 7, 9),
    "page": {},
}


@pytest.fixture(scope="module")
def kent() -> ConsultationDocument:
    """The document that ships."""
    return read_toml(KENT)


def test_the_document_survives_being_stored_as_json(kent: ConsultationDocument) -> None:
    stored = json.loads(json.dumps(kent.page_for_storing()))
    assert PageSchema().load(stored) == kent.page
    sheet = json.loads(json.dumps(kent.sheet_for_storing()))
    assert SheetSchema().load(sheet) == kent.information_sheet


def test_a_page_that_says_nothing_still_names_somebody_to_turn_to() -> None:
    document = load(FACTS, "a.toml")
    assert document.page == Page(help=NATIONAL_HELP)
    assert document.sheet_for_storing() is None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"slug": "Market 2025"}, 'top level: "slug" is "Market 2025"; use lower-case letters and digits, '),
        ({"slug": "a" * 61}, 'top level: "slug" is longer than 60 characters; shorten it.'),
        ({"title": "a" * 201}, 'top level: "title" is longer than 200 characters; shorten it.'),
        ({"title": " "}, 'top level: "title" is empty; fill it in.'),
        ({"contact_email": "nobody"}, 'top level: "contact_email" is "nobody"; give an email address.'),
        ({"opens_on": "soon"}, 'top level: "opens_on" must be a day such as 2025-07-09.'),
        ({"lable": "NMISS"}, 'top level: "lable" is not a known setting; did you mean "label"?'),
        ({"page": "words"}, '"page": this must be a table of settings.'),
        ({"page": {"whyy": "x"}}, '"page": "whyy" is not a known setting; did you mean "why"?'),
        ({"page": {"why": "{lable}"}}, '"page": "why" names {lable}, which is not known; did you mean "label"?'),
        ({"page": {"why": 7}}, '"page": "why" must be text in quotes.'),
        ({"page": {"key_dates": []}}, '"page": "key_dates" is empty; fill it in.'),
        ({"page": {"key_dates": [{"day": "2025-06-31", "what": "x"}]}}, '"page", "key_dates", entry 1: "day" must be'),
        ({"page": {"picture": {"file": "pencils.svg"}}}, '"page", "picture": "alternative" is missing; add it.'),
        ({"page": {"help": [{"name": "x", "phone": "call me"}]}}, '"phone" is "call me"; use digits and spaces.'),
        (
            {"page": {"help": [{"name": "x", "web": "javascript:x"}]}},
            '"web" is "javascript:x"; begin it with https://.',
        ),
        (
            {"page": {"ways_in": [{"audience": "school", "heading": "x", "text": "x", "button": "x"}]}},
            '"page", "ways_in", entry 1: "audience" is "school", which is not known; did you mean "schools"?',
        ),
        ({"information_sheet": {"heading": "x"}}, '"information_sheet": "sections" is missing; add it.'),
    ],
)
def test_a_fault_is_named_with_file_and_place(change: Mapping[str, Any], fault: str) -> None:
    with pytest.raises(InvalidDocument) as refusal:
        load({**FACTS, **change}, "a.toml")
    assert [found for found in refusal.value.faults if found.startswith("a.toml: ") and fault in found]
    assert len(refusal.value.faults) == 1


@pytest.mark.parametrize("content", [b"slug = ", b"\xff\xfe"])
def test_a_file_that_is_not_toml_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    with pytest.raises(InvalidDocument, match=r"broken\.toml: this is not TOML"):
        read_toml(path)


def test_a_sheet_can_be_checked_by_itself() -> None:
    with pytest.raises(InvalidDocument, match='x: top level: "heading" is missing'):
        load_sheet({"sections": [{"heading": "a", "text": "b"}]}, "x")


def test_what_is_not_a_placeholder_stays_as_it_was_written() -> None:
    document = {"a": ["{label}", {"b": "{other} {}"}], "c": 7}
    assert fill(document, {"label": "INMSS"}) == {"a": ["INMSS", {"b": "{other} {}"}], "c": 7}


def test_every_audience_of_kent_has_a_way_in_and_a_privacy_notice(kent: ConsultationDocument) -> None:
    assert tuple(way.audience for way in kent.page.ways_in) == AUDIENCES
    assert tuple(notice.audience for notice in kent.page.privacy) == AUDIENCES


def test_the_picture_of_kent_exists_and_says_what_it_shows(kent: ConsultationDocument) -> None:
    assert kent.page.picture is not None
    assert kent.page.picture.file in read_manifest()
    assert "pencils" in kent.page.picture.alternative


def test_the_information_sheet_of_kent_has_its_nine_points_in_about_600_words(kent: ConsultationDocument) -> None:
    sheet = kent.information_sheet
    assert sheet is not None
    assert [section.heading.split(".")[0] for section in sheet.sections] == list("123456789")
    words = sum(len(f"{section.heading} {section.text}".split()) for section in sheet.sections)
    assert 540 <= words <= 660
    assert len(sheet.glossary) == 7


@pytest.mark.parametrize(
    "later", [r"January 2026", r"876", r"1,172", r"one third", r"INMSS", r"award notice", r"November 2025", r"£"]
)
def test_the_texts_of_kent_hold_nothing_that_was_not_known_in_july_2025(later: str) -> None:
    assert not re.search(later, KENT.read_text())


def test_the_label_of_kent_is_said_in_one_place(kent: ConsultationDocument) -> None:
    written = json.dumps([kent.page_for_storing(), kent.sheet_for_storing()])
    assert kent.label not in written
    assert "{label}" in written
