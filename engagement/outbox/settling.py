"""What settles a message of which nobody knows whether it went: a trace of it, or an officer's word."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, select, update
from sqlalchemy.orm import Session

from engagement.clock import Clock
from engagement.extensions import db
from engagement.outbox import retries
from engagement.outbox.gateways import Oracle
from engagement.outbox.models import Message, MessageState
from engagement.persistence import rows_changed
from engagement.unit_of_work import unit_of_work

# Nothing that was under way when a message became unknown takes so long: only then is no trace a proof.
STILL_UNDER_WAY = timedelta(minutes=2)
MOST_AT_ONCE = 200
FOUND = "It was found afterwards where it was handed over"
NOT_FOUND = "Where it was handed over there is no trace of it, so it goes again"


@dataclass(frozen=True)
class Resolved:
    """How many messages turned out to have gone, and how many go again."""

    went: int
    go_again: int


def resolve(oracle: Oracle, clock: Clock) -> Resolved:
    """Ask about the messages that have been unknown for longest. Raises ConnectionTrouble.

    A trace counts at once. That there is none counts only after whatever was under way must have arrived.
    """
    asked = _unknown_since(db.session())
    db.session.remove()
    if not asked:
        return Resolved(0, 0)
    now = clock.now()
    traces = oracle.traces(asked, now)
    went = [message_id for message_id, found in traces.items() if found]
    gone = [
        message_id for message_id, found in traces.items() if not found and now - asked[message_id] >= STILL_UNDER_WAY
    ]
    with unit_of_work() as session:
        return Resolved(
            treat_as_sent(session, went, reason=FOUND, now=now), send_again(session, gone, reason=NOT_FOUND, now=now)
        )


def treat_as_sent(session: Session, message_ids: Collection[uuid.UUID], *, reason: str, now: datetime) -> int:
    """Take it that these messages went, those of them that are still unknown; gives how many."""
    return rows_changed(
        session,
        update(Message)
        .where(*_unknown(message_ids))
        .values(state=MessageState.SENT, reason=reason, settled_at=now, attempt_id=None),
    )


def send_again(session: Session, message_ids: Collection[uuid.UUID], *, reason: str, now: datetime) -> int:
    """Have these messages wait again, those of them that are still unknown; gives how many.

    Whether they are still wanted is asked as of any other before they leave. After the last try they have failed.
    """
    last = Message.tries + 1 >= retries.MOST_TRIES
    return rows_changed(
        session,
        update(Message)
        .where(*_unknown(message_ids))
        .values(
            state=case((last, MessageState.FAILED), else_=MessageState.PENDING),
            reason=reason,
            due_at=now,
            tries=Message.tries + 1,
            settled_at=case((last, now)),
            # Whoever had it in hand no longer has a say.
            attempt_id=None,
        ),
    )


def _unknown_since(session: Session) -> dict[uuid.UUID, datetime]:
    rows = session.execute(
        select(Message.id, Message.settled_at)
        .where(Message.state == MessageState.UNKNOWN)
        .order_by(Message.settled_at)
        .limit(MOST_AT_ONCE)
    )
    return {message_id: settled_at for message_id, settled_at in rows if settled_at is not None}


def _unknown(message_ids: Collection[uuid.UUID]) -> tuple[ColumnElement[bool], ...]:
    return Message.id.in_(message_ids), Message.state == MessageState.UNKNOWN
