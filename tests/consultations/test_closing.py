"""Closing early takes two people, and until the second has decided nothing changes."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engagement.consultations import closing
from engagement.consultations.decisions import ClosingRequest, RequestState
from engagement.consultations.models import Consultation
from engagement.errors import NotFound, Refused
from tests import factories

NOW = datetime.fromisoformat("2025-06-16T09:00+00:00")
TOMORROW = NOW + timedelta(days=1)


def asked(session: Session, consultation: Consultation, closes_at: datetime = TOMORROW) -> ClosingRequest:
    return closing.ask(session, consultation, closes_at=closes_at, reason="Court order", by="officer:ada", now=NOW)


def test_a_request_changes_nothing_by_itself(session: Session) -> None:
    consultation = factories.consultation(session)
    request = asked(session, consultation)
    assert consultation.closes_at == factories.CLOSES_AT
    assert closing.waiting(session, consultation, NOW) is request


def test_nobody_approves_their_own_request(session: Session) -> None:
    request = asked(session, factories.consultation(session))
    with pytest.raises(Refused, match="Another officer has to decide"):
        closing.decide(session, request, approved=True, by="officer:ada", now=NOW)
    assert request.state == RequestState.WAITING


def test_the_database_too_refuses_one_person_in_both_parts(session: Session) -> None:
    request = asked(session, factories.consultation(session))
    itself = update(ClosingRequest).where(ClosingRequest.id == request.id).values(decided_by=request.asked_by)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(itself)


@pytest.mark.parametrize(("approved", "state"), [(True, RequestState.APPROVED), (False, RequestState.DECLINED)])
def test_another_officer_decides_once(session: Session, approved: bool, state: RequestState) -> None:
    consultation = factories.consultation(session)
    request = asked(session, consultation)
    closing.decide(session, request, approved=approved, by="officer:bob", now=NOW)
    assert (request.state, request.decided_by) == (state, "officer:bob")
    assert closing.waiting(session, consultation, NOW) is None
    with pytest.raises(Refused, match="has been decided"):
        closing.decide(session, request, approved=True, by="officer:cy", now=NOW)


def test_only_who_asked_takes_a_request_back(session: Session) -> None:
    consultation = factories.consultation(session)
    request = asked(session, consultation)
    with pytest.raises(Refused, match="Only the officer who asked"):
        closing.take_back(session, request, by="officer:bob", now=NOW)
    closing.take_back(session, request, by="officer:ada", now=NOW)
    assert closing.state_of(request, NOW) is RequestState.WITHDRAWN


@pytest.mark.parametrize("days", [1, 20])
def test_a_request_expires_at_its_time_and_after_three_days_at_most(session: Session, days: int) -> None:
    consultation = factories.consultation(session)
    request = asked(session, consultation, NOW + timedelta(days=days))
    over = NOW + timedelta(days=min(days, 3))
    assert closing.waiting(session, consultation, over - timedelta(seconds=1)) is request
    assert closing.waiting(session, consultation, over) is None
    assert closing.state_of(request, over) is RequestState.EXPIRED
    with pytest.raises(Refused, match="has expired"):
        closing.decide(session, request, approved=True, by="officer:bob", now=over)


def test_one_request_waits_at_a_time_and_an_expired_one_makes_room(session: Session) -> None:
    consultation = factories.consultation(session)
    first = asked(session, consultation)
    with pytest.raises(Refused, match="has asked already"):
        asked(session, consultation)
    later = {"closes_at": TOMORROW + timedelta(days=3), "reason": "Again", "by": "officer:bob"}
    second = closing.ask(session, consultation, now=TOMORROW, **later)  # type: ignore[arg-type]  # one dict of values
    session.refresh(first)
    assert first.state == RequestState.EXPIRED
    assert list(closing.history(session, consultation)) == [second, first]


@pytest.mark.parametrize(
    ("closes_at", "why"),
    [(NOW, "has passed"), (factories.CLOSES_AT, "closes at 11:59pm on Wednesday 9 July 2025 anyway")],
)
def test_the_time_lies_between_now_and_the_deadline(session: Session, closes_at: datetime, why: str) -> None:
    with pytest.raises(Refused, match=why):
        asked(session, factories.consultation(session), closes_at)


def test_only_what_is_open_can_be_closed_early_and_only_for_a_reason(session: Session) -> None:
    draft, opened = factories.consultation(session, published_at=None), factories.consultation(session)
    with pytest.raises(Refused, match="Only an open consultation"):
        asked(session, draft)
    with pytest.raises(Refused, match="Give the reason"):
        closing.ask(session, opened, closes_at=TOMORROW, reason="  ", by="officer:ada", now=NOW)


def test_a_request_of_another_consultation_is_not_found(session: Session) -> None:
    request = asked(session, factories.consultation(session))
    with pytest.raises(NotFound):
        closing.find(session, factories.consultation(session), request.id)
