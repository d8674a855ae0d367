"""What becomes of some rows of a file: decided against what is kept now, and, once confirmed, done."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from engagement.contacts import invitations, suppression
from engagement.contacts.imports import outcomes
from engagement.contacts.imports.matching import Match
from engagement.contacts.imports.models import ContactImport, ImportAddress
from engagement.contacts.imports.outcomes import Outcome
from engagement.contacts.imports.people import Person, person_of
from engagement.contacts.imports.rows import Row
from engagement.contacts.models import Contact, Invitation, InvitationState
from engagement.contacts.role_mailboxes import is_role_mailbox
from engagement.contacts.sealing import address_columns, detail_columns
from engagement.contacts.service import name_of, organisation_of
from engagement.contacts.standard_fields import GroupField
from engagement.errors import Refused
from engagement.persistence import insert_unless_there


@dataclass
class Decision:
    """What becomes of one line; `sentence` is empty where the outcome says it all.

    `contact` is the one there already, `changes` the columns that would change of it.
    """

    line: int
    outcome: Outcome
    sentence: str = ""
    person: Person | None = None
    contact: Contact | None = None
    changes: dict[str, Any] | None = None


def decide(
    session: Session, job: ContactImport, rows: Iterable[Row], match: Match, groups: Sequence[GroupField]
) -> list[Decision]:
    """One decision a row, in order. Only the first line of an address in the whole file is used."""
    decisions = [_read(row, match, groups) for row in rows]
    people = [(decision, decision.person) for decision in decisions if decision.person]
    first_lines = _first_lines(session, job.id, people)
    indexes = {person.email_index for _, person in people}
    there = {
        contact.email_index: contact
        for contact in session.scalars(
            select(Contact)
            .where(
                Contact.consultation_id == job.consultation_id,
                Contact.audience == job.audience,
                Contact.email_index.in_(indexes),
            )
            .execution_options(populate_existing=True)
        )
    }
    suppressed = suppression.among(session, job.consultation_id, indexes)
    for decision, person in people:
        first = first_lines[person.email_index]
        if first != decision.line:
            decision.outcome, decision.sentence = Outcome.REFUSED, outcomes.same_address(first)
            continue
        decision.contact = there.get(person.email_index)
        if decision.contact:
            decision.changes = _changes(decision.contact, person)
            decision.outcome = Outcome.CHANGED if decision.changes else Outcome.UNCHANGED
        if person.email_index in suppressed:
            decision.outcome, decision.sentence = (
                Outcome.SUPPRESSED,
                outcomes.NO_LETTERS[suppressed[person.email_index]],
            )
        elif decision.contact and decision.contact.do_not_contact:
            decision.outcome, decision.sentence = Outcome.SUPPRESSED, outcomes.DO_NOT_CONTACT
        elif is_role_mailbox(person.email) and decision.outcome is Outcome.ADDED:
            decision.sentence = outcomes.ROLE_MAILBOX
    return decisions


def carry_out(session: Session, job: ContactImport, decisions: Iterable[Decision], now: datetime) -> None:
    """Add and change what was decided. What somebody else added meanwhile is left alone and says so."""
    usable = [decision for decision in decisions if decision.outcome is not Outcome.REFUSED]
    _add(session, job, {uuid.uuid4(): decision for decision in usable if decision.contact is None}, now)
    changed = [
        {"id": decision.contact.id, **decision.changes}
        for decision in usable
        if decision.contact is not None and decision.changes
    ]
    if changed:
        session.execute(update(Contact), changed)


def _read(row: Row, match: Match, groups: Sequence[GroupField]) -> Decision:
    try:
        return Decision(row.line, Outcome.ADDED, person=person_of(row, match, groups))
    except Refused as error:
        return Decision(row.line, Outcome.REFUSED, str(error))


def _first_lines(session: Session, import_id: uuid.UUID, people: list[tuple[Decision, Person]]) -> dict[str, int]:
    """The line on which each of these addresses stands first in the file."""
    if not people:
        return {}
    session.execute(
        insert_unless_there(session, ImportAddress),
        [
            {"import_id": import_id, "email_index": person.email_index, "line": decision.line}
            for decision, person in people
        ],
    )
    found = session.execute(
        select(ImportAddress.email_index, ImportAddress.line).where(
            ImportAddress.import_id == import_id,
            ImportAddress.email_index.in_({person.email_index for _, person in people}),
        )
    )
    return dict(found.all())


def _changes(contact: Contact, person: Person) -> dict[str, Any]:
    """The columns that differ. What the file leaves empty stays as it is kept."""
    name, organisation = name_of(contact), organisation_of(contact)
    before = (name, organisation, contact.groups)
    after = (person.name or name, person.organisation or organisation, {**contact.groups, **person.groups})
    return detail_columns(contact.id, *after) if after != before else {}


def _add(session: Session, job: ContactImport, new: dict[uuid.UUID, Decision], now: datetime) -> None:
    if not new:
        return
    rows = [_contact(contact_id, job, decision.person, now) for contact_id, decision in new.items() if decision.person]
    inserted = set(session.scalars(insert_unless_there(session, Contact).returning(Contact.id), rows))
    if inserted:
        session.execute(
            insert(Invitation),
            [_invitation(contact_id, new[contact_id].outcome is Outcome.SUPPRESSED) for contact_id in inserted],
        )
    for contact_id in new.keys() - inserted:
        new[contact_id].outcome, new[contact_id].sentence = Outcome.UNCHANGED, ""


def _contact(contact_id: uuid.UUID, job: ContactImport, person: Person, now: datetime) -> dict[str, Any]:
    return {
        "id": contact_id,
        "consultation_id": job.consultation_id,
        "audience": job.audience,
        "added_at": now,
        **address_columns(contact_id, person.email),
        **detail_columns(contact_id, person.name, person.organisation, person.groups),
    }


def _invitation(contact_id: uuid.UUID, asked_to_stop: bool) -> dict[str, Any]:
    made = invitations.new_invitation(contact_id)
    return {
        "id": made.id,
        "contact_id": contact_id,
        "token_sealed": made.token_sealed,
        "token_hash": made.token_hash,
        "reference": made.reference,
        "state": InvitationState.OPTED_OUT if asked_to_stop else InvitationState.UNUSED,
    }
