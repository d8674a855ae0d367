"""Officers see which schools may have answered more than once, and never whose answers are whose."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.audit.models import Entry
from engagement.consultations.models import Consultation
from engagement.contacts.service import record_follow_up
from tests import factories
from tests.visitor import Visitor

pytestmark = pytest.mark.every_database

REPEATS = "/officers/consultations/views/repeats"


def left(session: Session, consultation: Consultation, *names: str) -> None:
    for name in names:
        record_follow_up(
            session, consultation_id=consultation.id, audience="schools", organisation=name, email="head@school.example"
        )
    session.commit()


def test_names_left_more_than_once_are_listed_whatever_their_capitals_and_spaces(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    left(session, consultation, "Oak  Tree School", "oak tree school", "Elm School", "Oak Tree School", "")
    left(session, factories.consultation(session), "Elm School")
    page = officer.get("/officers/consultations/views/contacts").click("may have answered twice")
    assert page.html is not None
    rows = [row.get_text(" ", strip=True) for row in page.html.select("tbody tr")]
    assert rows == ["Oak Tree School 3"]
    assert "head@school.example" not in page


def test_each_look_is_written_down_without_a_name(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    left(session, consultation, "Oak Tree School", "Oak Tree School")
    officer.get(REPEATS)
    (entry,) = session.scalars(select(Entry).where(Entry.action == "organisations read"))
    assert entry.detail == {"count": 1}


def test_without_repeats_the_page_says_so(officer: Visitor, consultation: Consultation) -> None:
    assert "No name was left more than once" in officer.get(REPEATS)


def test_nobody_sees_it_without_signing_in(visitor: Visitor, consultation: Consultation) -> None:
    assert "/officers/sign-in" in visitor.get(REPEATS).location
