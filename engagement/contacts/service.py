"""Contacts as officers see them, and what people leave to be reached by later."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from sqlalchemy import ColumnElement, Select, Uuid, and_, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import Tuple

from engagement.contacts.addresses import index_of, normalise
from engagement.contacts.models import Contact, FollowUp, Invitation, InvitationState
from engagement.contacts.names import index_of_name
from engagement.extensions import vault
from engagement.persistence import UTCDateTime
from engagement.questionnaires.definition import AudienceName

PAGE_SIZE = 50
# So many letters that came back for now within a month are shown to officers.
SOFT_BOUNCES_SHOWN = 3

# How officers may narrow the listing: the name of each state, and what it means for a contact.
STATES: Mapping[str, ColumnElement[bool]] = MappingProxyType(
    {
        "unused": Invitation.state == InvitationState.UNUSED,
        "used": Invitation.state == InvitationState.USED,
        "told": Invitation.state == InvitationState.TOLD,
        "opted_out": Invitation.state == InvitationState.OPTED_OUT,
        "bounced": Contact.bounced_on.is_not(None),
        "soft_bounced": and_(Contact.bounced_on.is_(None), Contact.soft_bounces >= SOFT_BOUNCES_SHOWN),
        "do_not_contact": Contact.do_not_contact.is_(True),
        "role_mailbox": Contact.role_mailbox.is_(True),
    }
)


@dataclass(frozen=True)
class ListedContact:
    """A contact with its address and names opened, and the state of its invitation."""

    contact: Contact
    email: str
    name: str
    organisation: str
    invitation: str


@dataclass(frozen=True)
class ContactPage:
    """Some contacts in order, how many there are in all, and the keys of the pages before and after, if any."""

    contacts: Sequence[ListedContact]
    total: int
    before: uuid.UUID | None = None
    after: uuid.UUID | None = None


@dataclass(frozen=True)
class Narrowing:
    """Which contacts are wanted: of an audience, in one of `STATES`, in groups, with an exact address or whole name."""

    audience: AudienceName | None = None
    state: str | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    find: str = ""

    def of(self, consultation_id: uuid.UUID) -> Select[Contact]:
        """The contacts of a consultation that are wanted. Raises Refused where an address to find is none."""
        wanted = (
            select(Contact)
            .join(Invitation, Invitation.contact_id == Contact.id)
            .where(Contact.consultation_id == consultation_id)
        )
        if self.audience is not None:
            wanted = wanted.where(Contact.audience == self.audience)
        if self.state is not None:
            wanted = wanted.where(STATES[self.state])
        for key, choice in self.groups.items():
            wanted = wanted.where(Contact.groups[key].as_string() == choice)
        if "@" in self.find:
            wanted = wanted.where(Contact.email_index == index_of(normalise(self.find)))
        elif self.find:
            index = index_of_name(self.find)
            wanted = wanted.where(or_(Contact.organisation_index == index, Contact.name_index == index))
        return wanted


EVERYBODY = Narrowing()


def listing(
    session: Session,
    consultation_id: uuid.UUID,
    narrowing: Narrowing = EVERYBODY,
    *,
    before: uuid.UUID | None = None,
    after: uuid.UUID | None = None,
) -> ContactPage:
    """The page of contacts before or after one of them, or the first.

    The order is that in which they were added; a page costs the same however far down it is.
    """
    wanted = narrowing.of(consultation_id)
    total = session.scalar(select(func.count()).select_from(wanted.with_only_columns(Contact.id).subquery())) or 0
    place = tuple_(Contact.added_at, Contact.id)
    order = (Contact.added_at, Contact.id)
    turned = None if before is None else _place_of(session, consultation_id, before)
    begun = None if after is None else _place_of(session, consultation_id, after)
    if turned is not None:
        wanted = wanted.where(place < turned).order_by(*(column.desc() for column in order))
    elif begun is not None:
        wanted = wanted.where(place > begun).order_by(*order)
    else:
        wanted = wanted.order_by(*order)
    rows = list(opened(session, wanted.limit(PAGE_SIZE + 1)))
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    if turned is not None:
        rows.reverse()
        earlier, later = more, bool(rows)
    else:
        earlier, later = begun is not None and bool(rows), more
    return ContactPage(
        rows,
        total,
        before=rows[0].contact.id if earlier else None,
        after=rows[-1].contact.id if later else None,
    )


def opened(session: Session, wanted: Select[Contact]) -> Iterator[ListedContact]:
    """Contacts with what is sealed of them opened, a few at a time."""
    rows = session.execute(wanted.add_columns(Invitation.state).execution_options(yield_per=200))
    for contact, state in rows:
        yield ListedContact(contact, email_of(contact), name_of(contact), organisation_of(contact), state)


def email_of(contact: Contact) -> str:
    """The address of a contact."""
    return vault.open(contact.email_sealed, f"contacts.email:{contact.id}")


def name_of(contact: Contact) -> str:
    """The name of a contact, empty where none was given."""
    return _name(contact.id, contact.name_sealed) if contact.name_sealed else ""


def names(session: Session, consultation_id: uuid.UUID) -> Iterator[str]:
    """The names of all contacts of a consultation, one after the other."""
    named = (Contact.consultation_id == consultation_id, Contact.name_sealed.is_not(None))
    query = select(Contact.id, Contact.name_sealed).where(*named).execution_options(yield_per=1000)
    with session.execute(query) as rows:
        for contact_id, sealed in rows:
            assert sealed is not None
            yield _name(contact_id, sealed)


def organisation_of(contact: Contact) -> str:
    """The organisation of a contact, empty where none was given."""
    sealed = contact.organisation_sealed
    return vault.open(sealed, f"contacts.organisation:{contact.id}") if sealed else ""


def because_of(contact: Contact) -> str:
    """Why a contact is marked so that nobody writes to it, empty where no reason was kept."""
    sealed = contact.do_not_contact_because
    return vault.open(sealed, f"contacts.because:{contact.id}") if sealed else ""


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


def _place_of(session: Session, consultation_id: uuid.UUID, contact_id: uuid.UUID) -> Tuple | None:
    """Where a contact stands in the order, or None where it is not there any more."""
    added_at = session.scalar(
        select(Contact.added_at).where(Contact.id == contact_id, Contact.consultation_id == consultation_id)
    )
    return None if added_at is None else tuple_(literal(added_at, UTCDateTime), literal(contact_id, Uuid))


def _name(contact_id: uuid.UUID, sealed: bytes) -> str:
    return vault.open(sealed, f"contacts.name:{contact_id}")
