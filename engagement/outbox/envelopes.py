"""From a letter's words to bytes for one recipient: built once, then addressed to each person cheaply."""

import binascii
import html
import re
import secrets
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import NamedTuple

# Plain ASCII without spaces, quotes, commas or control characters: one match is exactly one recipient. What readers of
# mail could take for an encoded word is no address, because they would see another one than the envelope has.
ONE_ADDRESS = re.compile(r"(?!.*=\?)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# A link stands alone in its header and between angle brackets.
ONE_LINK = re.compile(r"https?://[A-Za-z0-9.!#$%&'*+/=?_~:@\[\]-]+")

# An id and a sign before it still fit into the 64 characters that may stand before an @.
LONGEST_BEFORE_ID = 31


class CannotBeWritten(ValueError):
    """This message cannot be made; the sentence says why and names nobody."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Bytes for one recipient. Raises CannotBeWritten unless there is exactly one."""

    sender: str
    recipient: str
    content: bytes

    def __post_init__(self) -> None:
        if len(self.recipient) > 254 or not ONE_ADDRESS.fullmatch(self.recipient):
            raise CannotBeWritten("The address is not one that mail can be sent to")
        headers, _, _ = self.content.partition(b"\r\n\r\n")
        named = [line for line in headers.split(b"\r\n") if line.lower().startswith((b"to:", b"cc:", b"bcc:"))]
        if named != [b"To: " + self.recipient.encode()]:
            raise CannotBeWritten("The message does not name exactly one recipient")


class Letter(NamedTuple):
    """The words of one message. `text` and `html` say the same."""

    subject: str
    text: str
    html: str


class FormLetter:
    """A letter to many people: what they share is built once.

    Where a person's own words go, the letter has one-character marks (see `addressed`).
    """

    def __init__(self, letter: Letter, *, mail_from: str, reply_to: str, bounces_to: str = "") -> None:
        sender = parseaddr(mail_from)[1]
        if not ONE_ADDRESS.fullmatch(sender):
            raise ValueError("MAIL_FROM must hold one address")
        if bounces_to and not (ONE_ADDRESS.fullmatch(bounces_to) and bounces_to.index("@") <= LONGEST_BEFORE_ID):
            raise ValueError("BOUNCES_TO must be one address with at most 31 characters before the @")
        headers = EmailMessage(policy=SMTP)
        headers["From"] = mail_from
        headers["Reply-To"] = one_line(reply_to)
        headers["Subject"] = one_line(letter.subject)
        headers["MIME-Version"] = "1.0"
        headers["Auto-Submitted"] = "auto-generated"
        # "=_" never occurs in quoted-printable text, so the boundary cannot either.
        self._boundary = f"=_{secrets.token_hex(12)}"
        headers["Content-Type"] = f'multipart/alternative; boundary="{self._boundary}"'
        self._headers = b"".join(SMTP.fold_binary(name, value) for name, value in headers.items())
        self._letter = letter
        self._sender = sender
        self._domain = sender.rpartition("@")[2]
        self._bounces_to = bounces_to

    def addressed(
        self, message_id: uuid.UUID, recipient: str, at: datetime, marks: Mapping[str, str], stop_link: str | None
    ) -> Envelope:
        """The message of one row: its Message-ID never changes. `marks` says what stands for each mark.

        Raises CannotBeWritten.
        """
        text, page = self._letter.text, self._letter.html
        for mark, words in marks.items():
            text = text.replace(mark, words)
            page = page.replace(mark, html.escape(words))
        own = [
            f"To: {recipient}",
            f"Date: {format_datetime(at)}",
            f"Message-ID: <{message_id.hex}@{self._domain}>",
        ]
        if stop_link is not None:
            if not ONE_LINK.fullmatch(stop_link):
                raise CannotBeWritten("The link to stop these letters is not one that mail can carry")
            own.append(f"List-Unsubscribe: <{stop_link}>")
            own.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
        try:
            written = "\r\n".join(own).encode("ascii")
        except UnicodeEncodeError:
            raise CannotBeWritten("The address is not one that mail can be sent to") from None
        content = b"".join(
            [
                self._headers,
                written,
                b"\r\n\r\n",
                self._part("plain", text),
                self._part("html", page),
                f"--{self._boundary}--\r\n".encode(),
            ]
        )
        return Envelope(self._return_path(message_id), recipient, content)

    def _return_path(self, message_id: uuid.UUID) -> str:
        """Where a report about one message goes: its address names the message, whatever the report leaves out."""
        if not self._bounces_to:
            return self._sender
        local_part, _, domain = self._bounces_to.partition("@")
        return f"{local_part}+{message_id.hex}@{domain}"

    def _part(self, subtype: str, words: str) -> bytes:
        head = (
            f"--{self._boundary}\r\n"
            f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        )
        lines = "\r\n".join(words.splitlines()) + "\r\n"
        return head.encode() + binascii.b2a_qp(lines.encode(), istext=True)


def one_line(words: str) -> str:
    """The same words without line breaks, control characters or marks, also encoded ones: nothing can add a header."""
    visible = "".join(" " if unicodedata.category(sign) in ("Cc", "Co", "Zl", "Zp") else sign for sign in words)
    # What builds headers decodes whatever looks like an encoded word, line breaks in it too.
    return " ".join(visible.split()).replace("=?", "= ?")
