"""How a consultation comes along: answers day by day, where people stop, and which groups are thin so far."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from engagement.contacts.models import Contact, Invitation, InvitationState
from engagement.contacts.standard_fields import GroupField
from engagement.questionnaires.definition import AudienceName, Questionnaire
from engagement.reporting import disclosure
from engagement.reporting.disclosure import Distribution
from engagement.reporting.voices import in_time
from engagement.responses.models import Draft, DraftAnswer, Response

NOT_KNOWN = "Not known"
# A group of fewer contacts is not called thin: one answer more or less would change the word.
SMALLEST_GROUP = 5


def arrivals(
    session: Session, consultation_id: uuid.UUID, audience: AudienceName, until: date
) -> list[tuple[date, int]] | None:
    """How many had answered by the end of each day, from the first answer on; None where they are too few to show."""
    rows = session.execute(
        select(Response.received_on, func.count())
        .where(
            Response.consultation_id == consultation_id,
            Response.audience == audience,
            Response.blank.is_(False),
            in_time(),
        )
        .group_by(Response.received_on)
    )
    by_day = Counter(dict(rows.all()))
    if not disclosure.enough(audience, by_day.total()):
        return None
    found, total, day = [], 0, min(by_day)
    while day <= max(until, max(by_day)):
        total += by_day[day]
        found.append((day, total))
        day += timedelta(days=1)
    return found


def stopping_places(
    session: Session, consultation_id: uuid.UUID, audience: AudienceName, asked: Questionnaire
) -> Distribution:
    """Of those who began and have not sent, the section of their last answer, as counts by its key.

    An answer to a question that is no longer asked does not tell where its person stopped.
    """
    keys_of = {
        number: [field.key for question in section.questions for field in question.fields]
        for number, section in enumerate(asked.sections)
    }
    section = case(*((DraftAnswer.field_key.in_(keys), number) for number, keys in keys_of.items()))
    furthest = (
        select(func.max(section).label("section"))
        .select_from(DraftAnswer)
        .join(Draft, Draft.id == DraftAnswer.draft_id)
        .where(
            Draft.consultation_id == consultation_id,
            Draft.audience == audience,
            Draft.submitted.is_(False),
            Draft.reopened_from.is_(None),
        )
        .group_by(DraftAnswer.draft_id)
        .subquery()
    )
    found = select(furthest.c.section, func.count()).where(furthest.c.section.is_not(None))
    counts: Counter[int] = Counter(dict(session.execute(found.group_by(furthest.c.section)).all()))
    return disclosure.release(
        audience, counts.total(), {section.key: counts[number] for number, section in enumerate(asked.sections)}
    )


@dataclass(frozen=True, slots=True)
class Group:
    """The contacts with one value in a field, and how many of them have answered or say so."""

    label: str
    contacts: int
    answered: int
    thin: bool

    @property
    def share(self) -> int:
        """Those who answered, in whole percent."""
        return disclosure.percent(self.answered, self.contacts)


def coverage(
    session: Session, consultation_id: uuid.UUID, audience: AudienceName, field: GroupField
) -> Sequence[Group]:
    """The groups of a field that have contacts, as the field orders them, those not known last.

    Thin is a group of which less than half as large a share has answered as of all contacts together.
    """
    value = Contact.groups[field.key].as_string()
    has_answered = case((Invitation.state.in_((InvitationState.USED, InvitationState.TOLD)), 1), else_=0)
    rows = session.execute(
        select(value, func.count(), func.sum(has_answered))
        .join(Invitation, Invitation.contact_id == Contact.id)
        .where(Contact.consultation_id == consultation_id, Contact.audience == audience)
        .group_by(value)
    )
    found = {key: (contacts, answered) for key, contacts, answered in rows}
    contacts = sum(counted for counted, _ in found.values())
    answered = sum(counted for _, counted in found.values())
    return [
        Group(label, *found[key], thin=_is_thin(*found[key], contacts, answered))
        for key, label in [*field.choices.items(), (None, NOT_KNOWN)]
        if key in found
    ]


def _is_thin(of_group: int, answered: int, of_all: int, answered_of_all: int) -> bool:
    return of_group >= SMALLEST_GROUP and 2 * answered * of_all < answered_of_all * of_group
