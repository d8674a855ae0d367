"""Personal links: made, found again, used once, and given up."""

import hashlib
import secrets
import uuid
from datetime import date
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engagement.contacts import references, suppression
from engagement.contacts.models import Contact, Invitation, InvitationState, SuppressionReason
from engagement.extensions import vault


class Invited(NamedTuple):
    """An invitation with what the journey needs to know of its contact."""

    invitation: Invitation
    contact: Contact


def new_invitation(contact_id: uuid.UUID) -> Invitation:
    """An invitation with a fresh secret; the row is not yet added to a session."""
    token = secrets.token_urlsafe(32)
    invitation_id = uuid.uuid4()
    return Invitation(
        id=invitation_id,
        contact_id=contact_id,
        token_sealed=vault.seal(token, _place(invitation_id)),
        token_hash=token_hash(token),
        state=InvitationState.UNUSED,
        reference=references.drawn(references.IN_A_LETTER),
    )


def token_hash(token: str) -> str:
    """How a token is stored and looked up; it has 256 random bits, so a plain digest is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_of(invitation: Invitation) -> str:
    """The secret of a personal link, for the letter that carries it."""
    return vault.open(invitation.token_sealed, _place(invitation.id))


def find(session: Session, consultation_id: uuid.UUID, token: str) -> Invited | None:
    """Whose link this is in this consultation, whatever its state."""
    row = session.execute(
        select(Invitation, Contact)
        .join(Contact, Contact.id == Invitation.contact_id)
        .where(Invitation.token_hash == token_hash(token), Contact.consultation_id == consultation_id)
    ).first()
    return Invited(row[0], row[1]) if row else None


def mark_answered(session: Session, token: str) -> uuid.UUID | None:
    """Note that a link has been answered; gives its contact, or None if the token is nobody's."""
    return session.scalars(
        update(Invitation)
        .where(Invitation.token_hash == token_hash(token))
        .values(state=InvitationState.USED)
        .returning(Invitation.contact_id)
    ).first()


def mark_quoted(session: Session, *, consultation_id: uuid.UUID, audience: str, typed: str) -> uuid.UUID | None:
    """Note that whoever has the letter with this reference has answered; gives the contact, or None if it is nobody's.

    However it is typed. Nothing is kept of which answer it came with.
    """
    addressed = select(Contact.id).where(Contact.consultation_id == consultation_id, Contact.audience == audience)
    return session.scalars(
        update(Invitation)
        .where(Invitation.reference == references.as_written(typed), Invitation.contact_id.in_(addressed))
        .values(state=InvitationState.USED)
        .returning(Invitation.contact_id)
    ).first()


def unmark_quoted(session: Session, *, consultation_id: uuid.UUID, audience: str, typed: str) -> bool:
    """Take back that whoever has the letter with this reference has answered; whether it is anybody's."""
    addressed = select(Contact.id).where(Contact.consultation_id == consultation_id, Contact.audience == audience)
    theirs = (Invitation.reference == references.as_written(typed), Invitation.contact_id.in_(addressed))
    session.execute(
        update(Invitation).where(*theirs, Invitation.state == InvitationState.USED).values(state=InvitationState.UNUSED)
    )
    return session.scalar(select(Invitation.id).where(*theirs)) is not None


def tell(session: Session, invited: Invited, *, answered: bool) -> None:
    """Note that a reader says they have answered, or take that back. What we know ourselves stays as it is."""
    before, after = InvitationState.UNUSED, InvitationState.TOLD
    session.execute(
        update(Invitation)
        .where(Invitation.id == invited.invitation.id, Invitation.state == (before if answered else after))
        .values(state=after if answered else before)
    )


def opt_out(session: Session, invited: Invited, today: date) -> None:
    """Write no more to this address about this consultation, even if it is imported again.

    The link keeps working: not wanting letters is not refusing to take part.
    """
    session.execute(
        update(Invitation)
        .where(Invitation.id == invited.invitation.id, Invitation.state == InvitationState.UNUSED)
        .values(state=InvitationState.OPTED_OUT)
    )
    suppression.add(
        session,
        email_index=invited.contact.email_index,
        consultation_id=invited.contact.consultation_id,
        reason=SuppressionReason.ASKED,
        today=today,
    )


def asked_to_stop(session: Session, contact: Contact) -> bool:
    """Whether this address gets no more letters about this consultation."""
    return session.scalars(select(suppression.suppressed()).where(Contact.id == contact.id)).one()


def _place(invitation_id: uuid.UUID) -> str:
    return f"invitations.token:{invitation_id}"
