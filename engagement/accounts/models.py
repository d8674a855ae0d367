"""Officers and the attempts to sign in as one."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engagement.persistence import Base, RowId


class Role(StrEnum):
    """`officer` runs consultations; `data` may also download what people answered."""

    OFFICER = "officer"
    DATA = "data"


class Officer(Base):
    """A member of the council's staff who may sign in."""

    __tablename__ = "officers"
    __table_args__ = (CheckConstraint("role IN ('officer', 'data')", name="known_role"),)

    id: Mapped[RowId]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)


class SignInAttempt(Base):
    """One failed sign-in, kept in the database so that restarting a cache forgets nothing.

    `subject` is a keyed hash of what is limited: the address tried, or where it came from.
    """

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "subject", "at"),)

    id: Mapped[RowId]
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
