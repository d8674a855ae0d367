"""The demo's mailbox: takes every letter over SMTP, delivers none, and shows them on a page of its own."""

import logging
import signal
import sys
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask, abort, render_template
from werkzeug.serving import make_server

from engagement import assets, headers
from engagement.demo.environment import HOST
from engagement.demo.letterbox import Letterbox

MOST_SHOWN = 200


class Sink:
    """Keeps whatever is sent."""

    def __init__(self, letterbox: Letterbox) -> None:
        self._letterbox = letterbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep one letter and say so."""
        content = envelope.content
        self._letterbox.put(content if isinstance(content, bytes) else str(content).encode())
        return "250 Kept"


def create_mailbox(letterbox: Letterbox) -> Flask:
    """The page: the latest letters, and each in plain text."""
    app = Flask(__name__)
    app.config["PUBLIC_URL"] = f"http://{HOST}"
    assets.register(app)
    headers.register(app)

    @app.get("/")
    def letters() -> str:
        names = letterbox.names()
        shown = [(name, letterbox.read(name)) for name in names[:MOST_SHOWN]]
        return render_template("demo/letters.html", letters=shown, total=len(names))

    @app.get("/letters/<name>")
    def letter(name: str) -> str:
        found = letterbox.read(name)
        if found is None:
            abort(404)
        return render_template("demo/letter.html", letter=found, text=text_of(found))

    return app


def text_of(letter: EmailMessage) -> str:
    """The plain text of a letter, empty if it has none."""
    part = letter.get_body(("plain",))
    return str(part.get_content()) if part else ""


def main(smtp_port: int, page_port: int) -> None:
    """Serve mail and the page until the process is told to stop."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    letterbox = Letterbox()
    Controller(Sink(letterbox), hostname=HOST, port=smtp_port).start()
    make_server(HOST, page_port, create_mailbox(letterbox), threaded=True).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
