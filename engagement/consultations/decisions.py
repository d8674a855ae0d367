"""What officers decide about the close: to close early, which takes two of them, and whether late answers count."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from engagement.persistence import Base, RowId


class RequestState(StrEnum):
    """What became of a request. One that nobody decided in time has expired, whatever its row says."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class ClosingRequest(Base):
    """One officer's wish to close before the announced deadline. Nothing changes until another one approves.

    `closes_at` is when it would close. Officers are named as the audit trail names them.
    """

    __tablename__ = "closing_requests"
    __table_args__ = (
        CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="two_people"),
        Index(
            "uq_closing_requests_one_waiting",
            "consultation_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    closes_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(String(120))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default=RequestState.WAITING)
    decided_by: Mapped[str | None] = mapped_column(String(120))
    decided_at: Mapped[datetime | None]


class LateRule(Base):
    """A decision whether answers that came after the close are counted. The latest holds; without any, they are not."""

    __tablename__ = "late_rules"

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), index=True)
    included: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(String(120))
    decided_at: Mapped[datetime]
