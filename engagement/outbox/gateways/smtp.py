"""The way out over SMTP, in two steps: offer a recipient, then hand over the message."""

import contextlib
import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from typing import NoReturn
from urllib.parse import unquote, urlsplit

from engagement.outbox.envelopes import Envelope
from engagement.outbox.gateways.conversation import Answer, Conversation
from engagement.outbox.gateways.outcomes import (
    ConnectionTrouble,
    OutcomeUnknown,
    Refusal,
    TemporaryTrouble,
    nothing,
    without_address,
)

TIMEOUT_SECONDS = 30
# Servers think longest after the last line, and whoever does not wait does not know.
ANSWER_SECONDS = 90
# An answer that takes longer is one that is waited for.
NO_WAIT_SECONDS = 0.05
# So much leaves within the time for it or not at all: one piece of what TLS encrypts.
AT_ONCE = 16_000
SUCCESS = range(200, 300)
GO_AHEAD = range(354, 355)
HANGING_UP = 421
DEFAULT_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
# Lines of a message that begin with a full stop get another one, so that none is taken for the last line.
FULL_STOP = re.compile(rb"(?m)^\.")


class SmtpGateway:
    """An SMTP server, one connection for many messages.

    `smtp://host:port`, `smtp+starttls://user:password@host` or `smtps://...`.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
            raise ValueError("SMTP_URL must begin with smtp://, smtp+starttls:// or smtps:// and name a host")
        self._scheme = parts.scheme
        self._host = parts.hostname
        self._port = parts.port or DEFAULT_PORTS[parts.scheme]
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._server: smtplib.SMTP | None = None
        self._conversation: Conversation | None = None
        # Whether the server may still wait for a message that was offered: RSET then goes out before the next one.
        self._begun = False

    def offer(self, envelope: Envelope, before_waiting: Callable[[], object] = nothing) -> None:
        """MAIL and RCPT, on the open connection or a new one; both at once where the server lets us (RFC 2920)."""
        reused = self._server is not None
        server = self._server
        if server is None:
            before_waiting()
            server = self._connect()
        commands = [b"RSET\r\n"] if self._begun else []
        commands.append(f"MAIL FROM:<{envelope.sender}>\r\n".encode("ascii"))
        commands.append(f"RCPT TO:<{envelope.recipient}>\r\n".encode("ascii"))
        self._begun = True
        try:
            if server.has_extn("pipelining"):
                answers = self._ask_all(commands, before_waiting)
            else:
                before_waiting()
                answers = [self._ask(command) for command in commands]
            for answer in answers:
                _expect(SUCCESS, answer, envelope)
        except OSError:
            # Servers end a connection after so many messages: that is no trouble of this one.
            if not reused:
                self._lost()
            self._drop()
            self.offer(envelope, before_waiting)

    def send(self, envelope: Envelope, before: float) -> None:
        """DATA; the server's go-ahead must come in time, or the connection is dropped with nothing handed over."""
        conversation = self._conversation
        if conversation is None:
            raise ConnectionTrouble("The connection to the mail server was lost")
        try:
            conversation.say(b"DATA\r\n", _left(before))
            _expect(GO_AHEAD, conversation.answer(before), envelope)
            content = FULL_STOP.sub(b"..", envelope.content) + b".\r\n"
            # Without its last line nothing was handed over yet, and what does not leave whole has none.
            for part in (content[:-AT_ONCE], content[-AT_ONCE:]):
                conversation.say(part, _left(before))
        except OSError:
            self._lost()
        try:
            answer = conversation.answer(time.monotonic() + ANSWER_SECONDS)
        except OSError:
            self._drop()
            raise OutcomeUnknown("The connection was lost before the mail server answered: it may have gone") from None
        try:
            _expect(SUCCESS, answer, envelope)
        except OSError:
            self._lost()
        self._begun = False

    def close(self) -> None:
        """QUIT."""
        if self._conversation is not None:
            with contextlib.suppress(OSError):
                self._ask(b"QUIT\r\n")
        self._drop()

    def _ask_all(self, commands: list[bytes], before_waiting: Callable[[], object]) -> list[Answer]:
        """Say everything at once and hear every answer."""
        conversation = self._conversation
        assert conversation is not None
        conversation.say(b"".join(commands), TIMEOUT_SECONDS)
        said_at = time.monotonic()
        until = said_at + NO_WAIT_SECONDS
        answers: list[Answer] = []
        while len(answers) < len(commands):
            try:
                answers.append(conversation.answer(until))
            except TimeoutError:
                if until > said_at + NO_WAIT_SECONDS:
                    raise
                before_waiting()
                until = time.monotonic() + TIMEOUT_SECONDS
        return answers

    def _ask(self, command: bytes) -> Answer:
        conversation = self._conversation
        assert conversation is not None
        conversation.say(command, TIMEOUT_SECONDS)
        return conversation.answer(time.monotonic() + TIMEOUT_SECONDS)

    def _connect(self) -> smtplib.SMTP:
        server: smtplib.SMTP | None = None
        try:
            if self._scheme == "smtps":
                context = ssl.create_default_context()
                server = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_SECONDS, context=context)
            else:
                server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS)
            if self._scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if self._user:
                server.login(self._user, self._password)
            server.ehlo_or_helo_if_needed()
            assert server.sock is not None
            # Nothing that is said waits until what was said before is acknowledged.
            server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:
            if server is not None:
                server.close()
            raise ConnectionTrouble("The mail server could not be reached or did not let us in") from None
        self._server = server
        self._conversation = Conversation(server.sock)
        self._begun = False
        return server

    def _lost(self) -> NoReturn:
        self._drop()
        raise ConnectionTrouble("The connection to the mail server broke before the message was taken") from None

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = self._conversation = None


def _left(before: float) -> float:
    """How many seconds are left. Raises TimeoutError when there are none."""
    left = before - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _expect(good: range, answer: Answer, envelope: Envelope) -> None:
    if answer.code in good:
        return
    if answer.code == HANGING_UP:
        raise smtplib.SMTPServerDisconnected
    words = f'"{answer.code} {without_address(answer.words.decode(errors="replace"), envelope.recipient)}"'
    if answer.code >= 500:
        raise Refusal(f"The mail server refused it: {words}")
    raise TemporaryTrouble(f"The mail server did not take it for now: {words}")
