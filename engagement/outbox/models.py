"""The messages, the global pause and the scheduler's heartbeat."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engagement.persistence import Base, RowId


class MessageState(StrEnum):
    """Where a message stands. Only `claimed` and `dotting` belong to a worker; the last five are final."""

    PENDING = "pending"
    CLAIMED = "claimed"
    DOTTING = "dotting"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


class MessageKind(StrEnum):
    """Why we write."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    NOTE = "note"
    NEW_DEADLINE = "new_deadline"
    NEW_ANSWERS = "new_answers"
    ACKNOWLEDGEMENT = "acknowledgement"
    COLLEAGUE = "colleague"
    TEST = "test"


# Somebody asks for these at that moment for one address: they go at any hour and are deleted in time.
ASKED_FOR = (MessageKind.ACKNOWLEDGEMENT, MessageKind.COLLEAGUE, MessageKind.TEST)


class Message(Base):
    """One message to one recipient, at most once.

    Bodies are rendered when it is sent, from `template` and ids. A message to a contact takes the address
    from the contact; one that somebody asked for carries its own, sealed, and is deleted in time. A colleague's
    link goes with the colleague. `reason` says in words why a message did not go.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("consultation_id", "contact_id", "kind", "occurrence"),
        CheckConstraint("(contact_id IS NULL) <> (recipient_sealed IS NULL)", name="one_recipient"),
        Index("ix_messages_turn", "consultation_id", "state", "due_at"),
        Index("ix_messages_wave", "wave_id", "state"),
    )

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    contact_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    recipient_sealed: Mapped[bytes | None]
    team_member_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("team_members.id", ondelete="CASCADE"), index=True
    )
    wave_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("waves.id"))
    kind: Mapped[str] = mapped_column(String(20))
    occurrence: Mapped[int]
    template: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10), default=MessageState.PENDING)
    reason: Mapped[str | None] = mapped_column(Text)
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    attempt_id: Mapped[uuid.UUID | None]
    lease_until: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]


class Brake(Base):
    """The global pause: one row, read by every message at its point of no return."""

    __tablename__ = "outbox_brake"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    paused: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]


class CouncilBrake(Base):
    """The pause of everything that one council sends."""

    __tablename__ = "council_brakes"

    council_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("councils.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime]


class Hold(Base):
    """The pause of one wave: its messages wait and none passes its point of no return."""

    __tablename__ = "outbox_holds"

    wave_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("waves.id"), primary_key=True)
    since: Mapped[datetime]


class Heartbeat(Base):
    """When a standing job last ran, so that silence is seen."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]


class Finding(StrEnum):
    """What a report about a letter comes to."""

    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    AUTOMATIC = "automatic"
    NOT_OURS = "not_ours"
    UNREADABLE = "unreadable"


class DeliveryReport(Base):
    """A report that was read, by a hash of what came, so that none counts twice. It holds no address.

    `message_id` is the message it is about, if that is one of ours; `reason` says in words what it told.
    """

    __tablename__ = "delivery_reports"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    message_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    finding: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(index=True)


class StandingAlarm(Base):
    """An alarm that has been raised and is not over. `told_at` is when officers were written to."""

    __tablename__ = "standing_alarms"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    since: Mapped[datetime]
    told_at: Mapped[datetime | None]
