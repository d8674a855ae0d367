"""Waves of letters: proposed, planned, previewed, launched once, cancelled, and accounted for."""

import uuid
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.correspondence import edited, eligibility, limits, schedule
from engagement.correspondence.certificates import certificate, preview, previewed
from engagement.correspondence.launching import launch_due, wanted
from engagement.correspondence.models import Wave, WaveState
from engagement.correspondence.proposals import propose
from engagement.correspondence.replanning import Move, apply, replan, reschedule
from engagement.errors import Refused
from engagement.outbox import holds, hours
from engagement.outbox.claims import moments
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.persistence import rows_changed
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
    "previewed",
    "propose",
    "replan",
    "reschedule",
]

WAVE_CANCELLED = "The wave was cancelled"


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
    wave.announced_size = session.scalar(wanted(found), moments(now)) or 0
    wave.state = WaveState.PLANNED
    session.flush()
    return wave


def cancel(session: Session, wave: Wave, now: datetime, because: str | None = None) -> int:
    """Let a wave not go, or as little of it as has not gone yet; gives how many letters were stopped."""
    wave.state = WaveState.CANCELLED
    wave.cancelled_because = because
    session.flush()
    holds.let_go(session, wave.id)
    return rows_changed(
        session,
        update(Message)
        .where(Message.wave_id == wave.id, Message.state.in_((MessageState.PENDING, MessageState.CLAIMED)))
        .values(state=MessageState.CANCELLED, reason=because or WAVE_CANCELLED, settled_at=now),
    )
