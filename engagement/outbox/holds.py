"""Pauses of one wave or one council: what waits is neither claimed nor handed over until somebody resumes it."""

import uuid
from datetime import datetime

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.outbox.models import CouncilBrake, Hold, Message
from engagement.persistence import insert_or, insert_unless_there, rows_changed

# Whether the wave of a message, or its council, is paused, as SQL about a row of Message.
HELD = or_(
    exists().where(Hold.wave_id == Message.wave_id),
    exists().where(CouncilBrake.council_id == Consultation.council_id, Consultation.id == Message.consultation_id),
)


def hold(session: Session, wave_id: uuid.UUID, now: datetime) -> bool:
    """Pause a wave; gives whether it was not paused before. What is at the mail server already goes."""
    return bool(rows_changed(session, insert_unless_there(session, Hold).values(wave_id=wave_id, since=now)))


def let_go(session: Session, wave_id: uuid.UUID) -> bool:
    """Resume a wave; gives whether it was paused."""
    return bool(rows_changed(session, delete(Hold).where(Hold.wave_id == wave_id)))


def held(session: Session, waves: list[uuid.UUID]) -> set[uuid.UUID]:
    """Which of some waves are paused."""
    return set(session.scalars(select(Hold.wave_id).where(Hold.wave_id.in_(waves))))


def stop_council(session: Session, council_id: uuid.UUID, reason: str, now: datetime) -> None:
    """Let nothing more of a council leave; the reason is shown to its officers."""
    session.execute(
        insert_or(session, CouncilBrake)
        .values(council_id=council_id, reason=reason, since=now)
        .on_conflict_do_update(index_elements=["council_id"], set_={"reason": reason, "since": now})
    )


def let_council_go(session: Session, council_id: uuid.UUID) -> None:
    """Let mail of a council leave again."""
    session.execute(delete(CouncilBrake).where(CouncilBrake.council_id == council_id))


def why_stopped(session: Session, council_id: uuid.UUID) -> str | None:
    """Why nothing of a council leaves, if it is paused."""
    return session.scalar(select(CouncilBrake.reason).where(CouncilBrake.council_id == council_id))
