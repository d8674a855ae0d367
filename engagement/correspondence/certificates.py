"""Who would get a letter, and what became of it: counted by the database, read a page or a stream at a time."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engagement.contacts.models import Contact
from engagement.correspondence import eligibility
from engagement.correspondence.models import Wave
from engagement.outbox.claims import moments
from engagement.outbox.models import Message, MessageState

PAGE_SIZE = 50
AT_ONCE = 500
IN_WORDS = {
    MessageState.PENDING: "Waiting to be sent",
    MessageState.CLAIMED: "Being sent now",
    MessageState.DOTTING: "Being handed to the mail server now",
    MessageState.SENT: "Sent",
}


class WavePreview(NamedTuple):
    """How many would get a wave's letter now, and how many would not, by reason, the most frequent first."""

    will: int
    reasons: list[tuple[str, int]]

    @property
    def will_not(self) -> int:
        """How many would not get it, for any reason."""
        return sum(count for _, count in self.reasons)


class CertificateRow(NamedTuple):
    """What became of one contact's letter, always with a reason in words."""

    message_id: uuid.UUID
    contact: Contact
    state: MessageState
    reason: str
    settled_at: datetime | None


def preview(session: Session, wave: Wave, now: datetime) -> WavePreview:
    """The numbers of a wave if it went now. The wave need not be stored."""
    found = eligibility.readers(wave, now).subquery()
    counted = select(found.c.obstacle, func.count()).group_by(found.c.obstacle).order_by(func.count().desc())
    counts = [(reason, count) for reason, count in session.execute(counted, moments(now))]
    will = sum(count for reason, count in counts if reason is None)
    return WavePreview(will, [(reason, count) for reason, count in counts if reason is not None])


def previewed(
    session: Session, wave: Wave, now: datetime, *, will: bool, after: uuid.UUID | None = None
) -> list[tuple[Contact, str]]:
    """Contacts who would get a letter, or would not and why, `after` one of them; one more than a page has."""
    everybody = eligibility.readers(wave, now)
    obstacle = everybody.selected_columns["obstacle"]
    found = everybody.where(obstacle.is_(None) if will else obstacle.is_not(None))
    if after is not None:
        found = found.where(Contact.id > after)
    rows = session.execute(found.order_by(Contact.id).limit(PAGE_SIZE + 1), moments(now))
    return [(contact, reason or "") for contact, reason, _ in rows]


def totals(session: Session, wave: Wave) -> dict[MessageState, int]:
    """How many letters of a wave are in each state. Their sum is all that were planned."""
    counted = (
        select(Message.state, func.count())
        .where(Message.wave_id == wave.id, Message.contact_id.is_not(None))
        .group_by(Message.state)
    )
    counts = dict(session.execute(counted).all())
    return {state: counts[state] for state in MessageState if state in counts}


def certified(
    session: Session, wave: Wave, *, state: str | None = None, after: uuid.UUID | None = None
) -> list[CertificateRow]:
    """What became of letters, all or those in one state, `after` one of them; one more than a page has."""
    rows = _rows(wave)
    if state is not None:
        rows = rows.where(Message.state == state)
    if after is not None:
        rows = rows.where(Message.id > after)
    return [_told(*row) for row in session.execute(rows.limit(PAGE_SIZE + 1))]


def certificate(session: Session, wave: Wave) -> Iterator[CertificateRow]:
    """What became of every contact of a launched wave, streamed."""
    with session.execute(_rows(wave).execution_options(yield_per=AT_ONCE)) as rows:
        for row in rows:
            yield _told(*row)


def _rows(wave: Wave) -> Select[uuid.UUID, Contact, str, str | None, datetime | None]:
    return (
        select(Message.id, Contact, Message.state, Message.reason, Message.settled_at)
        .join(Contact, Contact.id == Message.contact_id)
        .where(Message.wave_id == wave.id)
        .order_by(Message.id)
    )


def _told(
    message_id: uuid.UUID, contact: Contact, state: str, reason: str | None, settled_at: datetime | None
) -> CertificateRow:
    return CertificateRow(message_id, contact, MessageState(state), reason or IN_WORDS[MessageState(state)], settled_at)
