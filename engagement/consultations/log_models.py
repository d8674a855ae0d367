"""The questions and answers log: what is being written for it, and every version that everybody could read."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engagement.persistence import Base, RowId


class LogEntry(Base):
    """One question with its answer as officers last wrote them; who asked is kept nowhere.

    `number` is its place in the log, given when it is first published and never again. `revision` counts how often
    the words were changed, so that nobody publishes words that they have not seen.
    """

    __tablename__ = "log_entries"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int | None]
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    written_by: Mapped[str] = mapped_column(String(120))
    written_at: Mapped[datetime]


class LogVersion(Base):
    """What everybody can read of an entry from one moment on. Never changed: a correction is the next version."""

    __tablename__ = "log_versions"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[RowId]
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("log_entries.id"))
    number: Mapped[int]
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(120))
