"""The pause of one wave: what waits is neither claimed nor handed over until somebody resumes it."""

import uuid
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from engagement.outbox.models import Hold, Message
from engagement.persistence import insert_unless_there, rows_changed

# Whether the wave of a message is paused, as SQL about a row of Message.
HELD = exists().where(Hold.wave_id == Message.wave_id)


def hold(session: Session, wave_id: uuid.UUID, now: datetime) -> bool:
    """Pause a wave; gives whether it was not paused before. What is at the mail server already goes."""
    return bool(rows_changed(session, insert_unless_there(session, Hold).values(wave_id=wave_id, since=now)))


def let_go(session: Session, wave_id: uuid.UUID) -> bool:
    """Resume a wave; gives whether it was paused."""
    return bool(rows_changed(session, delete(Hold).where(Hold.wave_id == wave_id)))


def held(session: Session, waves: list[uuid.UUID]) -> set[uuid.UUID]:
    """Which of some waves are paused."""
    return set(session.scalars(select(Hold.wave_id).where(Hold.wave_id.in_(waves))))
