"""Information sheets: every version kept, the same again changes nothing."""

import pytest
from sqlalchemy.orm import Session

from engagement.consultations import sheets
from engagement.consultations.page import sheet_of
from engagement.errors import InvalidDocument
from tests import factories

SHEET = {"heading": "Background", "sections": [{"heading": "Why", "text": "About {label} until {deadline}."}]}


def test_a_changed_sheet_becomes_the_next_version_and_the_same_one_does_not(session: Session) -> None:
    asked = factories.consultation(session)
    now = factories.OPENS_AT
    first = sheets.publish(session, asked, SHEET, now)
    assert sheets.publish(session, asked, SHEET, now) is first
    second = sheets.publish(session, asked, {**SHEET, "heading": "Context"}, now)
    assert (first.number, second.number) == (1, 2)
    assert sheets.current(session, asked.id) is second


def test_a_consultation_without_a_sheet_has_no_current_one(session: Session) -> None:
    assert sheets.current(session, factories.consultation(session).id) is None


def test_a_sheet_that_does_not_hold_together_is_not_published(session: Session) -> None:
    asked = factories.consultation(session)
    with pytest.raises(InvalidDocument, match=f"information sheet of {asked.slug}"):
        sheets.publish(session, asked, {"heading": "Background"}, factories.OPENS_AT)
    assert sheets.current(session, asked.id) is None


def test_a_sheet_is_shown_with_the_label_and_deadline_of_its_consultation(session: Session) -> None:
    asked = factories.consultation(session, label="INMSS")
    published = sheets.publish(session, asked, SHEET, factories.OPENS_AT)
    [section] = sheet_of(asked, published).sections
    assert section.text == "About INMSS until 11:59pm on Wednesday 9 July 2025."
