"""Launching: a wave that is due becomes one message for every contact of its audience, once."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Uuid, case, exists, func, literal, null, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from engagement.consultations.deadlines import london_day
from engagement.consultations.models import Consultation, State
from engagement.contacts.models import Contact
from engagement.correspondence import eligibility, schedule
from engagement.correspondence.models import Wave, WaveState
from engagement.outbox.claims import moments
from engagement.outbox.models import Hold, Message, MessageState
from engagement.persistence import UTCDateTime, insert_unless_there


def launch_due(session: Session, now: datetime) -> int:
    """Turn every wave that is due and not paused into messages; gives how many. Again, it changes nothing more."""
    due = session.execute(
        select(Wave, Consultation)
        .join(Consultation, Consultation.id == Wave.consultation_id)
        .where(Wave.state == WaveState.PLANNED, Wave.due_at <= now, ~exists().where(Hold.wave_id == Wave.id))
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


def _launch(session: Session, wave: Wave, now: datetime) -> bool:
    """Write a row for every contact of the audience, unless more would get it than was announced."""
    everybody = eligibility.readers(wave, now)
    found = (
        everybody.with_only_columns(
            Contact.id, *(everybody.selected_columns[name] for name in ("obstacle", "that_day"))
        )
        .cte("readers")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    as_announced = wanted(found).scalar_subquery() <= wave.announced_size
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
    # In the order of an index that grows by it, which takes less time than here and there.
    rows = select(*row.values()).where(as_announced).order_by(found.c.id).params(moments(now))
    session.execute(insert_unless_there(session, Message).from_select(list(row), rows))
    written = session.scalar(select(exists().where(Message.wave_id == wave.id)))
    if not written and (session.scalar(wanted(found), moments(now)) or 0) > wave.announced_size:
        wave.state = WaveState.STOPPED
        return False
    wave.state = WaveState.LAUNCHED
    wave.launched_at = now
    return True


def wanted(found: FromClause) -> Select[int]:
    """How many of some readers would get their letter."""
    return select(func.count()).select_from(found).where(found.c.obstacle.is_(None))


def _new_id(session: Session) -> ColumnElement[uuid.UUID]:
    """A random id made by the database, a new one for every row."""
    if session.get_bind().dialect.name == "postgresql":
        return func.gen_random_uuid(type_=Uuid)
    return func.lower(func.hex(func.randomblob(16)), type_=Uuid)
