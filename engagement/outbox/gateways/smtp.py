"""The way out over SMTP, in two steps: offer a recipient, then hand over the message."""

import re
import smtplib
import socket
import ssl
import time
from typing import NoReturn
from urllib.parse import unquote, urlsplit

from engagement.outbox.envelopes import Envelope
from engagement.outbox.gateways.outcomes import (
    ConnectionTrouble,
    NotTaken,
    OutcomeUnknown,
    Refusal,
    TemporaryTrouble,
    without_address,
)

TIMEOUT_SECONDS = 30
# Servers think longest after the last line, and whoever does not wait does not know.
ANSWER_SECONDS = 90
SUCCESS = range(200, 300)
GO_AHEAD = range(354, 355)
HANGING_UP = 421
NO_ANSWER = -1  # what smtplib makes of an answer that is none
DEFAULT_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


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

    def offer(self, envelope: Envelope) -> None:
        """MAIL and RCPT, on the open connection or a new one."""
        reused = self._server is not None
        server = self._server or self._connect()
        try:
            _expect(SUCCESS, server.mail(envelope.sender), envelope)
            _expect(SUCCESS, server.rcpt(envelope.recipient), envelope)
        except NotTaken:
            self.withdraw()
            raise
        except OSError:
            # Servers end a connection after so many messages: that is no trouble of this one.
            if not reused:
                self._lost()
            self._drop()
            self.offer(envelope)

    def send(self, envelope: Envelope, before: float) -> None:
        """DATA; the server's go-ahead must come in time, or the connection is dropped with nothing handed over."""
        server = self._server
        if server is None or server.sock is None:
            raise ConnectionTrouble("The connection to the mail server was lost")
        try:
            server.sock.settimeout(max(before - time.monotonic(), 0.01))
            _expect(GO_AHEAD, server.docmd("DATA"), envelope)
            server.sock.settimeout(TIMEOUT_SECONDS)
            if time.monotonic() > before:
                self._lost()
            server.send(re.sub(rb"(?m)^\.", b"..", envelope.content))
            # Without its last line nothing was handed over yet.
            if time.monotonic() > before:
                self._lost()
            server.sock.settimeout(ANSWER_SECONDS)
        except NotTaken:
            self.withdraw()
            raise
        except OSError:
            self._lost()
        try:
            server.send(b".\r\n")
            reply = server.getreply()
        except OSError:
            reply = (NO_ANSWER, b"")
        if reply[0] == NO_ANSWER:
            self._drop()
            raise OutcomeUnknown("The connection was lost before the mail server answered: it may have gone")
        try:
            _expect(SUCCESS, reply, envelope)
        except OSError:
            self._lost()

    def withdraw(self) -> None:
        """RSET."""
        if self._server is not None:
            try:
                self._server.rset()
            except OSError:
                self._drop()

    def close(self) -> None:
        """QUIT."""
        if self._server is not None:
            try:
                self._server.quit()
            except OSError:
                self._drop()
            self._server = None

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
            # The last line is sent by itself, and must not wait for the acknowledgement of the one before.
            server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:
            if server is not None:
                server.close()
            raise ConnectionTrouble("The mail server could not be reached or did not let us in") from None
        self._server = server
        return server

    def _lost(self) -> NoReturn:
        self._drop()
        raise ConnectionTrouble("The connection to the mail server broke before the message was taken") from None

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def _expect(good: range, reply: tuple[int, bytes], envelope: Envelope) -> None:
    code, said = reply
    if code in good:
        return
    if code in (HANGING_UP, NO_ANSWER):
        raise smtplib.SMTPServerDisconnected
    words = f'"{code} {without_address(said.decode(errors="replace"), envelope.recipient)}"'
    if code >= 500:
        raise Refusal(f"The mail server refused it: {words}")
    raise TemporaryTrouble(f"The mail server did not take it for now: {words}")
