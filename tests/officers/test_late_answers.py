"""Late answers are counted apart, and among the results only where somebody who may decides it with a reason."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.accounts.roles import Role
from engagement.audit.models import Entry
from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.correspondence import new_deadlines
from engagement.reporting import results
from engagement.responses.models import Response
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock
from tests.officers.door import READS_ANSWERS, RUNS, Roles
from tests.reporting import survey
from tests.visitor import Visitor

LATE = "/officers/consultations/views/late"
AFTER = "2025-07-14T09:00+00:00"


@pytest.fixture
def closed(session: Session, consultation: Consultation, clock: SetClock) -> Consultation:
    """Closed, with 12 answers of families in time and one on paper that came two days late."""
    survey.asked(session, consultation, "families")
    version = session.scalars(select(QuestionnaireVersion)).one()
    for _ in range(12):
        factories.response(session, version, {})
    factories.response(session, version, {}, late=True, channel="paper", received_on=date(2025, 7, 11))
    session.commit()
    clock.set(AFTER)
    return consultation


def counted(session: Session, consultation: Consultation) -> int | None:
    return results.of_audience(session, consultation.id, "families").responses


@pytest.mark.every_database
def test_late_answers_are_listed_and_not_among_the_results(
    closed: Consultation, sign_in: Callable[[Roles], Visitor], session: Session
) -> None:
    officer = sign_in(RUNS)
    page = officer.get("/officers/consultations/views/deadline").click("Answers that came late")
    assert "Late answers do not count." in page
    assert "Friday 11 July 2025" in page
    assert "Paper" in page
    assert counted(session, closed) == 12
    assert "They are kept apart and not counted here." in officer.get("/officers/consultations/views/results")


def test_they_count_once_that_is_decided_and_every_page_of_results_says_why(
    closed: Consultation, sign_in: Callable[[Roles], Visitor], session: Session, clock: SetClock
) -> None:
    data = sign_in(READS_ANSWERS)
    form = data.get(LATE).forms[1]
    form["included"], form["reason"] = "yes", "The post was on strike"
    assert "Late answers count now." in form.submit().follow()
    assert counted(session, closed) == 13
    for page in ("results", "results/measures"):
        shown = data.get(f"/officers/consultations/views/{page}")
        assert "They are counted here. The reason: The post was on strike" in shown
    assert "late answers decided" in session.scalars(select(Entry.action)).all()
    clock.set("2025-07-14T09:01+00:00")
    form = data.get(LATE).forms[1]
    form["included"], form["reason"] = "no", "Suppliers objected"
    form.submit()
    assert counted(session, closed) == 12


@pytest.mark.parametrize(
    ("included", "reason", "sentence"),
    [("yes", "", "Give the reason."), (None, "x", "Choose whether"), ("no", "x", "That is how it is already.")],
)
def test_a_rule_needs_a_choice_a_reason_and_a_change(
    closed: Consultation, sign_in: Callable[[Roles], Visitor], included: str | None, reason: str, sentence: str
) -> None:
    form = sign_in(READS_ANSWERS).get(LATE).forms[1]
    if included:
        form["included"] = included
    form["reason"] = reason
    assert sentence in form.submit()


def test_others_see_the_list_and_cannot_decide(
    closed: Consultation, sign_in: Callable[[Roles], Visitor], session: Session
) -> None:
    officer = sign_in((Role.CONTRIBUTOR,))
    page = officer.get(LATE)
    assert len(page.forms) == 1
    values = {"csrf_token": page.forms[0]["csrf_token"].value, "included": "yes", "reason": "x"}
    officer.post(LATE, values, status=403)
    assert counted(session, closed) == 12


def test_nothing_is_decided_before_the_close(sign_in: Callable[[Roles], Visitor], consultation: Consultation) -> None:
    page = sign_in(READS_ANSWERS).get(LATE)
    assert "Nothing has come late." in page
    assert len(page.forms) == 1


def test_what_came_before_a_new_last_day_is_late_no_more(
    closed: Consultation, session: Session, clock: SetClock
) -> None:
    with unit_of_work() as work:
        new_deadlines.extend(
            work, closed, last_day=date(2025, 7, 16), reason="Strike", by="officer:ada", now=clock.now()
        )
    session.expire_all()
    assert session.scalar(select(Response.id).where(Response.late.is_(True))) is None


def test_whoever_comes_to_a_closed_door_is_told_where_to_write(
    visitor: Visitor, closed: Consultation, clock: SetClock
) -> None:
    clock.set("2025-07-10T09:00+00:00")
    page = visitor.get("/views/families")
    assert "If you still want to tell us something, write to" in page
    assert closed.contact_email in page
    assert "kept apart from the answers that came in time" in page
