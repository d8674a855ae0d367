"""What comes back is acted upon once, and only for the letter and the address that it is about."""

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts import suppression
from engagement.contacts.addresses import index_of
from engagement.contacts.models import Contact
from engagement.correspondence import returns
from engagement.correspondence.acknowledgements import acknowledge
from engagement.correspondence.eligibility import obstacle_to_sending
from engagement.outbox import claims, service
from engagement.outbox.mailboxes import Maildir
from engagement.outbox.models import DeliveryReport, Finding, Message, MessageState
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock
from tests.outbox.returned import ADDRESS, answer, complaint, delivery_status

TODAY = date(2025, 6, 16)
GONE = "It came back: there is no such mailbox (5.1.1)"


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """A consultation that is open."""
    return factories.consultation(session)


@pytest.fixture
def contact(session: Session, consultation: Consultation) -> Contact:
    """Somebody to whom a letter has gone."""
    return factories.contact(session, consultation, ADDRESS)[0]


@pytest.fixture
def letter(session: Session, contact: Contact, clock: SetClock) -> Message:
    """The letter that has gone."""
    return add_letter(session, contact, 1, MessageState.SENT, clock)


@pytest.fixture
def reader(tmp_path: Path, clock: SetClock) -> Callable[..., Counter[Finding]]:
    """Puts mails into a mailbox and has it read."""
    for name in ("new", "cur"):
        (tmp_path / name).mkdir()

    def read(*contents: bytes) -> Counter[Finding]:
        for number, content in enumerate(contents):
            (tmp_path / "new" / str(number)).write_bytes(content)
        return returns.read_mailbox(Maildir(tmp_path), clock)

    return read


def add_letter(session: Session, contact: Contact, number: int, state: MessageState, clock: SetClock) -> Message:
    message = Message(
        consultation_id=contact.consultation_id,
        contact_id=contact.id,
        kind="reminder",
        occurrence=number,
        template="families/reminder",
        state=state,
        due_at=clock.now(),
        settled_at=None if state == MessageState.PENDING else clock.now(),
    )
    session.add(message)
    session.commit()
    return message


Read = Callable[..., Counter[Finding]]


def test_a_hard_bounce_fails_the_letter_marks_the_contact_and_stops_what_waits(
    session: Session, contact: Contact, letter: Message, reader: Read, clock: SetClock
) -> None:
    waiting = add_letter(session, contact, 2, MessageState.PENDING, clock)
    assert reader(delivery_status(letter.id)) == {Finding.HARD: 1}
    session.expire_all()
    assert (letter.state, letter.reason, letter.settled_at) == (MessageState.FAILED, GONE, clock.now())
    assert contact.bounced_on == TODAY
    assert (waiting.state, waiting.reason) == (MessageState.CANCELLED, "The address bounced")


def test_a_report_is_acted_upon_once_however_often_it_comes(
    session: Session, contact: Contact, letter: Message, reader: Read
) -> None:
    soft = delivery_status(letter.id, "4.2.2")
    reader(soft, soft)
    reader(soft)
    session.expire_all()
    assert contact.soft_bounces == 1
    assert session.scalar(select(func.count()).select_from(DeliveryReport)) == 1


def test_soft_bounces_are_counted_and_stop_nothing(
    session: Session, contact: Contact, letter: Message, reader: Read, clock: SetClock
) -> None:
    waiting = add_letter(session, contact, 2, MessageState.PENDING, clock)
    for number in range(3):
        reader(delivery_status(letter.id, "4.2.2", diagnostic=f"smtp; 452 try {number}"))
    session.expire_all()
    assert (contact.soft_bounces, contact.soft_bounces_since, contact.bounced_on) == (3, TODAY, None)
    assert letter.reason == "It came back: the mailbox is full (4.2.2)"
    assert waiting.state == MessageState.PENDING
    clock.set(clock.now() + timedelta(days=31))
    reader(delivery_status(letter.id, "4.2.2", diagnostic="smtp; 452 much later"))
    session.expire_all()
    assert contact.soft_bounces == 1


def test_a_bounce_of_an_address_that_was_corrected_does_not_mark_the_new_one(
    session: Session, contact: Contact, letter: Message, reader: Read
) -> None:
    reader(delivery_status(letter.id, recipient="old@example.org"))
    session.expire_all()
    assert letter.state == MessageState.FAILED
    assert (contact.bounced_on, contact.soft_bounces) == (None, 1)


