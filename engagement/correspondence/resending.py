"""A letter that did not reach its reader, sent again: one at a time, and only what an officer chose."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from engagement.consultations.deadlines import london_day, moment_in_words, start_of_day
from engagement.consultations.models import Consultation
from engagement.contacts.models import Contact
from engagement.correspondence import eligibility, schedule
from engagement.errors import NotFound, Refused
from engagement.outbox import hours
from engagement.outbox.claims import moments
from engagement.outbox.models import DeliveryReport, Finding, Message, MessageKind, MessageState
from engagement.persistence import rows_changed

LETTERS = (
    MessageKind.INVITATION,
    MessageKind.REMINDER,
    MessageKind.NOTE,
    MessageKind.NEW_DEADLINE,
    MessageKind.NEW_ANSWERS,
)
# Copies are numbered from here, so that none takes the place of a letter of a later wave.
COPIES = 1000
# What was not written for one of these may be made good once the reason is gone.
MENDABLE = (eligibility.BOUNCED, eligibility.DO_NOT_CONTACT)


class Fate(StrEnum):
    """What is known of a letter that has been dealt with."""

    NOT_DELIVERED = "not_delivered"
    MAY_HAVE_GONE = "may_have_gone"
    ACCEPTED = "accepted"


@dataclass(frozen=True)
class PastLetter:
    """A letter to a contact that can be sent again. `why` is a sentence; it is empty for what was accepted.

    The row of one that `left` stays as evidence, and what goes now is a copy.
    """

    message: Message
    fate: Fate
    why: str
    left: bool


def history(session: Session, contact: Contact) -> Sequence[Message]:
    """Every letter to a contact, the latest due first."""
    return session.scalars(
        select(Message).where(Message.contact_id == contact.id).order_by(Message.due_at.desc(), Message.id)
    ).all()


def past_letters(session: Session, contact: Contact) -> list[PastLetter]:
    """The letters to a contact that can be sent again, those that did not arrive first, then the latest first."""
    came_back = (
        select(DeliveryReport.reason)
        .where(DeliveryReport.message_id == Message.id, DeliveryReport.finding == Finding.HARD)
        .order_by(DeliveryReport.at.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Message, came_back)
        .where(Message.contact_id == contact.id, Message.kind.in_(LETTERS))
        .order_by(Message.due_at.desc(), Message.id)
        .execution_options(populate_existing=True)
    )
    found = [letter for message, returned in rows if (letter := _past(message, returned))]
    return sorted(found, key=lambda letter: list(Fate).index(letter.fate))


def proposed(letters: Sequence[PastLetter]) -> PastLetter | None:
    """What to send if nothing else is known: the invitation if it never arrived, else the latest that did not."""
    missed = [letter for letter in letters if letter.fate is Fate.NOT_DELIVERED]
    invitations = [letter for letter in missed if letter.message.kind == MessageKind.INVITATION]
    return next(iter(invitations or missed), None)


def send_again(session: Session, contact: Contact, message_id: uuid.UUID, now: datetime) -> datetime:
    """Let one letter go to a contact as it is now; gives when. What was accepted goes as a second copy.

    Raises Refused where no letter may go to the contact, and NotFound for what is no letter of it.
    """
    chosen = next((letter for letter in past_letters(session, contact) if letter.message.id == message_id), None)
    if chosen is None:
        raise NotFound("There is no such letter to this contact.")
    due_at = _due_at(session, contact, now)
    closes_at = session.scalars(select(Consultation.closes_at).where(Consultation.id == contact.consultation_id)).one()
    if due_at >= closes_at:
        raise Refused(f"The letter would leave at {moment_in_words(due_at)}, after the deadline. Send none.")
    going = _copied(session, chosen, due_at) if chosen.left else _revived(session, chosen, due_at)
    obstacle = session.scalar(select(eligibility.obstacle_to_sending()).where(Message.id == going), moments(now))
    if obstacle is not None:
        raise Refused(f"No letter can go to this contact. The reason: {obstacle}. Send none.")
    return due_at


def _past(message: Message, returned: str | None) -> PastLetter | None:
    if returned is not None and message.state in (MessageState.SENT, MessageState.FAILED):
        return PastLetter(message, Fate.NOT_DELIVERED, returned, left=True)
    if message.state == MessageState.SENT:
        return PastLetter(message, Fate.ACCEPTED, "", left=True)
    if message.state == MessageState.UNKNOWN:
        return PastLetter(message, Fate.MAY_HAVE_GONE, message.reason or "", left=True)
    stopped = message.state in (MessageState.CANCELLED, MessageState.SKIPPED) and message.reason in MENDABLE
    if stopped or message.state == MessageState.FAILED:
        return PastLetter(message, Fate.NOT_DELIVERED, message.reason or "", left=False)
    return None


def _due_at(session: Session, contact: Contact, now: datetime) -> datetime:
    """The next moment for letters, a day later where one goes to the contact today."""
    today = exists().where(
        Message.contact_id == contact.id,
        Message.kind.in_(LETTERS),
        Message.state.in_((MessageState.SENT, MessageState.UNKNOWN, MessageState.DOTTING)),
        Message.settled_at >= start_of_day(london_day(now)),
    )
    waits = exists().where(
        Message.contact_id == contact.id,
        Message.kind.in_(LETTERS),
        Message.state.in_((MessageState.PENDING, MessageState.CLAIMED)),
    )
    if session.scalar(select(waits)):
        raise Refused("A letter to this contact is waiting and will go to the new address. Send none besides.")
    if session.scalar(select(today)):
        return hours.next_permitted(schedule.on_working_day(london_day(now) + schedule.ONE_DAY))
    return hours.next_permitted(now)


def _revived(session: Session, letter: PastLetter, due_at: datetime) -> uuid.UUID:
    revived = rows_changed(
        session,
        update(Message)
        .where(Message.id == letter.message.id, Message.state == letter.message.state)
        .values(
            state=MessageState.PENDING,
            reason=None,
            due_at=due_at,
            tries=0,
            attempt_id=None,
            lease_until=None,
            settled_at=None,
        ),
    )
    if not revived:
        raise Refused("Something has happened to this letter meanwhile. Look at it again.")
    return letter.message.id


def _copied(session: Session, letter: PastLetter, due_at: datetime) -> uuid.UUID:
    original = letter.message
    copies = session.scalar(
        select(func.max(Message.occurrence)).where(
            Message.contact_id == original.contact_id,
            Message.kind == original.kind,
            Message.occurrence > COPIES,
        )
    )
    copy = Message(
        id=uuid.uuid4(),
        consultation_id=original.consultation_id,
        contact_id=original.contact_id,
        kind=original.kind,
        occurrence=(copies or COPIES) + 1,
        template=original.template,
        due_at=due_at,
        state=MessageState.PENDING,
        tries=0,
    )
    session.add(copy)
    session.flush()
    return copy.id
