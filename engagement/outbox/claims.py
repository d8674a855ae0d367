"""Every change of a message's state on its way out, each one statement on rows that are still ours."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, Select, Table, bindparam, exists, func, null, select, true, update
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.outbox import hours, retries
from engagement.outbox.holds import HELD
from engagement.outbox.models import ASKED_FOR, Brake, Message, MessageKind, MessageState
from engagement.outbox.written_out import WrittenOut
from engagement.persistence import UTCDateTime, rows_changed

LEASE = timedelta(seconds=120)

messages = cast(Table, Message.__table__)
# The two moments that a reason against sending may be about; `moments` gives their values.
NOW = bindparam("now", type_=UTCDateTime)
A_DAY_LATER = bindparam("a_day_later", type_=UTCDateTime)
PAUSED = exists().where(Brake.id == 1, Brake.paused.is_(True))
# A message of one attempt; `key` of what was claimed gives its values.
ATTEMPT = (messages.c.id == bindparam("row"), messages.c.attempt_id == bindparam("attempt"))
OURS = (*ATTEMPT, messages.c.state.in_((MessageState.CLAIMED, MessageState.DOTTING, MessageState.UNKNOWN)))
SETTLE = WrittenOut(
    update(messages)
    .where(*OURS)
    .values(
        state=bindparam("to"),
        reason=bindparam("why"),
        settled_at=bindparam("at"),
        attempt_id=null(),
        lease_until=null(),
    )
)
STOPPED_MID_WAY = "Sending was cut off while it was being handed over: it may have gone"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours for the length of a lease."""

    id: uuid.UUID
    attempt_id: uuid.UUID
    consultation_id: uuid.UUID
    contact_id: uuid.UUID | None
    recipient_sealed: bytes | None
    team_member_id: uuid.UUID | None
    kind: str
    template: str
    tries: int

    @property
    def key(self) -> dict[str, uuid.UUID]:
        """The values of ATTEMPT."""
        return {"row": self.id, "attempt": self.attempt_id}


def moments(now: datetime) -> dict[str, datetime]:
    """The values of NOW and A_DAY_LATER."""
    return {NOW.key: now, A_DAY_LATER.key: now + timedelta(days=1)}


