"""Contacts from a CSV file: good rows kept, bad ones named by line and reason, the same file again changes nothing."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts import csv_file, invitations, suppression
from engagement.contacts.addresses import index_of, normalise
from engagement.contacts.models import Contact, Invitation, InvitationState
from engagement.errors import Refused
from engagement.extensions import vault
from engagement.persistence import insert_unless_there
from engagement.questionnaires.definition import AudienceName

COLUMNS = ("email", "name")
LONGEST_NAME = 200
BATCH = 1000


@dataclass(frozen=True)
class ImportReport:
    """What became of each row. `opted_out` counts those of `added` that asked for no mail and get none."""

    added: int
    opted_out: int
    unchanged: int
    refused: list[tuple[int, str]]
    ignored_columns: list[str]


@dataclass(frozen=True)
class _Person:
    email: str
    email_index: str
    name: str


def import_csv(
    session: Session, consultation: Consultation, *, audience: AudienceName, stream: BinaryIO, now: datetime
) -> ImportReport:
    """Add the contacts of a file with the columns `email` and, if there is one, `name`, each with an invitation.

    Raises Refused where the file cannot be read at all.
    """
    if audience == "young_people":
        raise Refused("We never write to children. Import the school or the family that can pass the link on.")
    file = csv_file.read(stream)
    if "email" not in file.columns:
        raise Refused('The first line must name the columns. Begin the file with "email,name".')
    refused = list(file.refused)
    people = list(_people(file.rows, refused))
    there = _indexes(session, consultation.id, audience=audience)
    opted_out = suppression.indexes(session, consultation.id)
    new = [person for person in people if person.email_index not in there]
    added: list[_Person] = []
    for start in range(0, len(new), BATCH):
        added += _add(session, consultation.id, audience, new[start : start + BATCH], opted_out, now)
    return ImportReport(
        added=len(added),
        opted_out=sum(person.email_index in opted_out for person in added),
        unchanged=len(people) - len(added),
        refused=sorted(refused),
        ignored_columns=[name for name in file.columns if name not in COLUMNS],
    )


def _people(rows: list[csv_file.Row], refused: list[tuple[int, str]]) -> Iterator[_Person]:
    """The people of the rows that can be used; `refused` takes the others."""
    line_of: dict[str, int] = {}
    for row in rows:
        try:
            person = _person(row.values)
        except Refused as error:
            refused.append((row.line, str(error)))
            continue
        first = line_of.setdefault(person.email_index, row.line)
        if first != row.line:
            refused.append((row.line, f"The same address is on line {first}, which was used."))
        else:
            yield person


def _person(values: Mapping[str, str]) -> _Person:
    if not values["email"].strip():
        raise Refused("There is no email address here.")
    name = " ".join(values.get("name", "").split())
    if not name.isprintable():
        raise Refused("The name has characters that cannot be shown.")
    if len(name) > LONGEST_NAME:
        raise Refused(f"The name is longer than {LONGEST_NAME} characters.")
    email = normalise(values["email"])
    return _Person(email, index_of(email), name)


def _indexes(session: Session, consultation_id: uuid.UUID, **only: str) -> set[str]:
    """The addresses of the contacts of a consultation, as blind indexes: one query for however large a file."""
    return set(session.scalars(select(Contact.email_index).filter_by(consultation_id=consultation_id, **only)))


def _add(
    session: Session,
    consultation_id: uuid.UUID,
    audience: AudienceName,
    people: list[_Person],
    opted_out: set[str],
    now: datetime,
) -> list[_Person]:
    """Insert a batch; gives those that nobody else inserted meanwhile."""
    by_id = {uuid.uuid4(): person for person in people}
    rows = [_contact(contact_id, consultation_id, audience, person, now) for contact_id, person in by_id.items()]
    inserted = session.scalars(insert_unless_there(session, Contact).returning(Contact.id), rows).all()
    session.execute(
        insert(Invitation),
        [_invitation(contact_id, by_id[contact_id].email_index in opted_out) for contact_id in inserted],
    )
    return [by_id[contact_id] for contact_id in inserted]


def _contact(
    contact_id: uuid.UUID, consultation_id: uuid.UUID, audience: AudienceName, person: _Person, now: datetime
) -> dict[str, Any]:
    return {
        "id": contact_id,
        "consultation_id": consultation_id,
        "audience": audience,
        "email_sealed": vault.seal(person.email, f"contacts.email:{contact_id}"),
        "email_index": person.email_index,
        "name_sealed": vault.seal(person.name, f"contacts.name:{contact_id}") if person.name else None,
        "added_at": now,
    }


def _invitation(contact_id: uuid.UUID, opted_out: bool) -> dict[str, Any]:
    made = invitations.new_invitation(contact_id)
    return {
        "id": made.id,
        "contact_id": contact_id,
        "token_sealed": made.token_sealed,
        "token_hash": made.token_hash,
        "state": InvitationState.OPTED_OUT if opted_out else InvitationState.UNUSED,
    }
