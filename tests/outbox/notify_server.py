"""A GOV.UK Notify of the tests' own: it checks who asks, answers as it is told and remembers what it took."""

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
API_KEY = f"kent_live-{SERVICE}-{SECRET}"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
HANG_UP = 0


@dataclass
class Notify:
    """What Notify took, and what it answers next: a status with an error and its message, or HANG_UP."""

    url: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[int, str, str]] = field(default_factory=list)
    # Whether a request is taken although the answer says otherwise or never comes.
    takes_anyway: bool = False
    connections: set[tuple[str, int]] = field(default_factory=set)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    notify: Notify

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self._known():
            return
        assert self.path == "/v2/notifications/email"
        assert {"email_address", "template_id", "personalisation", "reference"} <= request.keys()
        status, error, message = self.notify.answers.pop(0) if self.notify.answers else (201, "", "")
        if status == 201 or self.notify.takes_anyway:
            self.notify.taken.append(request)
        if status == HANG_UP:
            self.close_connection = True
        elif status == 201:
            self._answer(201, {"id": str(uuid.uuid4()), "reference": request["reference"]})
        else:
            self._refuse(status, error, message)

    def do_GET(self) -> None:
        if not self._known():
            return
        place = urlsplit(self.path)
        assert place.path == "/v2/notifications"
        (reference,) = parse_qs(place.query)["reference"]
        found = [
            {"reference": request["reference"], "status": "delivered"}
            for request in self.notify.taken
            if request["reference"] == reference
        ]
        self._answer(200, {"notifications": found, "links": {}})

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _known(self) -> bool:
        self.notify.connections.add(self.client_address)
        token = self.headers["Authorization"].removeprefix("Bearer ")
        try:
            claims = jwt.decode(token, SECRET, algorithms=["HS256"], leeway=30, options={"require": ["iss", "iat"]})
        except jwt.InvalidTokenError:
            self._refuse(403, "AuthError", "Invalid token: API key not found")
            return False
        assert claims["iss"] == SERVICE
        return True

    def _refuse(self, status: int, error: str, message: str) -> None:
        self._answer(status, {"status_code": status, "errors": [{"error": error, "message": message}]})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def notify_server() -> Iterator[Notify]:
    """Notify on this machine."""
    notify = Notify()
    handler = type("Handler", (_Handler,), {"notify": notify})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        notify.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield notify
        server.shutdown()
        thread.join(5)
