"""Waves, each one letter to the contacts of one audience at one time, and the words that officers gave to letters."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engagement.persistence import Base, RowId


class WaveState(StrEnum):
    """A planned wave becomes messages when it is due; a stopped one asks an officer first."""

    PLANNED = "planned"
    LAUNCHED = "launched"
    STOPPED = "stopped"
    CANCELLED = "cancelled"


# In these states nothing of a wave has left, so that its time and words may still change.
MOVABLE = (WaveState.PLANNED, WaveState.STOPPED)


class Wave(Base):
    """One occurrence of one kind of letter. Launching it writes one message row for every contact.

    `announced_size` is how many an officer was told would get it; a wave that would exceed it stops and asks.
    `template` names the letter and, where officers have written it, the version that it keeps (see edited.py).
    `cancelled_because` is a sentence where something else than an officer's click at the wave cancelled it.
    """

    __tablename__ = "waves"
    __table_args__ = (UniqueConstraint("consultation_id", "audience", "kind", "occurrence"),)

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    audience: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    occurrence: Mapped[int]
    template: Mapped[str] = mapped_column(String(60))
    due_at: Mapped[datetime]
    announced_size: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default=WaveState.PLANNED)
    launched_at: Mapped[datetime | None]
    cancelled_because: Mapped[str | None] = mapped_column(Text)


class LetterVersion(Base):
    """Words that officers gave to one letter of a consultation. Never changed: a correction is the next version.

    Without words it says that our own text holds again.
    """

    __tablename__ = "letter_versions"
    __table_args__ = (
        UniqueConstraint("consultation_id", "template", "number"),
        CheckConstraint("(subject IS NULL) = (text IS NULL)", name="words_are_whole"),
    )

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    template: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    subject: Mapped[str | None] = mapped_column(String(200))
    text: Mapped[str | None] = mapped_column(Text)
    saved_at: Mapped[datetime]
    saved_by: Mapped[str] = mapped_column(String(120))
