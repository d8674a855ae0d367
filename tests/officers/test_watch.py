"""The page of progress says in words and tables what it draws."""

import pytest
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from tests import factories
from tests.officers.door import RUNS
from tests.reporting import survey
from tests.visitor import Visitor

PROGRESS = "/officers/consultations/views/progress"


def test_a_drawing_has_its_words_and_its_table(officer: Visitor, consultation: Consultation, session: Session) -> None:
    version = survey.asked(session, consultation)
    for _ in range(5):
        survey.answered(session, version, {"places": 1})
    session.commit()
    page = officer.get(PROGRESS)
    drawn = page.html.select_one("svg[role=img] title").get_text()
    assert drawn.startswith("Schools: answers over time, from 5 on Monday 16 June 2025 to 5 by")
    assert "Monday 16 June 2025 5" in page.html.select_one("details tbody").get_text(" ", strip=True)
    assert "Too few have begun and not sent" in page


def test_with_nothing_asked_it_says_what_to_do_first(officer: Visitor, consultation: Consultation) -> None:
    page = officer.get(PROGRESS)
    assert "Write the questionnaires first" in page


@pytest.mark.every_database
def test_the_trail_is_narrowed_and_never_shows_what_another_councils_officers_did(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    other = factories.consultation(session, "Another Council", slug="elsewhere", title="Elsewhere")
    factories.officer(session, RUNS, "Another Council", email="bea@other.example", name="Bea")
    factories.noted(session, other, "deadline moved")
    factories.noted(session, consultation, "letters stopped")
    session.commit()
    page = officer.get("/officers/audit")
    assert "Letters stopped" in page
    assert "Signed in" in page
    for hidden in ("Deadline moved", "Elsewhere", "Bea"):
        assert hidden not in page
    assert "Signed in" not in officer.get("/officers/audit?action=letters+stopped").html.select_one("tbody").text
    assert "Letters stopped" in officer.get(f"/officers/audit?about={consultation.id}")
    form = page.forms[1]
    form["who"] = next(value for value, _, _ in form["who"].options if value)
    assert "Signed in" in form.submit()