def test_a_complaint_stops_all_letters_of_its_council_to_that_address(
    session: Session, contact: Contact, letter: Message, reader: Read, clock: SetClock
) -> None:
    elsewhere, _ = factories.contact(session, factories.consultation(session), ADDRESS)
    waiting = add_letter(session, elsewhere, 1, MessageState.PENDING, clock)
    assert reader(complaint(letter.id)) == {Finding.COMPLAINT: 1}
    session.expire_all()
    assert letter.state == MessageState.SENT
    assert (waiting.state, waiting.reason) == (MessageState.CANCELLED, "Reported an earlier letter as unwanted mail")
    (found,) = suppression.of(session, contact.email_index, contact.consultation_id)
    assert (found.consultation_id, found.reason, found.since) == (None, "complaint", TODAY)


def test_what_was_unknown_and_came_back_or_arrived_is_known(
    session: Session, contact: Contact, reader: Read, clock: SetClock
) -> None:
    first, second = (add_letter(session, contact, number, MessageState.UNKNOWN, clock) for number in (1, 2))
    reader(delivery_status(first.id, "2.0.0", "delivered"), delivery_status(second.id))
    session.expire_all()
    assert (first.state, first.reason) == (MessageState.SENT, "It was delivered")
    assert second.state == MessageState.FAILED


def test_delays_and_automatic_answers_change_nothing_and_go(
    session: Session, contact: Contact, letter: Message, reader: Read, tmp_path: Path
) -> None:
    delayed = delivery_status(letter.id, "4.4.1", "delayed")
    away = answer(letter.id, Auto_Submitted="auto-replied")
    assert reader(delayed, away) == {Finding.DELAYED: 1, Finding.AUTOMATIC: 1}
    session.expire_all()
    assert (letter.state, contact.bounced_on, contact.soft_bounces) == (MessageState.SENT, None, 0)
    assert list((tmp_path / "new").iterdir()) == list((tmp_path / "cur").iterdir()) == []


def test_what_is_not_understood_or_not_ours_is_set_aside_with_a_reason_and_read_no_more(
    session: Session, reader: Read, tmp_path: Path, letter: Message
) -> None:
    strange = delivery_status(uuid.uuid4())
    assert reader(b"Hello", strange, b"x" * 2_000_000) == {Finding.UNREADABLE: 2, Finding.NOT_OURS: 1}
    assert reader() == {}
    assert len(list((tmp_path / "cur").iterdir())) == 3
    assert set(session.scalars(select(DeliveryReport.reason))) == {
        "It is neither a report nor an automatic answer, so a person may have written it",
        "It names no message of ours",
        "It is too large to be a report",
    }


def test_a_bounce_of_an_acknowledgement_and_a_complaint_about_one_find_the_address_typed_for_it(
    session: Session, consultation: Consultation, reader: Read, clock: SetClock
) -> None:
    with unit_of_work() as work:
        acknowledge(work, consultation=consultation, audience="families", email=ADDRESS, now=clock.now())
    message = session.scalars(select(Message)).one()
    message.state = MessageState.SENT
    session.commit()
    reader(complaint(message.id), delivery_status(message.id))
    session.expire_all()
    assert message.state == MessageState.FAILED
    assert len(suppression.of(session, index_of(ADDRESS), consultation.id)) == 1


def test_which_reports_were_read_is_forgotten_in_time(
    session: Session, letter: Message, reader: Read, clock: SetClock
) -> None:
    reader(delivery_status(letter.id))
    for wait, left in ((timedelta(days=89), 1), (timedelta(days=1), 0)):
        clock.set(clock.now() + wait)
        with unit_of_work() as work:
            service.forget(work, clock.now())
        assert session.scalar(select(func.count()).select_from(DeliveryReport)) == left


@pytest.mark.parametrize("state", [MessageState.PENDING, MessageState.CANCELLED, MessageState.CLAIMED])
def test_a_report_about_a_letter_that_never_left_does_not_fail_it(
    session: Session, contact: Contact, reader: Read, clock: SetClock, state: MessageState
) -> None:
    message = add_letter(session, contact, 1, state, clock)
    reader(delivery_status(message.id, "4.2.2"))
    session.expire_all()
    assert message.state == state


def test_a_bounce_that_is_quicker_than_the_mail_servers_answer_is_the_last_word(
    session: Session, contact: Contact, reader: Read, clock: SetClock
) -> None:
    message = add_letter(session, contact, 1, MessageState.PENDING, clock)
    with unit_of_work() as work:
        (ours,) = claims.claim(work, clock.now(), 1)
    with unit_of_work() as work:
        assert claims.PointOfNoReturn(obstacle_to_sending()).cross(work, ours, clock.now())
    reader(delivery_status(message.id))
    with unit_of_work() as work:
        claims.settle(work, ours, MessageState.SENT, None, clock.now())
    session.expire_all()
    assert (message.state, message.reason) == (MessageState.FAILED, GONE)