def claim(session: Session, now: datetime, limit: int) -> list[Claimed]:
    """Take the oldest due messages of one consultation that may go now and that nobody else is taking.

    It is the consultation of which least is in hand, so that one whose recipients are slow does not hold up others.
    """
    may_go = true() if hours.letters_may_leave(now) else Message.kind.in_(ASKED_FOR)
    waiting = (Message.state == MessageState.PENDING, Message.due_at <= now, may_go, ~PAUSED, ~HELD)
    in_hand = (
        select(func.count())
        .where(
            Message.consultation_id == Consultation.id, Message.state.in_((MessageState.CLAIMED, MessageState.DOTTING))
        )
        .correlate(Consultation)
        .scalar_subquery()
    )
    turn = session.scalar(
        select(Consultation.id)
        .where(exists().where(Message.consultation_id == Consultation.id, *waiting))
        .order_by(in_hand, func.random())
        .limit(1)
    )
    if turn is None:
        return []
    rows = session.execute(
        select(
            Message.id,
            Message.consultation_id,
            Message.contact_id,
            Message.recipient_sealed,
            Message.team_member_id,
            Message.kind,
            Message.template,
            Message.tries,
        )
        .where(Message.consultation_id == turn, *waiting)
        .order_by(Message.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if not rows:
        return []
    attempt_id = uuid.uuid4()
    session.execute(
        update(messages)
        .where(messages.c.id.in_([row.id for row in rows]))
        .values(state=MessageState.CLAIMED, attempt_id=attempt_id, lease_until=now + LEASE)
    )
    return [Claimed(attempt_id=attempt_id, **row._mapping) for row in rows]


class PointOfNoReturn:
    """The statement after which a message may have gone, and the question why it did not pass.

    `obstacle` is a sentence in SQL about the row of `Message`, NULL while it is still wanted; it may use
    NOW and A_DAY_LATER.
    """

    def __init__(self, obstacle: ColumnElement[str | None]) -> None:
        self._pass = WrittenOut(
            update(messages)
            .where(
                *ATTEMPT,
                messages.c.state == MessageState.CLAIMED,
                messages.c.lease_until > NOW,
                obstacle.is_(None),
                ~PAUSED,
                ~HELD,
            )
            .values(state=MessageState.DOTTING, lease_until=bindparam("lease", type_=UTCDateTime))
        )
        self._ask: Select[str | None] = select(obstacle).where(*ATTEMPT, messages.c.state == MessageState.CLAIMED)

    def cross(self, session: Session, claimed: Claimed, now: datetime) -> bool:
        """Move a claimed message to `dotting` if it is still ours and still wanted.

        One that is no longer wanted is cancelled with the reason; one that may not go just now waits again.
        """
        key = {**claimed.key, **moments(now)}
        letters_may_leave = claimed.kind in ASKED_FOR or hours.letters_may_leave(now)
        if letters_may_leave and self._pass.run(session, key | {"lease": now + LEASE}):
            return True
        obstacle = session.scalar(self._ask, key)
        if obstacle is None:
            release(session, [claimed])
        else:
            settle(session, claimed, MessageState.CANCELLED, obstacle, now)
        return False


def settle(session: Session, claimed: Claimed, state: MessageState, reason: str | None, now: datetime) -> None:
    """Write down how our attempt ended. Late evidence also corrects what `recover` had to call unknown."""
    SETTLE.run(session, {**claimed.key, "to": state, "why": reason, "at": now})


def postpone(session: Session, claimed: Claimed, reason: str, now: datetime) -> None:
    """Try again later, up to 12 times and never past the deadline; otherwise it has failed."""
    tries = claimed.tries + 1
    due_at = now + retries.wait_before(tries, random.random)
    closes_at = session.scalars(select(Consultation.closes_at).where(Consultation.id == claimed.consultation_id)).one()
    if tries >= retries.MOST_TRIES:
        settle(session, claimed, MessageState.FAILED, f"Given up after {tries} tries. {reason}", now)
    elif claimed.kind != MessageKind.ACKNOWLEDGEMENT and due_at >= closes_at:
        settle(session, claimed, MessageState.FAILED, f"No time is left before the deadline. {reason}", now)
    else:
        waits = {"state": MessageState.PENDING, "reason": reason, "tries": tries, "due_at": due_at}
        nobodys = {"settled_at": None, "attempt_id": None, "lease_until": None}
        session.execute(update(messages).where(*OURS).values(**waits, **nobodys), claimed.key)


def release(session: Session, batch: Sequence[Claimed]) -> None:
    """Hand back what was claimed and not tried."""
    session.execute(
        update(messages)
        .where(
            messages.c.id.in_([claimed.id for claimed in batch]),
            messages.c.attempt_id.in_({claimed.attempt_id for claimed in batch}),
            messages.c.state == MessageState.CLAIMED,
        )
        .values(state=MessageState.PENDING, attempt_id=None, lease_until=None)
    )


def recover(session: Session, now: datetime) -> int:
    """Deal with what crashed workers left: claimed goes back to waiting, dotting may have gone."""
    expired = messages.c.lease_until <= now
    back = rows_changed(
        session,
        update(messages)
        .where(messages.c.state == MessageState.CLAIMED, expired)
        .values(state=MessageState.PENDING, attempt_id=None, lease_until=None),
    )
    # The attempt's id stays, so that its worker, if it lives after all, can still say how it ended.
    unknown = rows_changed(
        session,
        update(messages)
        .where(messages.c.state == MessageState.DOTTING, expired)
        .values(state=MessageState.UNKNOWN, reason=STOPPED_MID_WAY, settled_at=now, lease_until=None),
    )
    return back + unknown
