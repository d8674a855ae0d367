"""How the outbox stands adds up at every instant, and silence and delay are seen."""

from datetime import timedelta

from sqlalchemy import select

from engagement.correspondence.acknowledgements import acknowledge
from engagement.outbox import alarms, claims, service
from engagement.outbox.gateways import OutcomeUnknown, Refusal
from engagement.outbox.models import Message, MessageState
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.outbox.scripted import OFFERED, SENT, Queue


def status(queue: Queue) -> service.Status:
    return service.status(queue.session, queue.clock.now())


def test_planned_is_the_sum_of_all_states_at_every_step(queue: Queue) -> None:
    for number in range(8):
        queue.add(f"reader{number}@example.org")
    contact, _ = queue.add("answered@example.org")
    seen: set[str] = set()

    def balance() -> None:
        found = status(queue)
        (states,) = found.counts.values()
        assert set(states) == set(MessageState)
        assert found.planned == sum(states.values()) == 9
        seen.update(state for state, count in states.items() if count)

    queue.gateway.trouble = {OFFERED: [Refusal("no")], SENT: [OutcomeUnknown("lost")]}
    queue.gateway.meanwhile = {OFFERED: balance, SENT: balance}
    with unit_of_work() as session:
        service.cancel_waiting(session, contact_id=contact.id, reason="Already answered", now=queue.clock.now())
    queue.drain()
    balance()
    assert seen == {"claimed", "dotting", "sent", "unknown", "failed", "cancelled"}


def test_an_answer_cancels_only_what_still_waits_for_that_contact(queue: Queue) -> None:
    contact, first = queue.add("one@example.org")
    queue.drain()
    waiting = queue.letter_to(contact)
    _, other = queue.add("two@example.org")
    with unit_of_work() as session:
        cancelled = service.cancel_waiting(
            session, contact_id=contact.id, reason="Already answered", now=queue.clock.now()
        )
    queue.session.expire_all()
    assert cancelled == 1
    assert [first.state, waiting.state, other.state] == ["sent", "cancelled", "pending"]
    assert (waiting.reason, waiting.settled_at) == ("Already answered", queue.clock.now())


def test_all_quiet_raises_no_alarm(queue: Queue) -> None:
    with unit_of_work() as session:
        service.beat(session, alarms.SCHEDULER, queue.clock.now())
    assert status(queue).alarms == ()


def test_a_scheduler_that_fell_silent_is_noticed_after_two_minutes(queue: Queue) -> None:
    assert status(queue).alarms == ("The scheduler has not been heard for 2 minutes.",)
    with unit_of_work() as session:
        service.beat(session, alarms.SCHEDULER, queue.clock.now() - timedelta(minutes=3))
        service.beat(session, alarms.SCHEDULER, queue.clock.now() - timedelta(minutes=2))
    assert status(queue).alarms == ()
    queue.clock.set(queue.clock.now() + timedelta(seconds=1))
    assert status(queue).alarms == ("The scheduler has not been heard for 2 minutes.",)


def test_a_message_that_could_go_and_does_not_is_noticed_after_five_minutes(queue: Queue) -> None:
    queue.add("one@example.org")
    queue.clock.set(queue.clock.now() + timedelta(minutes=5, seconds=1))
    found = status(queue)
    assert found.oldest_due_seconds == 301
    assert "A message has been due for more than 5 minutes." in found.alarms


def test_a_letter_that_waits_for_the_morning_is_not_late(queue: Queue) -> None:
    queue.clock.set("2025-06-16T15:59:00+00:00")
    queue.add("one@example.org")
    queue.clock.set("2025-06-16T22:00:00+00:00")
    assert status(queue).oldest_due_seconds == 0
    queue.clock.set("2025-06-17T08:01:00+00:00")
    assert status(queue).oldest_due_seconds == 60


def test_what_nobody_knows_is_noticed_after_fifteen_minutes(queue: Queue) -> None:
    queue.add("one@example.org")
    queue.gateway.trouble[SENT] = [OutcomeUnknown("lost")]
    queue.drain()
    assert status(queue).unknown == 1
    queue.clock.set(queue.clock.now() + timedelta(minutes=15, seconds=1))
    assert any("not been known" in alarm for alarm in status(queue).alarms)


def test_a_pause_is_shown_with_its_reason_and_is_no_delay(queue: Queue) -> None:
    queue.add("one@example.org")
    with unit_of_work() as session:
        service.pause(session, "A wrong date", queue.clock.now())
    queue.clock.set(queue.clock.now() + timedelta(hours=1))
    found = status(queue)
    assert (found.paused, found.pause_reason) == (True, "A wrong date")
    assert not any("due" in alarm for alarm in found.alarms)
    with unit_of_work() as session:
        service.resume(session, queue.clock.now())
    assert not status(queue).paused


def test_an_acknowledgement_and_its_address_are_gone_thirty_days_after_it_was_settled(queue: Queue) -> None:
    with unit_of_work() as session:
        for email in ("one@example.org", "two@example.org"):
            acknowledge(
                session, consultation=queue.consultation, audience="families", email=email, now=queue.clock.now()
            )
    queue.gateway.trouble[OFFERED] = [Refusal("no")]
    queue.drain()
    queue.add("reader@example.org")
    queue.clock.set(queue.clock.now() + service.ADDRESSES_KEPT - timedelta(seconds=1))
    with unit_of_work() as session:
        assert service.forget(session, queue.clock.now()) == 0
    with unit_of_work() as session:
        assert service.forget(session, queue.clock.now() + timedelta(seconds=1)) == 2
    assert queue.session.scalars(select(Message.kind)).all() == ["reminder"]


def test_an_acknowledgement_that_still_waits_is_kept(queue: Queue) -> None:
    with unit_of_work() as session:
        acknowledge(
            session, consultation=queue.consultation, audience="schools", email="a@b.example", now=queue.clock.now()
        )
        assert service.forget(session, queue.clock.now() + timedelta(days=365)) == 0


def test_each_consultation_is_counted_by_itself(queue: Queue) -> None:
    queue.add("one@example.org")
    other = Queue(queue.session, queue.clock, queue.gateway, factories.consultation(queue.session))
    other.add("one@example.org")
    with unit_of_work() as session:
        claims.claim(session, queue.clock.now(), 1)
    counts = status(queue).counts
    assert len(counts) == 2
    assert status(queue).as_dict()["planned"] == 2
