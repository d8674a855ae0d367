"""Officers and the attempts to sign in as one."""

import uuid
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engagement.accounts.roles import Role
from engagement.persistence import Base, RowId

KNOWN_ROLES = ", ".join(f"'{role}'" for role in Role)


def actor_of(officer_id: uuid.UUID) -> str:
    """How the audit trail names an officer: by id, because names change."""
    return f"officer:{officer_id}"


class Officer(UserMixin, Base):  # type: ignore[misc]  # flask_login has no types
    """A member of the council's staff who may sign in. One who was invited has no password until they choose it."""

    __tablename__ = "officers"

    id: Mapped[RowId]
    council_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("councils.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def is_active(self) -> bool:
        """Whether this officer may be signed in at all."""
        return self.active

    @property
    def actor(self) -> str:
        """How the audit trail names this officer."""
        return actor_of(self.id)


class Appointment(Base):
    """A role that an officer holds for one consultation or, where none is named, for all of their council's."""

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint(f"role IN ({KNOWN_ROLES})", name="known_role"),
        UniqueConstraint("officer_id", "role", "consultation_id"),
        Index(
            "ix_appointments_everywhere",
            "officer_id",
            "role",
            unique=True,
            sqlite_where=text("consultation_id IS NULL"),
            postgresql_where=text("consultation_id IS NULL"),
        ),
    )

    id: Mapped[RowId]
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"))
    role: Mapped[str] = mapped_column(String(20))
    consultation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("consultations.id"), index=True)


class SignInAttempt(Base):
    """One failed sign-in, kept in the database so that restarting a cache forgets nothing.

    `subject` is a keyed hash of what is limited: the address tried, or where it came from.
    """

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "subject", "at"),)

    id: Mapped[RowId]
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
