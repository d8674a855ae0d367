"""What others may ask of the outbox: stop a contact's letters, pause everything, and say how things stand."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.outbox import alarms, hours
from engagement.outbox.alarms import SCHEDULER, Alarm
from engagement.outbox.holds import HELD
from engagement.outbox.models import ASKED_FOR, Brake, DeliveryReport, Heartbeat, Message, MessageKind, MessageState
from engagement.persistence import insert_unless_there, rows_changed

ADDRESSES_KEPT = timedelta(days=30)
REPORTS_KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Status:
    """How the outbox stands. `counts` gives each consultation's messages by state, every state named.

    `oldest_due_seconds` is how long the oldest message that could go now has been able to; `alarms` are
    sentences, empty when all is well. `last_beat` is when the scheduler was last heard.
    """

    counts: Mapping[str, Mapping[str, int]]
    planned: int
    oldest_due_seconds: int
    unknown: int
    paused: bool
    pause_reason: str
    alarms: tuple[Alarm, ...]
    last_beat: datetime | None

    @property
    def balances(self) -> bool:
        """Whether every message that was planned is in exactly one of the states there are."""
        return self.planned == sum(states.get(state, 0) for states in self.counts.values() for state in MessageState)

    def as_dict(self) -> dict[str, Any]:
        """The same for machines."""
        return asdict(self)


def cancel_waiting(session: Session, *, contact_id: uuid.UUID, reason: str, now: datetime) -> int:
    """Cancel the letters that still wait for a contact; gives how many. What is at the mail server stays."""
    return _cancel(session, Message.contact_id == contact_id, reason=reason, now=now)


def cancel_asking(session: Session, *, contact_id: uuid.UUID, reason: str, now: datetime) -> int:
    """The same for a contact who has answered: only news that everybody is told still goes."""
    asks = Message.kind != MessageKind.NEW_ANSWERS
    return _cancel(session, Message.contact_id == contact_id, asks, reason=reason, now=now)


def _cancel(session: Session, *which: ColumnElement[bool], reason: str, now: datetime) -> int:
    return rows_changed(
        session,
        update(Message)
        .where(*which, Message.state.in_((MessageState.PENDING, MessageState.CLAIMED)))
        .values(state=MessageState.CANCELLED, reason=reason, settled_at=now),
    )


def call_back(session: Session, consultation_id: uuid.UUID) -> int:
    """Take from workers what they have written and not handed over, so that it is written anew; gives how many.

    For a change of what letters say: a worker whose attempt was taken away cannot pass the point of no return.
    """
    return rows_changed(
        session,
        update(Message)
        .where(Message.consultation_id == consultation_id, Message.state == MessageState.CLAIMED)
        .values(state=MessageState.PENDING, attempt_id=None, lease_until=None),
    )


def status(session: Session, now: datetime) -> Status:
    """How the outbox stands at an instant."""
    counts: dict[str, dict[str, int]] = {}
    for slug, state, count in session.execute(
        select(Consultation.slug, Message.state, func.count())
        .join(Consultation, Consultation.id == Message.consultation_id)
        .group_by(Consultation.slug, Message.state)
        .order_by(Consultation.slug)
    ):
        counts.setdefault(slug, dict.fromkeys(map(str, MessageState), 0))[state] = count
    total = Counter[str]()
    for states in counts.values():
        total.update(states)
    brake = session.get(Brake, 1)
    paused = brake is not None and brake.paused
    oldest_due = _oldest_due(session, now)
    return Status(
        counts=counts,
        planned=total.total(),
        oldest_due_seconds=int(oldest_due.total_seconds()),
        unknown=total[MessageState.UNKNOWN],
        paused=paused,
        pause_reason=brake.reason if brake and paused else "",
        alarms=alarms.sounding(session, now, timedelta() if paused else oldest_due),
        last_beat=heartbeat(session, SCHEDULER),
    )


def pause(session: Session, reason: str, now: datetime) -> None:
    """Let nothing more leave until `resume`; the reason is shown to officers."""
    _set_brake(session, paused=True, reason=reason, now=now)


def resume(session: Session, now: datetime) -> None:
    """Let mail leave again."""
    _set_brake(session, paused=False, reason="", now=now)


def forget(session: Session, now: datetime) -> int:
    """Delete what somebody asked for, and with it the address, 30 days after it was settled; gives how many.

    Which reports were read is forgotten when none of them can be in the mailbox any more.
    """
    session.execute(delete(DeliveryReport).where(DeliveryReport.at <= now - REPORTS_KEPT))
    return rows_changed(
        session,
        delete(Message).where(Message.kind.in_(ASKED_FOR), Message.settled_at <= now - ADDRESSES_KEPT),
    )


def beat(session: Session, name: str, now: datetime) -> None:
    """Note that a standing job ran."""
    session.execute(insert_unless_there(session, Heartbeat).values(name=name, at=now))
    session.execute(update(Heartbeat).where(Heartbeat.name == name).values(at=now))


def heartbeat(session: Session, name: str) -> datetime | None:
    """When a standing job last ran, if ever."""
    return session.scalar(select(Heartbeat.at).where(Heartbeat.name == name))


def _set_brake(session: Session, *, paused: bool, reason: str, now: datetime) -> None:
    values = {"paused": paused, "reason": reason, "changed_at": now}
    session.execute(insert_unless_there(session, Brake).values(id=1, **values))
    session.execute(update(Brake).where(Brake.id == 1).values(**values))


def _oldest_due(session: Session, now: datetime) -> timedelta:
    """How long the oldest waiting message has been able to go. Letters cannot outside the hours or in a paused wave."""
    waits = select(func.min(Message.due_at)).where(Message.state == MessageState.PENDING, Message.due_at <= now, ~HELD)
    since = [session.scalar(waits.where(Message.kind.in_(ASKED_FOR)))]
    if hours.letters_may_leave(now):
        oldest_letter = session.scalar(waits.where(Message.kind.not_in(ASKED_FOR)))
        since.append(max(oldest_letter, hours.opening(now)) if oldest_letter else None)
    return max((now - moment for moment in since if moment), default=timedelta())
