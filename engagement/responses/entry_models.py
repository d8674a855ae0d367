"""Answers that officers type from paper or from a call, and what they noted while they did."""

import uuid
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engagement.persistence import Base, RowId


class EntryState(StrEnum):
    """How far an entry has come."""

    TYPING = "typing"
    WAITING = "waiting"
    DIFFERING = "differing"
    COUNTED = "counted"
    TAKEN_OUT = "taken_out"


class Problem(StrEnum):
    """Why a question has no answer, or not the whole of it, that could be typed."""

    ILLEGIBLE = "illegible"
    MORE_THAN_ONE = "more_than_one"


class Entry(Base):
    """One paper form or call, typed by one officer or by two. It names no contact.

    Each typing is a draft of its own. `late_because` is filled for what came after the last day. Once two typings
    were compared, `compared` counts the questions that either had something for, and `agreed` those that were the same.
    """

    __tablename__ = "entries"
    __table_args__ = (
        CheckConstraint("state IN ('typing', 'waiting', 'differing', 'counted', 'taken_out')", name="known_state"),
    )

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), index=True)
    audience: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20))
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire_versions.id"))
    received_on: Mapped[date]
    late_because: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=EntryState.TYPING)
    typed_twice: Mapped[bool]
    first_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"))
    second_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("officers.id"))
    first_draft_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("drafts.id", ondelete="SET NULL"))
    second_draft_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("drafts.id", ondelete="SET NULL"))
    compared: Mapped[int | None]
    agreed: Mapped[int | None]
    taken_out_because: Mapped[str | None] = mapped_column(Text)


class EntryNote(Base):
    """A problem with one question, noted by whoever typed; `typing` is 1 or 2."""

    __tablename__ = "entry_notes"

    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    typing: Mapped[int] = mapped_column(primary_key=True)
    question_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    problem: Mapped[str] = mapped_column(String(20))
