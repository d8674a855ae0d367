"""Officers hear of an alarm once, hear when it is over, and hear it also while sending is paused."""

import email
from collections.abc import Iterator
from datetime import timedelta
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from aiosmtpd.smtp import Envelope as Received
from aiosmtpd.smtp import Session as Conversation

from engagement.outbox import alarms, service
from engagement.outbox.alarm_mail import Watch
from engagement.outbox.alarms import Alarm, News
from engagement.outbox.gateways import OutcomeUnknown, SmtpGateway
from engagement.outbox.notices import Notices
from engagement.unit_of_work import unit_of_work
from tests import servers
from tests.outbox.scripted import SENT, Queue

OFFICERS = ("ada@council.example", "bob@council.example")
NOTHING = News((), ())


class Postbox:
    """Takes what officers are written, unless it is told not to."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []
        self.refuses: set[str] = set()

    async def handle_RCPT(
        self, server: SMTP, session: Conversation, received: Received, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return "550 No such mailbox"
        received.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Conversation, received: Received) -> str:
        assert isinstance(received.content, bytes)
        message = email.message_from_bytes(received.content, policy=default)
        text = message.get_body(("plain",))
        assert text is not None
        self.taken.append((received.rcpt_tos[0], f"{message['Subject']}\n{text.get_content()}"))
        return "250 OK"


@pytest.fixture
def postbox() -> Postbox:
    """Where officers' mail arrives."""
    return Postbox()


@pytest.fixture
def watch(queue: Queue, postbox: Postbox) -> Iterator[Watch]:
    """Somebody who looks; the scheduler was heard just now."""
    controller = Controller(postbox, hostname="127.0.0.1", port=servers.free_port())
    controller.start()
    heard(queue)
    yield watching(queue, controller.port)
    controller.stop()


def watching(queue: Queue, port: int) -> Watch:
    gateway = SmtpGateway(f"smtp://127.0.0.1:{port}")
    notices = Notices(gateway, queue.clock, "Council <views@council.example>", "https://engagement.council.example")
    return Watch(notices, OFFICERS)


def heard(queue: Queue) -> None:
    with unit_of_work() as session:
        service.beat(session, alarms.SCHEDULER, queue.clock.now())


def fall_silent(queue: Queue) -> None:
    queue.clock.set(queue.clock.now() + timedelta(minutes=3))


def test_while_all_is_well_nobody_is_written_to(watch: Watch, postbox: Postbox) -> None:
    assert watch.look() == NOTHING
    assert postbox.taken == []


def test_an_alarm_is_told_once_to_each_officer_and_so_is_its_end(watch: Watch, queue: Queue, postbox: Postbox) -> None:
    fall_silent(queue)
    assert watch.look() == News((Alarm.SILENT,), ())
    assert watch.look() == NOTHING
    assert [recipient for recipient, _ in postbox.taken] == list(OFFICERS)
    assert "Engagement: mail needs attention" in postbox.taken[0][1]
    assert "The scheduler has not been heard for 2 minutes." in postbox.taken[0][1]
    assert "https://engagement.council.example/officers/sending" in postbox.taken[0][1]
    heard(queue)
    assert watch.look() == News((), (Alarm.SILENT,))
    assert watch.look() == NOTHING
    assert "Engagement: mail is well again" in postbox.taken[2][1]
    assert "Over: The scheduler has not been heard for 2 minutes." in postbox.taken[2][1]
    assert len(postbox.taken) == 4
    fall_silent(queue)
    assert watch.look() == News((Alarm.SILENT,), ())


def test_a_second_alarm_is_told_by_itself(watch: Watch, queue: Queue, postbox: Postbox) -> None:
    queue.add("one@example.org")
    queue.gateway.trouble[SENT] = [OutcomeUnknown("lost")]
    queue.drain()
    fall_silent(queue)
    watch.look()
    queue.clock.set(queue.clock.now() + timedelta(minutes=15))
    assert watch.look() == News((Alarm.UNKNOWN,), ())
    assert "not been known" in postbox.taken[-1][1]
    assert "scheduler" not in postbox.taken[-1][1]


def test_what_others_watch_over_is_told_with_a_link_to_where_it_is(watch: Watch, postbox: Postbox) -> None:
    assert watch.look([Alarm.UNREAD]) == News((Alarm.UNREAD,), ())
    assert watch.look([Alarm.UNREAD]) == NOTHING
    assert "Engagement: reading needs attention" in postbox.taken[0][1]
    assert postbox.taken[0][1].rstrip().endswith("https://engagement.council.example/officers/")
    assert watch.look() == News((), (Alarm.UNREAD,))


def test_a_paused_outbox_holds_no_alarm_back(watch: Watch, queue: Queue, postbox: Postbox) -> None:
    with unit_of_work() as session:
        service.pause(session, "A wrong date", queue.clock.now())
    fall_silent(queue)
    watch.look()
    assert len(postbox.taken) == 2


def test_what_nobody_could_be_told_is_told_when_mail_goes_again(queue: Queue, watch: Watch, postbox: Postbox) -> None:
    away = watching(queue, servers.free_port())
    fall_silent(queue)
    assert away.look() == NOTHING
    assert watch.look() == News((Alarm.SILENT,), ())
    heard(queue)
    assert away.look() == NOTHING
    assert watch.look() == News((), (Alarm.SILENT,))
    assert watch.look() == NOTHING
    assert len(postbox.taken) == 4


def test_one_address_that_is_wrong_keeps_it_from_nobody_else(watch: Watch, queue: Queue, postbox: Postbox) -> None:
    postbox.refuses = {OFFICERS[0]}
    fall_silent(queue)
    assert watch.look() == News((Alarm.SILENT,), ())
    assert [recipient for recipient, _ in postbox.taken] == [OFFICERS[1]]
    assert watch.look() == NOTHING
