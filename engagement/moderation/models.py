"""The queue of free texts and what was decided about each. The texts themselves stay with their answers."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from engagement.persistence import Base, RowId


class Part(StrEnum):
    """Which of an answer's texts: what was answered, or why it is marked as confidential."""

    ANSWER = "answer"
    REASON = "reason"


class TextState(StrEnum):
    """What became of a text. Only what is `cleared` or `redacted` leaves the queue for other eyes."""

    UNREAD = "unread"
    HELD = "held"
    REFERRED = "referred"
    REDACTING = "redacting"
    CLEARED = "cleared"
    REDACTED = "redacted"


class Step(StrEnum):
    """One thing that was done about a text. The system notes `changed` when its person wrote another one."""

    CLEARED = "cleared"
    PROPOSED = "proposed"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    HELD = "held"
    REFERRED = "referred"
    NOTED = "noted"
    REOPENED = "reopened"
    UNDONE = "undone"
    CHANGED = "changed"


class FreeText(Base):
    """One text in the queue. `digest` is of the text that the state is about: another text is unread again.

    There is no foreign key to the answer, which is withdrawn and changed as if nobody read it. `waits_since` is a full
    hour and is forgotten once somebody has decided, so that nothing here tells when anybody answered.
    """

    __tablename__ = "free_texts"
    __table_args__ = (
        CheckConstraint(
            "state IN ('unread', 'held', 'referred', 'redacting', 'cleared', 'redacted')", name="known_state"
        ),
        UniqueConstraint("response_id", "question_key", "part"),
        Index(None, "consultation_id", "state"),
    )

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    audience: Mapped[str] = mapped_column(String(20))
    response_id: Mapped[uuid.UUID]
    question_key: Mapped[str] = mapped_column(String(40))
    part: Mapped[str] = mapped_column(String(10))
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default=TextState.UNREAD)
    # A word of a list moved it to the front. It says nothing about the text.
    flagged: Mapped[bool] = mapped_column(default=False, server_default=false())
    waits_since: Mapped[datetime | None]
    redacted: Mapped[str | None] = mapped_column(Text)
    redacted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("officers.id"))
    # Who has it open just now, so that two readers do not get the same text.
    reading_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("officers.id"))
    reading_until: Mapped[datetime | None]


class Decision(Base):
    """One step about a text, never changed afterwards. What an officer wrote about it is sealed."""

    __tablename__ = "text_decisions"
    __table_args__ = (UniqueConstraint("text_id", "number"),)

    id: Mapped[RowId]
    text_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("free_texts.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(120))
    step: Mapped[str] = mapped_column(String(10))
    # Why it was redacted, or what kind of worry was passed on.
    because: Mapped[str | None] = mapped_column(String(20))
    note_sealed: Mapped[bytes | None]
    told_sealed: Mapped[bytes | None]
    told_on: Mapped[date | None]
    reference: Mapped[str | None] = mapped_column(String(60))
    redacted: Mapped[str | None] = mapped_column(Text)


class TextsGone(Base):
    """How many texts left the queue because their answers were withdrawn or emptied: all that is kept of them."""

    __tablename__ = "free_texts_gone"

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    audience: Mapped[str] = mapped_column(String(20), primary_key=True)
    count: Mapped[int]


class Look(Base):
    """When the answers of a consultation were last looked through for new texts."""

    __tablename__ = "free_text_looks"

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    at: Mapped[datetime]


class Duty(Base):
    """Who reads the texts of a consultation, and who steps in for them."""

    __tablename__ = "reading_duties"

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"))
    deputy_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("officers.id"))


class ReaderTold(Base):
    """When an officer was last written to about texts that wait."""

    __tablename__ = "readers_told"

    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"), primary_key=True)
    at: Mapped[datetime]
