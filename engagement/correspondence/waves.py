"""Waves of letters: proposed, planned, previewed, launched once, cancelled, and accounted for."""

import uuid
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, Uuid, case, func, literal, null, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from engagement.consultations.deadlines import london_day
from engagement.consultations.models import Consultation, State
from engagement.contacts.models import Contact
from engagement.correspondence import edited, eligibility, limits, schedule
from engagement.correspondence.models import Wave, WaveState
from engagement.correspondence.proposals import propose
from engagement.correspondence.replanning import Move, apply, replan, reschedule
from engagement.errors import Refused
from engagement.outbox import hours
from engagement.outbox.claims import moments
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.persistence import UTCDateTime, insert_unless_there, rows_changed
from engagement.questionnaires.definition import AudienceName

__all__ = [
    "Move",
    "announce",
    "apply",
    "cancel",
    "certificate",
    "launch_due",
    "plan",
    "preview",
    "propose",
    "replan",
    "reschedule",
]

WAVE_CANCELLED = "The wave was cancelled"
IN_WORDS = {
    MessageState.PENDING: "Waiting to be sent",
    MessageState.CLAIMED: "Being sent now",
    MessageState.DOTTING: "Being handed to the mail server now",
    MessageState.SENT: "Sent",
}


class WavePreview(NamedTuple):
    """Who would get a wave's letter now, and who would not and why."""

    will: list[Contact]
    will_not: list[tuple[Contact, str]]


class CertificateRow(NamedTuple):
    """What became of one contact's letter, always with a reason in words."""

    contact: Contact
    state: MessageState
    reason: str
    settled_at: datetime | None


def plan(
    session: Session,
    *,
    consultation: Consultation,
    audience: AudienceName,
    kind: MessageKind,
    due_at: datetime,
    now: datetime,
) -> Wave:
    """Plan one letter to everybody in an audience, moved to the next time at which letters may leave.

    Raises Refused, saying which limit stands against it.
    """
    due_at = hours.next_permitted(max(due_at, now))
    earlier = session.scalars(
        select(Wave).where(Wave.consultation_id == consultation.id, Wave.audience == audience, Wave.kind == kind)
    ).all()
    limits.refuse_past_limits(
        audience,
        kind,
        due_at,
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
        standing=[wave.due_at for wave in earlier if wave.state != WaveState.CANCELLED],
    )
    wave = Wave(
        id=uuid.uuid4(),
        consultation_id=consultation.id,
        audience=audience,
        kind=kind,
        occurrence=max((wave.occurrence for wave in earlier), default=0) + 1,
        template=edited.pinned(
            session, consultation.id, schedule.template_for(audience, kind, due_at, consultation.closes_at)
        ),
        due_at=due_at,
        announced_size=0,
    )
    try:
        session.add(wave)
        session.flush()
    except IntegrityError:
        raise Refused("Somebody else has just planned this letter. Look at the list before you plan another.") from None
    return announce(session, wave, now)


def announce(session: Session, wave: Wave, now: datetime) -> Wave:
    """Count who would get a planned or stopped wave now, and let it go when it is due if they are no more then."""
    found = eligibility.readers(wave, now).subquery()
    wave.announced_size = session.scalar(_wanted(found), moments(now)) or 0
    wave.state = WaveState.PLANNED
    session.flush()
    return wave


def preview(session: Session, wave: Wave, now: datetime) -> WavePreview:
    """Who would get the letter if it went now. The wave need not be stored."""
    will: list[Contact] = []
    will_not: list[tuple[Contact, str]] = []
    for contact, obstacle, _ in session.execute(eligibility.readers(wave, now), moments(now)):
        if obstacle is None:
            will.append(contact)
        else:
            will_not.append((contact, obstacle))
    return WavePreview(will, will_not)


def cancel(session: Session, wave: Wave, now: datetime, because: str | None = None) -> int:
    """Let a wave not go, or as little of it as has not gone yet; gives how many letters were stopped."""
    wave.state = WaveState.CANCELLED
    wave.cancelled_because = because
    session.flush()
    return rows_changed(
        session,
        update(Message)
        .where(Message.wave_id == wave.id, Message.state.in_((MessageState.PENDING, MessageState.CLAIMED)))
        .values(state=MessageState.CANCELLED, reason=because or WAVE_CANCELLED, settled_at=now),
    )


def launch_due(session: Session, now: datetime) -> int:
    """Turn every wave that is due into messages; gives how many waves. Running it twice changes nothing more."""
    due = session.execute(
        select(Wave, Consultation)
        .join(Consultation, Consultation.id == Wave.consultation_id)
        .where(Wave.state == WaveState.PLANNED, Wave.due_at <= now)
        .order_by(Wave.due_at, Wave.kind.desc())
        .with_for_update(skip_locked=True, of=Wave)
    ).all()
    launched = 0
    for wave, consultation in due:
        state = consultation.state_at(now)
        if state is State.CLOSED:
            wave.state = WaveState.CANCELLED
        elif state is State.OPEN:
            launched += _launch(session, wave, now)
    session.flush()
    return launched


def certificate(session: Session, wave: Wave) -> list[CertificateRow]:
    """What became of every contact of a launched wave."""
    rows = session.execute(
        select(Contact, Message.state, Message.reason, Message.settled_at)
        .join(Message, Message.contact_id == Contact.id)
        .where(Message.wave_id == wave.id)
        .order_by(Message.state, Contact.added_at, Contact.id)
    )
    return [
        CertificateRow(contact, MessageState(state), reason or IN_WORDS[MessageState(state)], settled_at)
        for contact, state, reason, settled_at in rows
    ]


def _launch(session: Session, wave: Wave, now: datetime) -> bool:
    """Write a row for every contact of the audience, unless more would get it than was announced."""
    found = eligibility.readers(wave, now).subquery()
    if (session.scalar(_wanted(found), moments(now)) or 0) > wave.announced_size:
        wave.state = WaveState.STOPPED
        return False
    goes = found.c.obstacle.is_(None)
    day_after = schedule.on_working_day(london_day(now) + schedule.ONE_DAY)
    row: dict[InstrumentedAttribute[Any], ColumnElement[Any]] = {
        Message.id: _new_id(session),
        Message.consultation_id: literal(wave.consultation_id, Uuid),
        Message.contact_id: found.c.id,
        Message.wave_id: literal(wave.id, Uuid),
        Message.kind: literal(wave.kind),
        Message.occurrence: literal(wave.occurrence),
        Message.template: literal(wave.template),
        Message.state: case((goes, MessageState.PENDING), else_=MessageState.SKIPPED),
        Message.reason: found.c.obstacle,
        # A note or a notice may meet somebody who gets another letter that day, and then waits for the next.
        Message.due_at: case((found.c.that_day, literal(day_after, UTCDateTime)), else_=literal(now, UTCDateTime)),
        Message.tries: literal(0),
        Message.settled_at: case((goes, null()), else_=literal(now, UTCDateTime)),
    }
    rows = select(*row.values()).where(found.c.id.is_not(None)).params(moments(now))
    session.execute(insert_unless_there(session, Message).from_select(list(row), rows))
    wave.state = WaveState.LAUNCHED
    wave.launched_at = now
    return True


def _wanted(found: Subquery) -> Select[int]:
    return select(func.count()).select_from(found).where(found.c.obstacle.is_(None))


def _new_id(session: Session) -> ColumnElement[uuid.UUID]:
    """A random id made by the database, a new one for every row."""
    if session.get_bind().dialect.name == "postgresql":
        return func.gen_random_uuid(type_=Uuid)
    return func.lower(func.hex(func.randomblob(16)), type_=Uuid)
