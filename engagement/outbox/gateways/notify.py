"""The way out through GOV.UK Notify: one request a message, found again by the reference we gave it."""

import http.client
import json
import re
import select
import ssl
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any, NamedTuple, NoReturn
from urllib.parse import urlencode, urlsplit

import jwt

from engagement.outbox.envelopes import Envelope
from engagement.outbox.gateways.outcomes import (
    ConnectionTrouble,
    OutcomeUnknown,
    Refusal,
    TemporaryTrouble,
    nothing,
    without_address,
)

TIMEOUT_SECONDS = 30
CONNECT_SECONDS = 10
LONGEST_ANSWER = 1_000_000
# A key is a name, the service's id and the secret, joined by hyphens.
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
API_KEY = re.compile(rf".*-({UUID})-({UUID})")
# Notify itself says of these that it did not take the request. Others of their kind come from what stands before it.
NOT_TAKEN_BY_NOTIFY = (500, 503)
# Notify keeps what it sent for a week: older ones leave no trace although they went.
KEPT = timedelta(days=6)


class _Answer(NamedTuple):
    status: int
    body: Any


class NotifyGateway:
    """GOV.UK Notify, with a template whose subject is ((subject)) and whose message is ((body)).

    The message's id is our `reference`, so that Notify can say later whether it has it. Raises ValueError where
    the key or the address is none.
    """

    def __init__(self, *, url: str, api_key: str, template_id: str) -> None:
        key = API_KEY.fullmatch(api_key)
        if key is None:
            raise ValueError("NOTIFY_API_KEY must be a key as GOV.UK Notify shows it: name-service-secret")
        if not re.fullmatch(UUID, template_id):
            raise ValueError("NOTIFY_TEMPLATE_ID must be the id of a template in GOV.UK Notify")
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("NOTIFY_URL must begin with https:// and name a host")
        self._service, self._secret = key.groups()
        self._template_id = template_id
        self._secure = parts.scheme == "https"
        self._host = parts.hostname
        self._port = parts.port
        self._connection: http.client.HTTPConnection | None = None

    def offer(self, envelope: Envelope, before_waiting: Callable[[], object] = nothing) -> None:
        """Have a connection that works, so that a message cannot be lost on the way to one."""
        self._connected(before_waiting)

    def send(self, envelope: Envelope, before: float) -> None:
        """One request; from its first byte on, only Notify's answer can say that it was not taken."""
        body = self._request_for(envelope)
        if time.monotonic() > before:
            self.close()
            raise ConnectionTrouble("GOV.UK Notify was not reached in time")
        try:
            answer = self._ask("POST", "/v2/notifications/email", body)
        except (OSError, http.client.HTTPException):
            self.close()
            raise OutcomeUnknown(
                "The connection to GOV.UK Notify was lost before it answered: it may have gone"
            ) from None
        if answer.status not in range(200, 300):
            _refused(answer, envelope)

    def close(self) -> None:
        """End the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def traces(self, asked: Mapping[uuid.UUID, datetime], now: datetime) -> Mapping[uuid.UUID, bool]:
        """Which messages Notify knows by our reference. Raises ConnectionTrouble."""
        found: dict[uuid.UUID, bool] = {}
        try:
            for message_id, since in asked.items():
                self._connected()
                answer = self._ask("GET", f"/v2/notifications?{urlencode({'reference': message_id.hex})}")
                if answer.status != 200:
                    raise ConnectionTrouble(f"GOV.UK Notify answered {answer.status}")
                if answer.body["notifications"]:
                    found[message_id] = True
                elif now - since < KEPT:
                    found[message_id] = False
        except (OSError, http.client.HTTPException, TypeError, KeyError):
            raise ConnectionTrouble("GOV.UK Notify could not be asked") from None
        finally:
            self.close()
        return found

    def _request_for(self, envelope: Envelope) -> dict[str, Any]:
        """What Notify is told: the words of the letter in text, from which it makes its own page."""
        message = message_from_bytes(envelope.content, policy=default)
        text = message.get_body(("plain",))
        assert text is not None
        request = {
            "email_address": envelope.recipient,
            "template_id": self._template_id,
            "personalisation": {
                "subject": message["Subject"],
                "body": text.get_content().replace("\r\n", "\n").strip(),
            },
            "reference": message["Message-ID"].strip("<>").partition("@")[0],
        }
        stop_link = (message["List-Unsubscribe"] or "").strip("<>")
        if stop_link.startswith("https://"):
            request["one_click_unsubscribe_url"] = stop_link
        return request

    def _connected(self, before_waiting: Callable[[], object] = nothing) -> http.client.HTTPConnection:
        connection = self._connection
        # A connection that has something to read between two requests is one that the server has ended.
        if connection is not None and (connection.sock is None or select.select([connection.sock], [], [], 0)[0]):
            self.close()
            connection = None
        if connection is None:
            before_waiting()
            kind: type[http.client.HTTPConnection] = http.client.HTTPConnection
            options: dict[str, Any] = {}
            if self._secure:
                kind, options = http.client.HTTPSConnection, {"context": ssl.create_default_context()}
            connection = kind(self._host, self._port, timeout=CONNECT_SECONDS, **options)
            try:
                connection.connect()
            except OSError:
                connection.close()
                raise ConnectionTrouble("GOV.UK Notify could not be reached") from None
            connection.sock.settimeout(TIMEOUT_SECONDS)
            self._connection = connection
        return connection

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> _Answer:
        connection = self._connection
        if connection is None:
            raise ConnectionTrouble("The connection to GOV.UK Notify was lost")
        token = jwt.encode({"iss": self._service, "iat": int(time.time())}, self._secret, algorithm="HS256")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        response = connection.getresponse()
        content = response.read(LONGEST_ANSWER)
        try:
            return _Answer(response.status, json.loads(content))
        except ValueError:
            return _Answer(response.status, None)


def _refused(answer: _Answer, envelope: Envelope) -> NoReturn:
    """Raise what an answer other than yes means for the message."""
    kind, message = _first_error(answer.body)
    words = f'"{answer.status} {without_address(message, envelope.recipient)}"'
    if answer.status >= 500:
        if answer.status in NOT_TAKEN_BY_NOTIFY:
            raise TemporaryTrouble(f"GOV.UK Notify did not take it for now: {words}")
        raise OutcomeUnknown(f"What stands before GOV.UK Notify answered in its place: {words}. It may have gone")
    if kind == "ValidationError" and message.startswith("email_address"):
        raise Refusal(f"GOV.UK Notify refused it: {words}")
    # A limit, a key or a template that is wrong meets every message alike, so a whole wave must not fail of it.
    raise ConnectionTrouble(f"GOV.UK Notify takes nothing for now: {words}")


def _first_error(body: Any) -> tuple[str, str]:
    try:
        error = body["errors"][0]
        return str(error["error"]), str(error["message"])
    except (TypeError, LookupError):
        return "", "no reason given"
