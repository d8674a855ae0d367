"""Officers and the attempts to sign in as one."""

import secrets
from datetime import datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engagement.persistence import Base, RowId


class Role(StrEnum):
    """`officer` runs consultations; `data` may also download what people answered."""

    OFFICER = "officer"
    DATA = "data"


def new_session_key() -> str:
    """A fresh secret that an officer's sessions are bound to."""
    return secrets.token_urlsafe(32)


class Officer(UserMixin, Base):  # type: ignore[misc]  # flask_login has no types
    """A member of the council's staff who may sign in.

    Sessions hold `session_key`, not the id: a new key ends every session there is, copied ones too.
    """

    __tablename__ = "officers"
    __table_args__ = (CheckConstraint("role IN ('officer', 'data')", name="known_role"),)

    id: Mapped[RowId]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    session_key: Mapped[str] = mapped_column(String(43), unique=True, default=new_session_key)

    @property
    def is_active(self) -> bool:
        """Whether this officer may be signed in at all."""
        return self.active

    @property
    def actor(self) -> str:
        """How the audit trail names this officer: by id, because names change."""
        return f"officer:{self.id}"

    @property
    def may_read_answers(self) -> bool:
        """Whether this officer may download what people answered."""
        return self.role == Role.DATA

    def get_id(self) -> str:
        """What a session keeps of this officer."""
        return self.session_key


class SignInAttempt(Base):
    """One failed sign-in, kept in the database so that restarting a cache forgets nothing.

    `subject` is a keyed hash of what is limited: the address tried, or where it came from.
    """

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "subject", "at"),)

    id: Mapped[RowId]
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
