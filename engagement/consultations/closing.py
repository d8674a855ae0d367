"""Closing early takes two people: one asks, another approves or declines, and until then nothing changes."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engagement.consultations.deadlines import deadline_in_words
from engagement.consultations.decisions import ClosingRequest, RequestState
from engagement.consultations.models import Consultation, State
from engagement.errors import NotFound, Refused
from engagement.persistence import rows_changed

# A request that nobody looked at for this long is no longer what somebody wants today.
WAITS_AT_MOST = timedelta(days=3)


def ask(
    session: Session, consultation: Consultation, *, closes_at: datetime, reason: str, by: str, now: datetime
) -> ClosingRequest:
    """Ask to close at an instant before the deadline. Raises Refused."""
    session.refresh(consultation, with_for_update=True)
    if consultation.state_at(now) is not State.OPEN:
        raise Refused("Only an open consultation can be closed early.")
    if closes_at <= now:
        raise Refused("That time has passed. Choose a later one, so that somebody has time to approve it.")
    if closes_at >= consultation.closes_at:
        raise Refused(f"It closes at {deadline_in_words(consultation.closes_at)} anyway. Choose an earlier time.")
    if not reason.strip():
        raise Refused("Give the reason. The public page shows it once the request is approved.")
    session.execute(
        update(ClosingRequest)
        .where(
            ClosingRequest.consultation_id == consultation.id,
            ClosingRequest.state == RequestState.WAITING,
            ClosingRequest.expires_at <= now,
        )
        .values(state=RequestState.EXPIRED)
    )
    if waiting(session, consultation, now) is not None:
        raise Refused("Somebody has asked already. Approve, decline or take back that request first.")
    request = ClosingRequest(
        id=uuid.uuid4(),
        consultation_id=consultation.id,
        closes_at=closes_at,
        reason=reason.strip(),
        asked_by=by,
        asked_at=now,
        expires_at=min(closes_at, now + WAITS_AT_MOST),
    )
    session.add(request)
    session.flush()
    return request


def find(session: Session, consultation: Consultation, request_id: uuid.UUID) -> ClosingRequest:
    """A request of this consultation. Raises NotFound for any other."""
    request = session.scalar(
        select(ClosingRequest).where(ClosingRequest.id == request_id, ClosingRequest.consultation_id == consultation.id)
    )
    if request is None:
        raise NotFound("There is no such request in this consultation.")
    return request


def waiting(session: Session, consultation: Consultation, now: datetime) -> ClosingRequest | None:
    """The request that waits for a second officer, if one does and has not expired."""
    return session.scalar(
        select(ClosingRequest).where(
            ClosingRequest.consultation_id == consultation.id,
            ClosingRequest.state == RequestState.WAITING,
            ClosingRequest.expires_at > now,
        )
    )


def history(session: Session, consultation: Consultation) -> Sequence[ClosingRequest]:
    """Every request, the latest first."""
    return session.scalars(
        select(ClosingRequest)
        .where(ClosingRequest.consultation_id == consultation.id)
        .order_by(ClosingRequest.asked_at.desc())
    ).all()


def decide(session: Session, request: ClosingRequest, *, approved: bool, by: str, now: datetime) -> None:
    """Approve or decline for somebody who did not ask; closing is up to the caller. Raises Refused."""
    if by == request.asked_by:
        raise Refused("You asked for this yourself. Another officer has to decide.")
    _settle(
        session,
        request,
        {
            "state": RequestState.APPROVED if approved else RequestState.DECLINED,
            "decided_by": by,
            "decided_at": now,
        },
        now,
    )


def take_back(session: Session, request: ClosingRequest, *, by: str, now: datetime) -> None:
    """Withdraw one's own request. Raises Refused."""
    if by != request.asked_by:
        raise Refused("Only the officer who asked can take a request back. You can decline it.")
    _settle(session, request, {"state": RequestState.WITHDRAWN}, now)


def state_of(request: ClosingRequest, now: datetime) -> RequestState:
    """What became of a request by now."""
    state = RequestState(request.state)
    return RequestState.EXPIRED if state is RequestState.WAITING and request.expires_at <= now else state


def _settle(session: Session, request: ClosingRequest, values: dict[str, object], now: datetime) -> None:
    """Of several who decide at once, one does."""
    done = rows_changed(
        session,
        update(ClosingRequest)
        .where(
            ClosingRequest.id == request.id,
            ClosingRequest.state == RequestState.WAITING,
            ClosingRequest.expires_at > now,
        )
        .values(values),
    )
    if not done:
        raise Refused("This request has been decided, taken back or has expired. Nothing was changed.")
    session.refresh(request)
