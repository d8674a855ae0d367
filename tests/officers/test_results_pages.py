"""Results as officers see them, and the answers as only the data role gets them."""

import csv
import io
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.audit.models import Entry
from engagement.consultations.models import Consultation
from tests.clocks import SetClock
from tests.officers.door import READS_ANSWERS, Roles
from tests.reporting import survey
from tests.visitor import Visitor

RESULTS = "/officers/consultations/views/results"


@pytest.fixture
def answers(session: Session, consultation: Consultation) -> None:
    """Twelve families, of whom nine said what their status is, and four young people."""
    version = survey.asked(session, consultation, "families")
    for number in range(12):
        given = {"th_safety": "well" if number < 10 else "badly", "places": 2, "order": ["a", "b"], "change": "x"}
        survey.answered(session, version, given | ({"status": "lot_1"} if number < 9 else {}))
    young = survey.asked(session, consultation, "young_people")
    for _ in range(4):
        survey.answered(session, young, {"th_safety": "badly"}, voice="own")
    session.commit()


def test_figures_are_shown_from_the_base_on_and_hidden_below_it(officer: Visitor, answers: None) -> None:
    page = officer.get(f"{RESULTS}?audience=families")
    text = " ".join(page.html.select_one("#main-content").get_text(" ").split())
    assert "12 responses" in text
    assert "Which lot are you on? [c] Fewer than 10 people answered this." in text
    assert "Keep pupils safe 10 (83%) 0 (0%) 2 (17%) 12 0 0 +67" in text
    assert "First thing 12 100% 2.0" in text
    assert "24 in all." in text
    assert "12 wrote something" in text
    assert "provisional" in text


def test_too_few_responses_show_only_that(officer: Visitor, answers: None) -> None:
    page = officer.get(f"{RESULTS}?audience=young_people")
    assert "Fewer than 10 people answered so far." in page
    assert not page.html.select("table")
    assert "Only what young people said themselves is counted here." in page


def test_after_the_close_figures_are_no_longer_provisional(
    officer: Visitor, answers: None, consultation: Consultation, session: Session, clock: SetClock
) -> None:
    consultation.closes_at = clock.now()
    session.commit()
    assert "provisional" not in officer.get(f"{RESULTS}?audience=families")


def test_the_audiences_stand_side_by_side_each_with_its_base(officer: Visitor, answers: None) -> None:
    page = officer.get(f"{RESULTS}/measures")
    [safety] = [found for found in page.html.select("table") if "Safe and well" in found.get_text()]
    rows = [" ".join(row.get_text(" ").split()) for row in safety.select("tbody tr")]
    assert rows == ["Families 83% (10) 0% (0) 17% (2) 12 +67", "Young people [c] [c] [c] [c] [c]"]


@pytest.mark.parametrize("query", ["", "?audience=nobody", "?audience=schools", "?audience=young_people&voice=x"])
def test_odd_addresses_of_results_are_pages_all_the_same(
    officer: Visitor, consultation: Consultation, query: str
) -> None:
    assert officer.get(f"{RESULTS}{query}").status_int == 200


def test_a_download_needs_audience_and_reason_and_is_written_down(
    sign_in: Callable[[Roles], Visitor], answers: None, session: Session
) -> None:
    data = sign_in(READS_ANSWERS)
    form = data.get("/officers/consultations/views/download").forms[1]
    again = form.submit()
    assert "Choose whose answers you need." in again
    assert "Give the reason." in again
    assert not session.scalars(select(Entry).where(Entry.action == "answers downloaded")).all()
    form["audience"], form["reason"] = "families", "Analysis for the summary"
    file = form.submit()
    assert file.headers["Content-Disposition"] == 'attachment; filename="views-families.csv"'
    assert file.headers["Cache-Control"] == "no-store"
    rows = list(csv.reader(io.StringIO(file.text.removeprefix("\ufeff"))))
    assert len(rows) == 13
    [entry] = session.scalars(select(Entry).where(Entry.action == "answers downloaded"))
    assert entry.detail == {"audience": "families", "reason": "Analysis for the summary"}


def test_a_reason_that_is_too_long_is_kept_and_explained(sign_in: Callable[[Roles], Visitor], answers: None) -> None:
    form = sign_in(READS_ANSWERS).get("/officers/consultations/views/download").forms[1]
    form["audience"], form["reason"] = "families", "x" * 501
    again = form.submit()
    assert "Use at most 500 characters. You have used 501." in again
    assert again.forms[1]["reason"].value.strip() == "x" * 501


def test_officers_who_may_not_read_answers_are_not_offered_them(officer: Visitor, answers: None) -> None:
    assert "Download answers" not in officer.get(RESULTS)
