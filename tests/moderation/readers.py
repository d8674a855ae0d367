"""Readers of the queue, and what they do with it in tests."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.accounts.models import Officer
from engagement.accounts.roles import Role
from engagement.consultations.models import Consultation
from engagement.moderation import deciding, intake, reading
from engagement.moderation.models import FreeText
from tests import factories


def reader(session: Session, name: str = "Rea", role: Role = Role.SAFEGUARDING) -> Officer:
    """An officer who is appointed for safeguarding, or as something else."""
    return factories.officer(session, (role,), name=name, email=f"{name.lower()}@council.example")


def queue(session: Session, consultation: Consultation, now: datetime) -> dict[str, FreeText]:
    """The queue after a look: each text by what it says."""
    intake.look_at(session, consultation, now)
    rows = session.scalars(
        select(FreeText).where(FreeText.consultation_id == consultation.id).execution_options(populate_existing=True)
    ).all()
    return {found.words: row for row in rows if (found := reading.read(session, row))}


def clear_all(session: Session, consultation: Consultation, by: Officer, now: datetime) -> None:
    """Read and clear everything."""
    for text in queue(session, consultation, now).values():
        deciding.clear(session, text, by=by, now=now)
