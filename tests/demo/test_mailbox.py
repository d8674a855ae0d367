"""The mailbox shows what was mailed, and nothing in a letter can run there."""

import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from engagement.demo.letterbox import Letterbox
from engagement.demo.mailbox import Sink, create_mailbox
from tests import servers
from tests.visitor import Visitor

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def letterbox(tmp_path: Path) -> Letterbox:
    return Letterbox(tmp_path / "mailbox")


@pytest.fixture
def reader(letterbox: Letterbox) -> Visitor:
    """Somebody with the mailbox in their browser."""
    return Visitor(create_mailbox(letterbox))


def letter(text: str, subject: str = "Your views") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "council@example.org", "family@example.org", subject
    message.set_content(text)
    message.add_alternative(f"<p>{text}</p>", subtype="html")
    return message


def test_an_empty_mailbox_says_so(reader: Visitor) -> None:
    assert "Nothing has been sent yet" in reader.get("/").text


def test_a_letter_sent_over_smtp_can_be_read_and_its_link_followed(reader: Visitor, letterbox: Letterbox) -> None:
    port = servers.free_port()
    sink = Controller(Sink(letterbox), hostname="127.0.0.1", port=port)
    sink.start()
    try:
        with smtplib.SMTP("127.0.0.1", port) as server:
            server.send_message(letter("Begin here:\nhttp://127.0.0.1:8000/nmiss-engagement/i/abc\n"))
    finally:
        sink.stop()
    page = reader.get("/").click("Your views")
    assert "family@example.org" in page.text
    assert page.html.find("a", href="http://127.0.0.1:8000/nmiss-engagement/i/abc")


def test_what_a_letter_says_is_shown_as_text(reader: Visitor, letterbox: Letterbox) -> None:
    letterbox.put(letter(HOSTILE, subject=HOSTILE).as_bytes())
    for page in (reader.get("/"), reader.get(f"/letters/{letterbox.names()[0]}")):
        assert HOSTILE not in page.text
        assert "&lt;script&gt;" in page.text
        assert "script-src 'self'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("content", [b"", b"no headers at all", b"Subject: =?utf-8?q?=ff?=\r\n\r\n\xff\xfe"])
def test_a_broken_letter_breaks_nothing_else(reader: Visitor, letterbox: Letterbox, content: bytes) -> None:
    letterbox.put(content)
    reader.get("/")
    reader.get(f"/letters/{letterbox.names()[0]}")


@pytest.mark.parametrize("name", ["nothing", "..%2f..%2fsecrets", "%00"])
def test_only_letters_are_shown(reader: Visitor, letterbox: Letterbox, name: str) -> None:
    letterbox.put(letter("Hello").as_bytes())
    reader.get(f"/letters/{name}", status=404)


def test_the_latest_letter_comes_first_and_none_is_half_there(letterbox: Letterbox) -> None:
    for number in range(3):
        letterbox.put(letter("Hello", subject=f"Letter {number}").as_bytes())
    found = [letterbox.read(name) for name in letterbox.names()]
    assert [str(message["Subject"]) for message in found if message] == ["Letter 2", "Letter 1", "Letter 0"]
