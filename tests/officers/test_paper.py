"""Officers see which paper forms are made, when and why not, and have them made again."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement import preparing
from engagement.audit.models import Entry
from engagement.consultations import preparations
from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.paper import library
from engagement.paper.kinds import KINDS
from tests import factories
from tests.clocks import SetClock
from tests.journeys.conftest import asked
from tests.visitor import Visitor

PAGE = "/officers/consultations/views/paper"


@pytest.fixture
def version(session: Session, consultation: Consultation) -> QuestionnaireVersion:
    """Families are asked something."""
    made = factories.version(session, consultation, asked("families"))
    session.commit()
    return made


def made(session: Session, clock: SetClock, *, trouble: str | None = None) -> None:
    """Everything as workers leave it, or a trouble with each."""
    for thing in preparing.waiting():
        if trouble is None:
            library.keep(session, thing.version.id, thing.name, b"%PDF /Type /Page ", clock.now())
        preparations.finish(
            session, thing.version.id, thing.name, made_from=thing.made_from, trouble=trouble, now=clock.now()
        )
    session.commit()


def test_before_anything_is_asked_there_is_nothing_to_make(officer: Visitor, consultation: Consultation) -> None:
    assert "Publish a questionnaire first" in officer.get(PAGE)


def test_forms_that_workers_have_not_finished_are_being_made(officer: Visitor, version: QuestionnaireVersion) -> None:
    page = officer.get(PAGE)
    assert "0 of 4 are ready" in page
    assert page.text.count("Being made") == 4


def test_finished_forms_are_there_with_when_they_were_made(
    officer: Visitor, version: QuestionnaireVersion, session: Session, clock: SetClock
) -> None:
    made(session, clock)
    page = officer.get(PAGE)
    assert "All 4 are ready." in page
    assert page.text.count("10am on Monday 16 June 2025") == 4
    assert page.click("Large print").content_type == "application/pdf"


def test_a_form_that_could_not_be_made_says_why(
    officer: Visitor, version: QuestionnaireVersion, session: Session, clock: SetClock
) -> None:
    made(session, clock, trouble="typst is not installed where the workers run.")
    page = officer.get(PAGE)
    assert page.text.count("Could not be made") == page.text.count("typst is not installed") == 4


def test_asking_again_keeps_the_old_forms_until_new_ones_are_made_and_is_written_down(
    officer: Visitor, version: QuestionnaireVersion, session: Session, clock: SetClock
) -> None:
    made(session, clock)
    page = officer.get(PAGE).forms[1].submit().follow()
    assert "0 of 4 are ready" in page
    assert page.click("Large print").content_type == "application/pdf"
    assert {thing.name for thing in preparing.waiting()} == {kind.name for kind in KINDS}
    assert "paper forms asked for again" in session.scalars(select(Entry.action)).all()


def test_after_the_close_none_are_promised(
    officer: Visitor, version: QuestionnaireVersion, session: Session, consultation: Consultation, clock: SetClock
) -> None:
    consultation.closes_at = clock.now()
    session.commit()
    page = officer.get(PAGE)
    assert "no more forms are made" in page
    assert len(page.forms) == 1
