"""Contacts, invitations and the suppression list. Nothing here says what anybody answered."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from engagement.persistence import Base, RowId


class InvitationState(StrEnum):
    """All that an invitation knows. `told`: its reader says that they have answered, and we did not see it happen."""

    UNUSED = "unused"
    USED = "used"
    TOLD = "told"
    OPTED_OUT = "opted_out"


class Contact(Base):
    """A mailbox of one audience in one consultation. Address and names are sealed; their indexes find them.

    `groups` has the key of a choice by the key of its field (see groups.py): nothing in it names anybody.
    `role_mailbox` is for addresses that several people may read. `bounced_on` is when a letter came back for good;
    `soft_bounces` counts those that came back for now, from the day `soft_bounces_since` on.
    """

    __tablename__ = "contacts"
    __table_args__ = (
        UniqueConstraint("consultation_id", "audience", "email_index"),
        Index("ix_contacts_listed", "consultation_id", "added_at", "id"),
    )

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    audience: Mapped[str] = mapped_column(String(20))
    email_sealed: Mapped[bytes]
    email_index: Mapped[str] = mapped_column(String(64), index=True)
    name_sealed: Mapped[bytes | None]
    name_index: Mapped[str | None] = mapped_column(String(64), index=True)
    organisation_sealed: Mapped[bytes | None]
    organisation_index: Mapped[str | None] = mapped_column(String(64), index=True)
    groups: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default=text("'{}'"))
    role_mailbox: Mapped[bool] = mapped_column(default=False, server_default=false())
    do_not_contact: Mapped[bool] = mapped_column(default=False)
    do_not_contact_because: Mapped[bytes | None]
    bounced_on: Mapped[date | None]
    soft_bounces: Mapped[int] = mapped_column(default=0, server_default="0")
    soft_bounces_since: Mapped[date | None]
    added_at: Mapped[datetime]


class ContactField(Base):
    """A field that officers added to the contacts of one audience in one consultation, with all its choices."""

    __tablename__ = "contact_fields"
    __table_args__ = (UniqueConstraint("consultation_id", "audience", "name"),)

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    audience: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    choices: Mapped[list[str]]
    added_at: Mapped[datetime]


class Invitation(Base):
    """A contact's personal link. The token is sealed for the letter and hashed for the way back in.

    The reference is in the letter too. Whoever quotes it stops letters, and it opens nothing.
    """

    __tablename__ = "invitations"
    __table_args__ = (CheckConstraint("state IN ('unused', 'used', 'told', 'opted_out')", name="known_state"),)

    id: Mapped[RowId]
    contact_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), unique=True)
    token_sealed: Mapped[bytes]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(10), default=InvitationState.UNUSED)
    reference: Mapped[str] = mapped_column(String(12), unique=True)


class SuppressionReason(StrEnum):
    """Why nobody writes to an address."""

    ASKED = "asked"
    COMPLAINT = "complaint"
    OFFICER = "officer"


class Suppression(Base):
    """An address that gets no letters about a consultation, as a keyed hash that outlives its contact.

    Where a council is named instead, it gets none about any of that council's.
    """

    __tablename__ = "suppressions"
    __table_args__ = (
        UniqueConstraint("consultation_id", "email_index"),
        UniqueConstraint("council_id", "email_index"),
        CheckConstraint("(consultation_id IS NULL) <> (council_id IS NULL)", name="of_one_or_all"),
    )

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("consultations.id"))
    council_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("councils.id"))
    email_index: Mapped[str] = mapped_column(String(64), index=True)
    reason: Mapped[str] = mapped_column(
        String(10), default=SuppressionReason.ASKED, server_default=SuppressionReason.ASKED
    )
    since: Mapped[date]


class FollowUp(Base):
    """Who asked to hear back, kept apart from what they answered: no response is named here."""

    __tablename__ = "follow_ups"

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), index=True)
    audience: Mapped[str] = mapped_column(String(20))
    organisation_sealed: Mapped[bytes | None]
    email_sealed: Mapped[bytes | None]
