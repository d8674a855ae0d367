"""What officers change about one contact: added, its address corrected, marked so that nobody writes to it."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts.addresses import index_of, normalise
from engagement.contacts.importing import LONGEST_NAME
from engagement.contacts.invitations import new_invitation
from engagement.contacts.models import Contact
from engagement.errors import NotFound, Refused
from engagement.extensions import vault
from engagement.questionnaires.definition import AudienceName


def find(session: Session, consultation: Consultation, contact_id: uuid.UUID) -> Contact:
    """A contact of this consultation. Raises NotFound for any other."""
    found = session.scalar(select(Contact).where(Contact.id == contact_id, Contact.consultation_id == consultation.id))
    if found is None:
        raise NotFound("There is no such contact in this consultation.")
    return found


def add(
    session: Session, consultation: Consultation, *, audience: AudienceName, email: str, name: str, now: datetime
) -> Contact:
    """Add one contact with an invitation. Raises Refused where the address will not do or is there already."""
    if audience == "young_people":
        raise Refused("We never write to children. Add the school or the family that can pass the link on.")
    shown = " ".join(name.split())
    if len(shown) > LONGEST_NAME or not shown.isprintable():
        raise Refused(f"The name must be at most {LONGEST_NAME} characters that can be shown.")
    address = normalise(email)
    contact_id = uuid.uuid4()
    contact = Contact(
        id=contact_id,
        consultation_id=consultation.id,
        audience=audience,
        email_sealed=vault.seal(address, f"contacts.email:{contact_id}"),
        email_index=_free_index(session, consultation.id, audience, address),
        name_sealed=vault.seal(shown, f"contacts.name:{contact_id}") if shown else None,
        do_not_contact=False,
        added_at=now,
    )
    session.add(contact)
    session.flush()
    session.add(new_invitation(contact_id))
    session.flush()
    return contact


def correct_address(session: Session, contact: Contact, email: str) -> None:
    """Give a contact another address, which has not bounced yet. Raises Refused as `add` does."""
    address = normalise(email)
    if index_of(address) == contact.email_index:
        raise Refused("This is the address it has already.")
    contact.email_index = _free_index(session, contact.consultation_id, contact.audience, address)
    contact.email_sealed = vault.seal(address, f"contacts.email:{contact.id}")
    contact.bounced_on = None
    session.flush()


def _free_index(session: Session, consultation_id: uuid.UUID, audience: str, address: str) -> str:
    index = index_of(address)
    taken = select(Contact.id).where(
        Contact.consultation_id == consultation_id, Contact.audience == audience, Contact.email_index == index
    )
    if session.scalar(taken) is not None:
        raise Refused("There is already a contact with this address in this audience.")
    return index
