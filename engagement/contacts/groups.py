"""The fields by which contacts are grouped: the standard ones, and those officers add to a consultation.

What is no choice of a field is never kept in it, so that coverage can be counted.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts.models import Contact, ContactField
from engagement.contacts.names import folded
from engagement.contacts.standard_fields import STANDARD, GroupField
from engagement.errors import NotFound, Refused
from engagement.questionnaires.definition import AudienceName

MOST_FIELDS = 6
MOST_CHOICES = 40
LONGEST_FIELD = 60


def fields_of(session: Session, consultation_id: uuid.UUID, audience: AudienceName) -> list[GroupField]:
    """Every field that contacts of an audience have in a consultation, in the order in which they are shown."""
    return [*STANDARD[audience], *(as_field(row) for row in own_fields(session, consultation_id, audience))]


def own_fields(session: Session, consultation_id: uuid.UUID, audience: AudienceName) -> Sequence[ContactField]:
    """The fields that officers added, the oldest first."""
    return session.scalars(
        select(ContactField)
        .where(ContactField.consultation_id == consultation_id, ContactField.audience == audience)
        .order_by(ContactField.added_at, ContactField.name)
    ).all()


def as_field(row: ContactField) -> GroupField:
    """An added field; its choices are their own keys."""
    return GroupField(row.id.hex, row.name, {label: label for label in row.choices}, headings=(folded(row.name),))


def add_field(
    session: Session,
    consultation: Consultation,
    *,
    audience: AudienceName,
    name: str,
    choices: Iterable[str],
    now: datetime,
) -> ContactField:
    """Add a field with all its choices, which do not change afterwards. Raises Refused."""
    name = " ".join(name.split())
    labels = [label for label in (" ".join(choice.split()) for choice in choices) if label]
    there = fields_of(session, consultation.id, audience)
    if not name or len(name) > LONGEST_FIELD or not name.isprintable():
        raise Refused(f"Give the field a name of at most {LONGEST_FIELD} characters.")
    if folded(name) in {folded(known.name) for known in there} | {"email", "name", "organisation"}:
        raise Refused("There is a field with this name already. Choose another name.")
    if len(there) - len(STANDARD[audience]) >= MOST_FIELDS:
        raise Refused(f"A consultation can have {MOST_FIELDS} fields of its own for each audience, and has them.")
    if not 2 <= len(labels) <= MOST_CHOICES:
        raise Refused(f"Give from 2 to {MOST_CHOICES} choices, each on a line of its own.")
    if any(len(label) > LONGEST_FIELD or not label.isprintable() or not folded(label) for label in labels):
        raise Refused(f"Each choice needs letters or numbers, at most {LONGEST_FIELD} of them, all of them visible.")
    if len({folded(label) for label in labels}) < len(labels):
        raise Refused("Two of the choices are the same. Keep one of them.")
    row = ContactField(consultation_id=consultation.id, audience=audience, name=name, choices=labels, added_at=now)
    session.add(row)
    session.flush()
    return row


def remove_field(session: Session, consultation: Consultation, field_id: uuid.UUID) -> ContactField:
    """Remove an added field that no contact has a value in. Raises Refused or NotFound."""
    row = session.get(ContactField, field_id)
    if row is None or row.consultation_id != consultation.id:
        raise NotFound("There is no such field in this consultation.")
    used = exists().where(
        Contact.consultation_id == consultation.id, Contact.groups[field_id.hex].as_string().is_not(None)
    )
    if session.scalar(select(used)):
        raise Refused("Contacts have a value in this field, so it stays.")
    session.delete(row)
    session.flush()
    return row
