"""Contacts as officers see them, and what people leave to be reached by later."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from engagement.contacts.addresses import index_of, normalise
from engagement.contacts.models import Contact, FollowUp, Invitation, InvitationState
from engagement.extensions import vault
from engagement.questionnaires.definition import AudienceName

PAGE_SIZE = 50

# How officers may narrow the listing: the name of each state, and what it means for a contact.
STATES: Mapping[str, ColumnElement[bool]] = MappingProxyType(
    {
        "unused": Invitation.state == InvitationState.UNUSED,
        "used": Invitation.state == InvitationState.USED,
        "opted_out": Invitation.state == InvitationState.OPTED_OUT,
        "bounced": Contact.bounced_on.is_not(None),
        "do_not_contact": Contact.do_not_contact.is_(True),
    }
)


@dataclass(frozen=True)
class ListedContact:
    """A contact with its address and name opened, and the state of its invitation."""

    contact: Contact
    email: str
    name: str
    invitation: str


@dataclass(frozen=True)
class ContactPage:
    """One page of contacts; pages count from 1, and there is always at least one."""

    contacts: Sequence[ListedContact]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE_SIZE))


def listing(
    session: Session,
    consultation_id: uuid.UUID,
    *,
    audience: AudienceName | None = None,
    state: str | None = None,
    email: str = "",
    number: int = 1,
) -> ContactPage:
    """One page of a consultation's contacts: those of an audience, in one of `STATES`, with one exact address.

    A page past the end gives the last one. Raises Refused where `email` is not an address.
    """
    wanted = (
        select(Contact)
        .join(Invitation, Invitation.contact_id == Contact.id)
        .where(Contact.consultation_id == consultation_id)
    )
    if audience is not None:
        wanted = wanted.where(Contact.audience == audience)
    if state is not None:
        wanted = wanted.where(STATES[state])
    if email:
        wanted = wanted.where(Contact.email_index == index_of(normalise(email)))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    page = ContactPage((), total, number)
    number = min(max(number, 1), page.pages)
    return ContactPage(_opened(session, wanted, number), total, number)


def email_of(contact: Contact) -> str:
    """The address of a contact."""
    return vault.open(contact.email_sealed, f"contacts.email:{contact.id}")


def name_of(contact: Contact) -> str:
    """The name of a contact, empty where none was given."""
    return vault.open(contact.name_sealed, f"contacts.name:{contact.id}") if contact.name_sealed else ""


def record_follow_up(
    session: Session, *, consultation_id: uuid.UUID, audience: AudienceName, organisation: str, email: str
) -> None:
    """Keep who asked to hear back, sealed and apart from what they answered; nothing given keeps nothing."""
    if not (organisation or email):
        return
    follow_up = FollowUp(id=uuid.uuid4(), consultation_id=consultation_id, audience=audience)
    if organisation:
        follow_up.organisation_sealed = vault.seal(organisation, f"follow_ups.organisation:{follow_up.id}")
    if email:
        follow_up.email_sealed = vault.seal(email, f"follow_ups.email:{follow_up.id}")
    session.add(follow_up)
    session.flush()


def _opened(session: Session, wanted: Select[Contact], number: int) -> list[ListedContact]:
    rows = session.execute(
        wanted.add_columns(Invitation.state)
        .order_by(Contact.added_at, Contact.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return [ListedContact(contact, email_of(contact), name_of(contact), state) for contact, state in rows]
