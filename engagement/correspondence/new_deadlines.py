"""What follows from a new deadline: letters that move or fall away, and one notice to those who can use the news."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation, DeadlineChange
from engagement.correspondence import notices, proposals, waves
from engagement.correspondence.models import MOVABLE, Wave, WaveState
from engagement.correspondence.notices import Notice
from engagement.correspondence.schedule import ProposedWave
from engagement.correspondence.waves import Move
from engagement.outbox import service
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.questionnaires.definition import AudienceName
from engagement.responses.models import Response

# Nobody writes to young people.
WRITTEN_TO: tuple[AudienceName, ...] = ("schools", "families")
SUPERSEDED = "A later notice of the deadline takes its place"
CLOSES_EARLY = "The consultation closes early: {reason}"


class Extension(NamedTuple):
    """What an extension did, or would do."""

    before: datetime
    after: datetime
    moves: Sequence[Move]
    proposed: Sequence[tuple[AudienceName, ProposedWave]]
    notices: Sequence[Notice]

    @property
    def told(self) -> int:
        """How many get the notice."""
        return sum(notice.will for notice in self.notices)


def extend(
    session: Session, consultation: Consultation, *, last_day: date, reason: str, by: str, now: datetime
) -> Extension:
    """Give people until the end of a later day, move what is planned, and plan the notice. Raises Refused.

    What came late and would have been in time under the new day is late no more.
    """
    change = consultations.extend(session, consultation, last_day=last_day, reason=reason, by=by, now=now)
    session.execute(
        update(Response)
        .where(Response.consultation_id == consultation.id, Response.late.is_(True), Response.received_on <= last_day)
        .values(late=False)
    )
    moves = waves.replan(session, consultation, now=now)
    waves.apply(session, consultation, moves)
    number = len(list(consultations.deadline_history(session, consultation)))
    for earlier in _notices_that_wait(session, consultation):
        waves.cancel(session, earlier, now, SUPERSEDED)
    planned = [
        notices.plan(session, consultation, audience, MessageKind.NEW_DEADLINE, number=number, now=now)
        for audience in WRITTEN_TO
        if notices.has_contacts(session, consultation, audience)
    ]
    standing = session.scalars(select(Wave).where(Wave.consultation_id == consultation.id)).all()
    proposed = [
        (notice.audience, wave)
        for notice in planned
        for wave in proposals.still_open(consultation, notice.audience, standing, now)
        if wave.due_at > now
    ]
    service.call_back(session, consultation.id)
    return Extension(change.closes_at_before, change.closes_at_after, moves, proposed, planned)


def rehearse(
    session: Session, consultation: Consultation, *, last_day: date, reason: str, by: str, now: datetime
) -> Extension:
    """What `extend` would do: it is done and undone, so that the page cannot say anything else. Raises Refused."""
    with session.begin_nested() as savepoint:
        found = extend(session, consultation, last_day=last_day, reason=reason, by=by, now=now)
        savepoint.rollback()
    return found


def close_early(
    session: Session, consultation: Consultation, *, closes_at: datetime, reason: str, by: str, now: datetime
) -> tuple[DeadlineChange, Sequence[Wave]]:
    """End a consultation before its deadline; gives the change and the letters that are cancelled. Raises Refused.

    Letters that have begun to leave are stopped one by one at the point of no return. Nobody is written to about it.
    """
    change = consultations.close_early(session, consultation, closes_at=closes_at, reason=reason, by=by, now=now)
    too_late = letters_after(session, consultation, closes_at)
    for wave in too_late:
        waves.cancel(session, wave, now, CLOSES_EARLY.format(reason=change.reason))
    service.call_back(session, consultation.id)
    return change, too_late


def letters_after(session: Session, consultation: Consultation, closes_at: datetime) -> Sequence[Wave]:
    """The planned letters that an earlier close leaves no time for, in order of time."""
    return session.scalars(
        select(Wave)
        .where(Wave.consultation_id == consultation.id, Wave.state.in_(MOVABLE), Wave.due_at >= closes_at)
        .order_by(Wave.due_at, Wave.kind)
    ).all()


def _notices_that_wait(session: Session, consultation: Consultation) -> Sequence[Wave]:
    """Notices of earlier changes of which something has not left."""
    waits = select(Message.id).where(
        Message.wave_id == Wave.id, Message.state.in_((MessageState.PENDING, MessageState.CLAIMED))
    )
    return session.scalars(
        select(Wave).where(
            Wave.consultation_id == consultation.id,
            Wave.kind == MessageKind.NEW_DEADLINE,
            Wave.state != WaveState.CANCELLED,
            Wave.state.in_(MOVABLE) | waits.exists(),
        )
    ).all()
