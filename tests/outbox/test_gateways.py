"""Real conversations with a mail server, and what is made of each answer."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from aiosmtpd.smtp import Envelope as Received
from aiosmtpd.smtp import Session as Conversation

from engagement.outbox.envelopes import Envelope
from engagement.outbox.gateways import (
    ConnectionTrouble,
    OutcomeUnknown,
    Refusal,
    SmtpGateway,
    TemporaryTrouble,
    without_address,
)
from engagement.outbox.gateways.smtp import NO_WAIT_SECONDS
from tests import servers

OK = "250 OK"


def envelope(recipient: str = "one@example.org", body: bytes = b"Hello\r\n") -> Envelope:
    return Envelope("views@council.example", recipient, f"To: {recipient}\r\n\r\n".encode() + body)


class Sink:
    """Answers as it is told and keeps what it took."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], bytes]] = []
        self.conversations: set[int] = set()
        self.answers: dict[str, list[str]] = {}
        self.extensions: list[str] = []
        self.rcpt_seconds = 0.0

    async def handle_EHLO(
        self, server: SMTP, session: Conversation, received: Received, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], *self.extensions, responses[-1]]

    def _next(self, command: str) -> str:
        waiting = self.answers.get(command)
        return waiting.pop(0) if waiting else OK

    async def handle_MAIL(
        self, server: SMTP, session: Conversation, received: Received, address: str, options: list[str]
    ) -> str:
        self.conversations.add(id(session))
        if (answer := self._next("MAIL")) == OK:
            received.mail_from = address
        return answer

    async def handle_RCPT(
        self, server: SMTP, session: Conversation, received: Received, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.rcpt_seconds)
        if (answer := self._next("RCPT")) == OK:
            received.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Conversation, received: Received) -> str:
        if (answer := self._next("DATA")) == OK:
            content = received.content
            assert isinstance(content, bytes)
            self.taken.append((list(received.rcpt_tos), content))
        return answer


@pytest.fixture(params=[[], ["250-PIPELINING"]], ids=["one by one", "pipelining"])
def sink(request: pytest.FixtureRequest) -> Sink:
    """What the server behind `gateway` does and keeps, whether or not it hears several commands at once."""
    sink = Sink()
    sink.extensions = request.param
    return sink


@pytest.fixture
def gateway(sink: Sink) -> Iterator[SmtpGateway]:
    """A gateway to a server on this machine."""
    controller = Controller(sink, hostname="127.0.0.1", port=servers.free_port())
    controller.start()
    opened = SmtpGateway(f"smtp://127.0.0.1:{controller.port}")
    yield opened
    opened.close()
    controller.stop()


def deliver(gateway: SmtpGateway, message: Envelope) -> None:
    gateway.offer(message)
    gateway.send(message, time.monotonic() + 4)


def test_several_messages_share_one_connection_and_arrive_unchanged(gateway: SmtpGateway, sink: Sink) -> None:
    for number in range(3):
        deliver(gateway, envelope(f"reader{number}@example.org", b".\r\n..two dots\r\n.one\r\n"))
    assert [recipients for recipients, _ in sink.taken] == [[f"reader{number}@example.org"] for number in range(3)]
    assert sink.taken[0][1].endswith(b"\r\n\r\n.\r\n..two dots\r\n.one\r\n")
    assert len(sink.conversations) == 1


def test_what_was_offered_and_not_sent_does_not_arrive_and_the_next_message_does(
    gateway: SmtpGateway, sink: Sink
) -> None:
    gateway.offer(envelope("one@example.org"))
    deliver(gateway, envelope("two@example.org"))
    assert [recipients for recipients, _ in sink.taken] == [["two@example.org"]]


def test_before_anything_is_waited_for_we_are_told_and_a_quick_answer_is_no_wait(
    gateway: SmtpGateway, sink: Sink
) -> None:
    waits: list[str] = []

    def next_message(name: str) -> None:
        gateway.offer(envelope(), lambda: waits.append(name))
        gateway.send(envelope(), time.monotonic() + 4)

    next_message("to be let in")
    next_message("for an answer")
    sink.rcpt_seconds = 2 * NO_WAIT_SECONDS
    next_message("for a slow answer")
    told = (
        {"to be let in", "for a slow answer"}
        if sink.extensions
        else {"to be let in", "for an answer", "for a slow answer"}
    )
    assert set(waits) == told
    assert len(sink.taken) == 3


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "trouble", "sentence"),
    [
        ("550 No such mailbox", Refusal, 'The mail server refused it: "550 No such mailbox"'),
        ("451 Try later", TemporaryTrouble, 'The mail server did not take it for now: "451 Try later"'),
    ],
)
def test_a_refusal_is_final_and_a_put_off_is_not_and_neither_hurts_the_next(
    gateway: SmtpGateway, sink: Sink, command: str, answer: str, trouble: type[Exception], sentence: str
) -> None:
    sink.answers[command] = [answer]
    with pytest.raises(trouble) as caught:
        deliver(gateway, envelope())
    assert str(caught.value) == sentence
    deliver(gateway, envelope("two@example.org"))
    assert [recipients for recipients, _ in sink.taken] == [["two@example.org"]]


