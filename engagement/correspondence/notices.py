"""Notices: letters with news that ask nothing of their readers, one to each contact for each piece of news."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from engagement.consultations.deadlines import moment_in_words
from engagement.consultations.models import Consultation
from engagement.contacts.models import Contact
from engagement.correspondence import letters, waves
from engagement.correspondence.models import Wave
from engagement.outbox import hours
from engagement.outbox.envelopes import Letter
from engagement.outbox.models import MessageKind
from engagement.questionnaires.definition import AudienceName


class Notice(NamedTuple):
    """The one letter about some news to an audience: when it leaves, its words, and for whom it is not.

    `obstacle` is a sentence where it cannot leave at all.
    """

    audience: AudienceName
    due_at: datetime
    letter: Letter
    will: int
    why_not: Sequence[tuple[str, int]]
    obstacle: str = ""


def has_contacts(session: Session, consultation: Consultation, audience: AudienceName) -> bool:
    """Whether there is anybody of an audience to write to."""
    theirs = exists().where(Contact.consultation_id == consultation.id, Contact.audience == audience)
    return bool(session.scalar(select(theirs)))


def plan(
    session: Session,
    consultation: Consultation,
    audience: AudienceName,
    kind: MessageKind,
    *,
    number: int,
    now: datetime,
) -> Notice:
    """Plan the notice of news with this number as a letter like any other; where nobody would get it, plan none."""
    template, due_at = f"{audience}/{kind}", hours.next_permitted(now)
    letter = letters.preview_of(template, consultation)
    if due_at >= consultation.closes_at:
        obstacle = f"Letters may leave again at {moment_in_words(due_at)}, after the deadline."
        return Notice(audience, due_at, letter, 0, [], obstacle)
    wave = Wave(
        id=uuid.uuid4(),
        consultation_id=consultation.id,
        audience=audience,
        kind=kind,
        occurrence=number,
        template=template,
        due_at=due_at,
        announced_size=0,
    )
    session.add(wave)
    session.flush()
    waves.announce(session, wave, now)
    shown = waves.preview(session, wave, now)
    if not shown.will:
        session.delete(wave)
        session.flush()
    return Notice(audience, due_at, letter, shown.will, shown.reasons)
