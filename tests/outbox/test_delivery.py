"""No message goes twice, none is silently missed, and none goes to whom it is no longer meant for."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engagement.contacts.models import Contact, Invitation, InvitationState
from engagement.correspondence.acknowledgements import acknowledge
from engagement.outbox import claims, delivery, holds, service
from engagement.outbox.gateways import ConnectionTrouble, OutcomeUnknown, Refusal, TemporaryTrouble
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.outbox.scripted import OFFERED, SENT, Queue

REFUSED = Refusal('The mail server refused it: "550 no such mailbox"')
LATER = TemporaryTrouble('The mail server did not take it for now: "451 try later"')
BROKEN = ConnectionTrouble("The connection to the mail server broke before the message was taken")
LOST = OutcomeUnknown("The connection was lost before the mail server answered: it may have gone")


def test_a_due_letter_goes_once(queue: Queue) -> None:
    _, message = queue.add("one@example.org")
    queue.drain()
    queue.drain()
    assert queue.gateway.recipients == ["one@example.org"]
    assert (message.state, message.reason) == (MessageState.SENT, None)
    assert message.settled_at == queue.clock.now()


def test_a_letter_that_is_not_due_waits(queue: Queue) -> None:
    _, message = queue.add("one@example.org")
    queue.clock.set(queue.clock.now() - timedelta(seconds=1))
    queue.drain()
    assert message.state == MessageState.PENDING


@pytest.mark.parametrize(
    ("stage", "trouble", "state", "tries"),
    [
        (OFFERED, REFUSED, MessageState.FAILED, 0),
        (SENT, REFUSED, MessageState.FAILED, 0),
        (OFFERED, LATER, MessageState.PENDING, 1),
        (SENT, LATER, MessageState.PENDING, 1),
        (OFFERED, BROKEN, MessageState.PENDING, 1),
        (SENT, BROKEN, MessageState.PENDING, 1),
        (SENT, LOST, MessageState.UNKNOWN, 0),
    ],
)
def test_every_trouble_leads_to_a_state_and_a_reason(
    queue: Queue, stage: str, trouble: Exception, state: MessageState, tries: int
) -> None:
    _, message = queue.add("one@example.org")
    queue.gateway.trouble[stage] = [trouble]
    queue.drain()
    assert (message.state, message.reason, message.tries) == (state, str(trouble), tries)
    assert message.attempt_id is None
    assert message.lease_until is None


def test_what_was_not_taken_is_tried_again_later_and_then_goes(queue: Queue) -> None:
    _, message = queue.add("one@example.org")
    queue.gateway.trouble[SENT] = [LATER]
    queue.drain()
    assert timedelta(seconds=24) <= message.due_at - queue.clock.now() <= timedelta(seconds=30)
    queue.drain()
    assert queue.gateway.sent == []
    queue.clock.set(queue.clock.now() + timedelta(seconds=30))
    queue.drain()
    assert queue.gateway.recipients == ["one@example.org"]
    assert (message.state, message.reason) == (MessageState.SENT, None)


def test_after_twelve_tries_it_has_failed_and_says_why(queue: Queue) -> None:
    _, message = queue.add("one@example.org")
    queue.gateway.trouble[OFFERED] = [LATER] * 12
    for _ in range(12):
        queue.drain()
        queue.clock.set(max(message.due_at, queue.clock.now()))
        if not 8 <= queue.clock.now().hour < 16:
            queue.clock.set(queue.clock.now() + timedelta(hours=16))
    assert message.state == MessageState.FAILED
    assert message.reason == f"Given up after 12 tries. {LATER}"


def test_nothing_is_tried_again_past_the_deadline(queue: Queue) -> None:
    queue.consultation.closes_at = queue.clock.now() + timedelta(seconds=20)
    _, message = queue.add("office@example.org", "schools")
    queue.gateway.trouble[OFFERED] = [LATER]
    queue.drain()
    assert message.state == MessageState.FAILED
    assert message.reason == f"No time is left before the deadline. {LATER}"


def test_a_server_out_of_reach_costs_one_message_a_try_and_the_others_nothing(queue: Queue) -> None:
    for number in range(3):
        queue.add(f"reader{number}@example.org")
    queue.gateway.trouble[OFFERED] = [BROKEN]
    queue.drain()
    rows = queue.session.execute(select(Message.state, Message.tries).order_by(Message.tries)).all()
    assert [tuple(row) for row in rows] == [("pending", 0), ("pending", 0), ("pending", 1)]


def test_one_refused_address_stops_nobody_else(queue: Queue) -> None:
    for number in range(3):
        queue.add(f"reader{number}@example.org")
    queue.gateway.trouble[SENT] = [REFUSED]
    assert queue.drain().sent == 2


def test_each_letter_costs_one_unit_of_work_and_a_batch_two_more(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        queue.add(f"reader{number}@example.org")
    units: list[AbstractContextManager[Session]] = []

    def counted() -> AbstractContextManager[Session]:
        units.append(unit_of_work())
        return units[-1]

    monkeypatch.setattr(delivery, "unit_of_work", counted)
    assert queue.drain().sent == 5
    assert len(units) == 5 + 2


def states_when_the_second_is(stage: str, queue: Queue, then: Exception | None = None) -> tuple[list[str], list[str]]:
    """What the books say of two letters at a stage of the second, and in the end."""
    for number in range(2):
        queue.add(f"reader{number}@example.org")
    calls: list[str] = []
    seen: list[str] = []

    def meanwhile() -> None:
        calls.append(stage)
        if len(calls) == 2:
            seen.extend(queue.session.scalars(select(Message.state).order_by(Message.state.desc())))
            if then is not None:
                queue.gateway.trouble[stage] = [then]

    queue.gateway.meanwhile[stage] = meanwhile
    if isinstance(then, ZeroDivisionError):
        with pytest.raises(ZeroDivisionError):
            queue.drain()
    else:
        queue.drain()
    queue.session.expire_all()
    return seen, sorted(queue.session.scalars(select(Message.state)))


def test_a_letter_that_was_taken_is_in_the_books_before_the_next_is_handed_over(queue: Queue) -> None:
    seen, ended = states_when_the_second_is(SENT, queue)
    assert seen == [MessageState.SENT, MessageState.DOTTING]
    assert ended == [MessageState.SENT, MessageState.SENT]


def test_a_letter_that_was_taken_is_in_the_books_before_a_slow_server_is_waited_for(queue: Queue) -> None:
    queue.gateway.slow = True
    seen, _ = states_when_the_second_is(OFFERED, queue)
    assert seen == [MessageState.SENT, MessageState.CLAIMED]


@pytest.mark.parametrize("trouble", [REFUSED, LATER, BROKEN, ZeroDivisionError()], ids=str)
@pytest.mark.parametrize("stage", [OFFERED, SENT])
def test_a_letter_that_was_taken_is_in_the_books_whatever_becomes_of_the_next(
    queue: Queue, stage: str, trouble: Exception
) -> None:
    _, ended = states_when_the_second_is(stage, queue, trouble)
    assert MessageState.SENT in ended
    assert ended.count(MessageState.SENT) == 1


def answers(session: Session, contact: Contact) -> None:
    session.execute(update(Invitation).values(state=InvitationState.USED))
    service.cancel_waiting(session, contact_id=contact.id, reason="Already answered", now=contact.added_at)


def opts_out(session: Session, contact: Contact) -> None:
    session.execute(update(Invitation).values(state=InvitationState.OPTED_OUT))


def is_marked(session: Session, contact: Contact) -> None:
    session.execute(update(Contact).where(Contact.id == contact.id).values(do_not_contact=True))


@pytest.mark.parametrize(
    ("happens", "reason"),
    [(answers, "Already answered"), (opts_out, "Asked us to stop"), (is_marked, "Marked do not contact")],
)
def test_what_happens_between_claim_and_handover_still_stops_a_letter(
    queue: Queue, happens: Callable[[Session, Contact], None], reason: str
) -> None:
    contact, message = queue.add("one@example.org")

    def meanwhile() -> None:
        with unit_of_work() as session:
            happens(session, contact)

    queue.gateway.meanwhile[OFFERED] = meanwhile
    queue.drain()
    assert queue.gateway.sent == []
    assert (message.state, message.reason) == (MessageState.CANCELLED, reason)


def test_a_pause_lets_nothing_be_claimed(queue: Queue) -> None:
    queue.add("one@example.org")
    with unit_of_work() as session:
        service.pause(session, "A wrong date in the letter", queue.clock.now())
    assert queue.drain().claimed == 0


def test_a_council_that_pauses_holds_its_own_letters_and_no_other_councils(queue: Queue, session: Session) -> None:
    elsewhere = factories.consultation(session, "Another Council")
    contact, _ = factories.contact(session, elsewhere, "two@example.org")
    factories.message(session, contact, due_at=queue.clock.now())
    _, message = queue.add("one@example.org")
    session.commit()

    def pause() -> None:
        with unit_of_work() as work:
            holds.stop_council(work, queue.consultation.council_id, "A wrong date", queue.clock.now())

    queue.gateway.meanwhile[OFFERED] = pause
    while queue.drain().claimed:
        pass
    assert queue.gateway.recipients == ["two@example.org"]
    session.refresh(message)
    assert message.state == MessageState.PENDING
    with unit_of_work() as work:
        holds.let_council_go(work, queue.consultation.council_id)
    queue.gateway.meanwhile.clear()
    queue.drain()
    assert queue.gateway.recipients == ["two@example.org", "one@example.org"]


def test_a_pause_also_holds_what_is_claimed_already_and_resuming_lets_it_go(queue: Queue) -> None:
    _, message = queue.add("one@example.org")

    def pause() -> None:
        with unit_of_work() as session:
            service.pause(session, "A wrong date in the letter", queue.clock.now())

    queue.gateway.meanwhile[OFFERED] = pause
    queue.drain()
    assert (message.state, queue.gateway.sent) == (MessageState.PENDING, [])
    queue.gateway.meanwhile.clear()
    with unit_of_work() as session:
        service.resume(session, queue.clock.now())
    queue.drain()
    assert queue.gateway.recipients == ["one@example.org"]


@pytest.mark.parametrize(
    "instant",
    ["2025-06-16T07:59:59+00:00", "2025-06-16T16:00:00+00:00", "2025-06-21T10:00:00+00:00"],
    ids=["before nine", "at five", "on a Saturday"],
)
def test_outside_the_hours_letters_wait_and_acknowledgements_go(queue: Queue, instant: str) -> None:
    queue.clock.set("2025-06-13T09:00:00+00:00")
    _, letter = queue.add("one@example.org")
    thanks = acknowledgement(queue, "thanks@example.org")
    queue.clock.set(instant)
    queue.drain()
    assert letter.state == MessageState.PENDING
    assert thanks.state == MessageState.SENT


def test_a_letter_claimed_just_before_five_waits_until_the_morning(queue: Queue) -> None:
    queue.clock.set("2025-06-16T15:59:59+00:00")
    _, letter = queue.add("one@example.org")
    queue.gateway.meanwhile[OFFERED] = lambda: queue.clock.set("2025-06-16T16:00:00+00:00")
    queue.drain()
    assert (letter.state, queue.gateway.sent) == (MessageState.PENDING, [])


def test_an_acknowledgement_goes_after_the_close_too(queue: Queue) -> None:
    thanks = acknowledgement(queue, "thanks@example.org")
    queue.clock.set(queue.consultation.closes_at + timedelta(minutes=20))
    queue.drain()
    assert thanks.state == MessageState.SENT


def test_a_letter_still_waiting_at_the_close_is_cancelled(queue: Queue) -> None:
    _, letter = queue.add("office@example.org", "schools")
    queue.clock.set("2025-07-10T09:00:00+00:00")
    queue.drain()
    assert (letter.state, letter.reason) == (MessageState.CANCELLED, "The consultation has closed")


def claim_one(queue: Queue) -> claims.Claimed:
    with unit_of_work() as session:
        (claimed,) = claims.claim(session, queue.clock.now(), 10)
    return claimed


def cross(queue: Queue, claimed: claims.Claimed) -> bool:
    with unit_of_work() as session:
        return queue.courier.gate.cross(session, claimed, queue.clock.now())


def recover(queue: Queue) -> None:
    queue.clock.set(queue.clock.now() + claims.LEASE)
    with unit_of_work() as session:
        claims.recover(session, queue.clock.now())
    queue.session.expire_all()


def test_what_one_worker_claimed_no_other_claims(queue: Queue) -> None:
    queue.add("one@example.org")
    claim_one(queue)
    assert queue.drain().claimed == 0


def test_a_worker_that_dies_before_the_handover_leaves_it_to_be_sent(queue: Queue) -> None:
    _, message = queue.add("one@example.org")
    claim_one(queue)
    recover(queue)
    assert message.state == MessageState.PENDING
    queue.drain()
    assert queue.gateway.recipients == ["one@example.org"]


def test_a_worker_that_dies_at_the_handover_leaves_it_unknown_and_never_tried_again(queue: Queue) -> None:
    _, message = queue.add("one@example.org")
    assert cross(queue, claim_one(queue))
    recover(queue)
    assert (message.state, message.reason) == (MessageState.UNKNOWN, claims.STOPPED_MID_WAY)
    queue.clock.set(queue.clock.now() + timedelta(days=1))
    assert queue.drain().claimed == 0


def test_a_lease_that_is_not_over_is_left_alone(queue: Queue) -> None:
    _, message = queue.add("one@example.org")
    claim_one(queue)
    queue.clock.set(queue.clock.now() + claims.LEASE - timedelta(seconds=1))
    with unit_of_work() as session:
        assert claims.recover(session, queue.clock.now()) == 0
    queue.session.expire_all()
    assert message.state == MessageState.CLAIMED


def test_a_worker_that_was_given_up_cannot_hand_over(queue: Queue) -> None:
    queue.add("one@example.org")
    slow = claim_one(queue)
    recover(queue)
    assert not cross(queue, slow)
    second = claim_one(queue)
    assert not cross(queue, slow)
    assert cross(queue, second)


def test_a_slow_worker_that_hears_the_answer_after_all_settles_what_was_unknown(queue: Queue) -> None:
    _, message = queue.add("one@example.org")
    slow = claim_one(queue)
    assert cross(queue, slow)
    recover(queue)
    with unit_of_work() as session:
        claims.settle(session, slow, MessageState.SENT, None, queue.clock.now())
    queue.session.expire_all()
    assert message.state == MessageState.SENT


def test_a_full_batch_wakes_another_worker_and_a_smaller_one_does_not(queue: Queue) -> None:
    for number in range(3):
        queue.add(f"reader{number}@example.org")
    woken: list[datetime] = []
    assert queue.courier.drain(lambda: woken.append(queue.clock.now()), limit=2).full
    assert not queue.courier.drain(lambda: woken.append(queue.clock.now()), limit=2).full
    assert len(woken) == 1


def test_a_fault_of_ours_hands_back_everything_that_was_not_touched(queue: Queue) -> None:
    for number in range(3):
        queue.add(f"reader{number}@example.org")
    queue.gateway.trouble[OFFERED] = [ZeroDivisionError()]
    with pytest.raises(ZeroDivisionError):
        queue.drain()
    states = queue.session.execute(select(Message.state, func.count()).group_by(Message.state)).all()
    assert [tuple(row) for row in states] == [("pending", 3)]


def acknowledgement(queue: Queue, email: str) -> Message:
    with unit_of_work() as session:
        acknowledge(session, consultation=queue.consultation, audience="families", email=email, now=queue.clock.now())
    return queue.session.scalars(select(Message).where(Message.kind == MessageKind.ACKNOWLEDGEMENT)).one()
