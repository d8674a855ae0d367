"""What an officer's way in is made of: sessions, second factors, recovery codes and invitations."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engagement.persistence import Base, RowId


class OfficerSession(Base):
    """One browser that an officer signed in with. Its key is in the browser; here is only the hash of it.

    Without a `factor` the password was right and nothing more. `challenge` is what a passkey has to sign next.
    """

    __tablename__ = "officer_sessions"

    id: Mapped[RowId]
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"), index=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    began: Mapped[datetime]
    seen: Mapped[datetime]
    device: Mapped[str] = mapped_column(String(80))
    factor: Mapped[str | None] = mapped_column(String(20))
    confirmed_at: Mapped[datetime | None]
    challenge: Mapped[bytes | None]


class AuthenticatorApp(Base):
    """An app that shows codes. One that is not confirmed yet is being set up and opens nothing.

    `last_step` is the time step of the last code that was taken, so that a code works once.
    """

    __tablename__ = "authenticator_apps"
    __table_args__ = (UniqueConstraint("officer_id", "confirmed"),)

    id: Mapped[RowId]
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"))
    secret_sealed: Mapped[bytes]
    confirmed: Mapped[bool] = mapped_column(default=False)
    last_step: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[datetime]


class Passkey(Base):
    """A key that an officer's device keeps, and the public half of it."""

    __tablename__ = "passkeys"

    id: Mapped[RowId]
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    added_at: Mapped[datetime]


class RecoveryCode(Base):
    """The keyed hash of a code for the day on which the other factor is lost."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("officer_id", "code_hash"),)

    id: Mapped[RowId]
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class InvitationState(StrEnum):
    """How far an invitation is. One whose letter nobody knows about stays sending."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    USED = "used"


class OfficerInvitation(Base):
    """A link by which an officer chooses a password, the newest one only.

    `state` is an `InvitationState`. The token is made when the letter is written and is kept
    nowhere: here is only its hash.
    """

    __tablename__ = "officer_invitations"

    id: Mapped[RowId]
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"), unique=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
