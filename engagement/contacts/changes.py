"""What officers change about one contact: added, corrected, marked so that nobody writes to it."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts import groups as grouping
from engagement.contacts.addresses import index_of, normalise
from engagement.contacts.invitations import new_invitation
from engagement.contacts.models import Contact
from engagement.contacts.names import tidy
from engagement.contacts.sealing import address_columns, detail_columns, seal_because
from engagement.errors import NotFound, Refused
from engagement.questionnaires.definition import AudienceName


def find(session: Session, consultation: Consultation, contact_id: uuid.UUID) -> Contact:
    """A contact of this consultation. Raises NotFound for any other."""
    found = session.scalar(select(Contact).where(Contact.id == contact_id, Contact.consultation_id == consultation.id))
    if found is None:
        raise NotFound("There is no such contact in this consultation.")
    return found


def add(
    session: Session,
    consultation: Consultation,
    *,
    audience: AudienceName,
    email: str,
    name: str,
    now: datetime,
    organisation: str = "",
    groups: Mapping[str, str] = MappingProxyType({}),
) -> Contact:
    """Add one contact with an invitation. Raises Refused where the address will not do or is there already."""
    if audience == "young_people":
        raise Refused("We never write to children. Add the school or the family that can pass the link on.")
    address, contact_id = normalise(email), uuid.uuid4()
    details = detail_columns(
        contact_id,
        tidy(name),
        tidy(organisation, "name of the organisation"),
        _known(session, consultation.id, audience, groups),
    )
    _refuse_taken(session, consultation.id, audience, address)
    contact = Contact(
        id=contact_id,
        consultation_id=consultation.id,
        audience=audience,
        do_not_contact=False,
        added_at=now,
        **address_columns(contact_id, address),
        **details,
    )
    session.add(contact)
    session.flush()
    session.add(new_invitation(contact_id))
    session.flush()
    return contact


def correct_details(
    session: Session, contact: Contact, *, name: str, organisation: str, groups: Mapping[str, str]
) -> None:
    """Replace the names and groups of a contact. Raises Refused."""
    audience = cast(AudienceName, contact.audience)
    details = detail_columns(
        contact.id,
        tidy(name),
        tidy(organisation, "name of the organisation"),
        _known(session, contact.consultation_id, audience, groups),
    )
    for column, value in details.items():
        setattr(contact, column, value)
    session.flush()


def new_address(session: Session, contact: Contact, email: str) -> str:
    """The spelling of an address that a contact could get instead of its own. Raises Refused as `add` does."""
    address = normalise(email)
    if index_of(address) == contact.email_index:
        raise Refused("This is the address it has already.")
    _refuse_taken(session, contact.consultation_id, contact.audience, address)
    return address


def correct_address(session: Session, contact: Contact, email: str) -> None:
    """Give a contact another address, which has not bounced yet. Raises Refused as `add` does."""
    address = new_address(session, contact, email)
    for column, value in address_columns(contact.id, address).items():
        setattr(contact, column, value)
    contact.bounced_on = contact.soft_bounces_since = None
    contact.soft_bounces = 0
    session.flush()


def mark_do_not_contact(session: Session, contact: Contact, reason: str) -> None:
    """Write no more to a contact, and keep why, sealed: it may tell as much of somebody as an address."""
    contact.do_not_contact = True
    contact.do_not_contact_because = seal_because(contact, reason)
    session.flush()


def unmark_do_not_contact(session: Session, contact: Contact) -> None:
    """Take the mark away, and the reason with it."""
    contact.do_not_contact = False
    contact.do_not_contact_because = None
    session.flush()


def _known(
    session: Session, consultation_id: uuid.UUID, audience: AudienceName, groups: Mapping[str, str]
) -> dict[str, str]:
    """The groups that are choices of our fields; an empty one is none. Raises Refused for anything else."""
    kept: dict[str, str] = {}
    for field in grouping.fields_of(session, consultation_id, audience):
        value = groups.get(field.key, "")
        if value and value not in field.choices:
            raise Refused(f"Choose one of the choices of {field.name.lower()}.")
        if value:
            kept[field.key] = value
    return kept


def _refuse_taken(session: Session, consultation_id: uuid.UUID, audience: str, address: str) -> None:
    taken = select(Contact.id).where(
        Contact.consultation_id == consultation_id,
        Contact.audience == audience,
        Contact.email_index == index_of(address),
    )
    if session.scalar(taken) is not None:
        raise Refused("There is already a contact with this address in this audience.")