def test_a_server_that_hangs_up_between_messages_is_called_again(gateway: SmtpGateway, sink: Sink) -> None:
    deliver(gateway, envelope("one@example.org"))
    sink.answers["MAIL"] = ["421 Enough for one connection"]
    deliver(gateway, envelope("two@example.org"))
    assert [recipients for recipients, _ in sink.taken] == [["one@example.org"], ["two@example.org"]]
    assert len(sink.conversations) == 2


def test_nothing_is_handed_over_once_it_is_too_late(gateway: SmtpGateway, sink: Sink) -> None:
    gateway.offer(envelope())
    with pytest.raises(ConnectionTrouble):
        gateway.send(envelope(), time.monotonic() - 0.001)
    assert sink.taken == []


def test_a_server_that_is_not_there_is_trouble_with_the_connection() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        with pytest.raises(ConnectionTrouble, match="could not be reached"):
            SmtpGateway(f"smtp://127.0.0.1:{reserved.getsockname()[1]}").offer(envelope())


@pytest.mark.parametrize(("password", "taken"), [("right%3A", True), ("wrong", False)])
def test_we_sign_in_where_the_address_of_the_server_says_so(sink: Sink, password: str, taken: bool) -> None:
    asked: list[bytes] = []

    def check(server: SMTP, session: Conversation, received: Received, mechanism: str, given: object) -> AuthResult:
        assert isinstance(given, LoginPassword)
        asked.append(given.login)
        return AuthResult(success=(given.login, given.password) == (b"us", b"right:"), handled=False)

    controller = Controller(
        sink, hostname="127.0.0.1", port=servers.free_port(), authenticator=check, auth_require_tls=False
    )
    controller.start()
    gateway = SmtpGateway(f"smtp://us:{password}@127.0.0.1:{controller.port}")
    try:
        if taken:
            deliver(gateway, envelope())
        else:
            with pytest.raises(ConnectionTrouble, match="did not let us in"):
                deliver(gateway, envelope())
    finally:
        gateway.close()
        controller.stop()
    assert asked[:1] == [b"us"]
    assert bool(sink.taken) is taken


@contextmanager
def telephone(talk: Callable[[socket.socket], None]) -> Iterator[SmtpGateway]:
    """A server that speaks by hand, for one connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                talk(connection)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield SmtpGateway(f"smtp://127.0.0.1:{listening.getsockname()[1]}")
        thread.join(5)


def up_to_go_ahead(connection: socket.socket, go_ahead: bytes) -> None:
    """Say yes to everything up to DATA."""
    connection.sendall(b"220 ready\r\n")
    for answer in (b"250 hello\r\n", OK.encode() + b"\r\n", OK.encode() + b"\r\n", go_ahead):
        connection.recv(4096)
        connection.sendall(answer)


def test_a_connection_lost_after_the_last_line_leaves_it_unknown() -> None:
    def talk(connection: socket.socket) -> None:
        up_to_go_ahead(connection, b"354 go ahead\r\n")
        received = b""
        while not received.endswith(b"\r\n.\r\n"):
            received += connection.recv(4096)

    with telephone(talk) as gateway, pytest.raises(OutcomeUnknown, match="it may have gone"):
        deliver(gateway, envelope())


def test_a_connection_lost_before_the_go_ahead_is_certainly_not_sent() -> None:
    with telephone(lambda connection: up_to_go_ahead(connection, b"")) as gateway, pytest.raises(ConnectionTrouble):
        deliver(gateway, envelope())


def test_a_server_slow_to_give_the_go_ahead_gets_nothing() -> None:
    received: list[bytes] = []

    def talk(connection: socket.socket) -> None:
        up_to_go_ahead(connection, b"")
        received.append(connection.recv(4096))

    with telephone(talk) as gateway:
        gateway.offer(envelope())
        started = time.monotonic()
        with pytest.raises(ConnectionTrouble):
            gateway.send(envelope(), time.monotonic() + 0.2)
    assert received == [b""]
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "said",
    [
        "5.1.1 <Jane.Smith@example.org>: unknown",
        "5.1.1 jane.smith unknown",
        "unknown: jane.smith@other.example\r\nasks jane.smith@example.org",
    ],
)
def test_what_a_server_says_is_kept_without_the_address(said: str) -> None:
    kept = without_address(said, "jane.smith@example.org")
    assert "smith" not in kept.lower()
    assert "unknown" in kept


@pytest.mark.parametrize("url", ["http://mail.example", "smtp://", "mail.example:25"])
def test_an_address_that_is_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL"):
        SmtpGateway(url)
