"""What nobody knows is settled by a trace, by the lack of one once nothing is under way, or by an officer."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from engagement import jobs
from engagement.outbox import claims, service, settling
from engagement.outbox.gateways import OutcomeUnknown
from engagement.outbox.models import Message, MessageState
from engagement.unit_of_work import unit_of_work
from tests.outbox.notify_server import API_KEY, HANG_UP, TEMPLATE, Notify, notify_server
from tests.outbox.scripted import SENT, Queue

LOST = OutcomeUnknown("The connection was lost before the mail server answered: it may have gone")


@dataclass
class Told:
    """Somebody who knows of every message whether it went, and of the others nothing."""

    known: dict[uuid.UUID, bool] = field(default_factory=dict)

    def traces(self, asked: Mapping[uuid.UUID, datetime], now: datetime) -> Mapping[uuid.UUID, bool]:
        """What was told about those asked for."""
        return {message_id: found for message_id, found in self.known.items() if message_id in asked}


@pytest.fixture
def lost(queue: Queue) -> Message:
    """A letter whose handing over was cut off."""
    _, message = queue.add("one@example.org")
    queue.gateway.trouble[SENT] = [LOST]
    queue.drain()
    assert message.state == MessageState.UNKNOWN
    return message


def resolve(queue: Queue, known: dict[uuid.UUID, bool]) -> settling.Resolved:
    found = settling.resolve(Told(known), queue.clock)
    queue.session.expire_all()
    return found


def later(queue: Queue, wait: timedelta = settling.STILL_UNDER_WAY) -> None:
    queue.clock.set(queue.clock.now() + wait)


def test_a_trace_settles_it_at_once(queue: Queue, lost: Message) -> None:
    message_id = lost.id
    assert resolve(queue, {message_id: True}) == settling.Resolved(went=1, go_again=0)
    message = queue.session.get_one(Message, message_id)
    assert (message.state, message.reason) == (MessageState.SENT, settling.FOUND)
    assert queue.drain().claimed == 0


def test_no_trace_proves_nothing_while_it_may_still_be_under_way(queue: Queue, lost: Message) -> None:
    message_id = lost.id
    later(queue, settling.STILL_UNDER_WAY - timedelta(seconds=1))
    assert resolve(queue, {message_id: False}) == settling.Resolved(0, 0)
    later(queue, timedelta(seconds=1))
    assert resolve(queue, {message_id: False}) == settling.Resolved(0, 1)
    assert queue.drain().sent == 1
    assert queue.gateway.recipients == ["one@example.org"]


def test_whoever_had_it_in_hand_no_longer_has_a_say_once_it_goes_again(queue: Queue) -> None:
    _, message = queue.add("one@example.org")
    message_id = message.id
    with unit_of_work() as session:
        (stuck,) = claims.claim(session, queue.clock.now(), 1)
    with unit_of_work() as session:
        assert queue.courier.gate.cross(session, stuck, queue.clock.now())
    later(queue, claims.LEASE)
    with unit_of_work() as session:
        claims.recover(session, queue.clock.now())
    later(queue)
    assert resolve(queue, {message_id: False}) == settling.Resolved(0, 1)
    with unit_of_work() as session:
        claims.settle(session, stuck, MessageState.FAILED, "Late", queue.clock.now())
    assert queue.session.get_one(Message, message_id).state == MessageState.PENDING


def test_what_nobody_can_tell_stays_unknown(queue: Queue, lost: Message) -> None:
    message_id = lost.id
    later(queue, timedelta(days=1))
    assert resolve(queue, {}) == settling.Resolved(0, 0)
    assert queue.session.get_one(Message, message_id).state == MessageState.UNKNOWN


def test_a_letter_that_is_no_longer_wanted_does_not_go_again(queue: Queue, lost: Message) -> None:
    message_id = lost.id
    queue.consultation.closes_at = queue.clock.now() + timedelta(minutes=1)
    queue.session.commit()
    later(queue)
    resolve(queue, {message_id: False})
    assert queue.drain().sent == 0
    message = queue.session.get_one(Message, message_id)
    assert (message.state, message.reason) == (MessageState.CANCELLED, "The consultation has closed")


def test_a_letter_that_is_lost_every_time_fails_in_the_end(queue: Queue, lost: Message) -> None:
    message_id = lost.id
    lost.tries = 11
    queue.session.commit()
    later(queue)
    resolve(queue, {message_id: False})
    message = queue.session.get_one(Message, message_id)
    assert (message.state, message.settled_at) == (MessageState.FAILED, queue.clock.now())


def test_an_officers_word_ends_the_alarm(queue: Queue, lost: Message) -> None:
    message_id = lost.id
    later(queue, timedelta(minutes=16))
    assert any("not been known" in alarm for alarm in service.status(queue.session, queue.clock.now()).alarms)
    with unit_of_work() as session:
        assert settling.treat_as_sent(session, [message_id], reason="So decided", now=queue.clock.now()) == 1
        assert settling.send_again(session, [message_id], reason="Too late", now=queue.clock.now()) == 0
    assert not any("not been known" in alarm for alarm in service.status(queue.session, queue.clock.now()).alarms)


def test_only_what_is_unknown_can_be_settled(queue: Queue) -> None:
    _, message = queue.add("one@example.org")
    with unit_of_work() as session:
        assert settling.treat_as_sent(session, [message.id], reason="No", now=queue.clock.now()) == 0
        assert settling.send_again(session, [message.id], reason="No", now=queue.clock.now()) == 0


@pytest.fixture
def notify() -> Iterator[Notify]:
    """A GOV.UK Notify of our own."""
    with notify_server() as server:
        yield server


@pytest.mark.parametrize("taken", [True, False])
def test_notify_settles_what_it_did_not_answer(
    app: Flask, queue: Queue, notify: Notify, monkeypatch: pytest.MonkeyPatch, taken: bool
) -> None:
    settings: dict[str, Any] = {
        "MAIL_GATEWAY": "notify",
        "NOTIFY_URL": notify.url,
        "NOTIFY_API_KEY": API_KEY,
        "NOTIFY_TEMPLATE_ID": TEMPLATE,
    }
    for name, value in settings.items():
        monkeypatch.setitem(app.config, name, value)
    _, message = queue.add("one@example.org")
    message_id = message.id
    notify.answers, notify.takes_anyway = [(HANG_UP, "", "")], taken
    jobs.drain_outbox()
    later(queue)
    jobs.resolve()
    queue.session.expire_all()
    assert queue.session.get_one(Message, message_id).state == (MessageState.SENT if taken else MessageState.PENDING)
    jobs.drain_outbox()
    assert [request["reference"] for request in notify.taken] == [message_id.hex]
