"""Reads what mail servers send back about a letter: that it failed, that it waits, that somebody complained."""

import re
import uuid
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as Mail
from email.utils import getaddresses

from engagement.outbox.models import Finding

# RFC 3463: what the digits after "5." or "4." say of the address itself. All else is no fault of the address.
GONE_FOR_GOOD = re.compile(r"5\.(?:0\.0|1\.(?:[0-6]|10)|2\.1|4\.(?:1|4|310)|7\.(?:13|17))")
IN_WORDS = {
    "1.1": "there is no such mailbox",
    "1.2": "there is no such mail domain",
    "1.10": "the domain takes no mail",
    "2.1": "the mailbox is closed",
    "2.2": "the mailbox is full",
    "2.3": "the message is too long for the mailbox",
    "4.4": "no mail server was found for the address",
    "4.7": "their mail server did not answer for too long",
}
SUBJECTS_IN_WORDS = {
    "1": "the address is not right",
    "2": "the mailbox takes no mail",
    "3": "their mail system takes no mail",
    "4": "their mail server was not reached",
    "7": "their mail server does not take mail from us",
}
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
OUR_ID = re.compile(rb"(?im)^(?:message-id|in-reply-to|references|original-envelope-id):.*?\b([0-9a-f]{32})\b")
OUR_RETURN_PATH = re.compile(r"\+([0-9a-f]{32})@")
SENT_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To")
COMPLAINTS = ("abuse", "fraud", "opt-out", "opt-out-list", "other", "virus")
AUTOMATIC_SUBJECT = re.compile(r"(?i)\s*(?:auto(?:matic|matische)?[ -]?(?:reply|response)|out of (?:the )?office)")


class Unreadable(Exception):
    """What came is no report that we understand; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came back. `about` are the messages that it may be about, the likeliest first.

    `reason` is a sentence without any address; `recipient` is the address that it names as the one that failed.
    """

    finding: Finding
    reason: str
    about: tuple[uuid.UUID, ...] = ()
    recipient: str = field(default="", repr=False)


def read(content: bytes) -> Report:
    """Understand a mail that came to where reports are sent. Raises Unreadable."""
    try:
        mail = message_from_bytes(content)
        parts = list(mail.walk())
        about = _about(mail, content)
        if blocks := _part(parts, "message/delivery-status"):
            return _delivery_status(_headers_of(blocks), about)
        if feedback := _part(parts, "message/feedback-report"):
            return _feedback(_headers_of(feedback), about)
        if _is_automatic(mail, parts):
            return Report(Finding.AUTOMATIC, "An automatic answer, for example that somebody is out of office", about)
    # The parser of the standard library fails in ways of its own on what is no mail at all.
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        raise Unreadable("It is not put together as a mail is") from None
    raise Unreadable("It is neither a report nor an automatic answer, so a person may have written it")


def bounce(code: str) -> tuple[Finding, str]:
    """What an enhanced status code of a failure means: whether the address is at fault, and why in words."""
    finding = Finding.HARD if GONE_FOR_GOOD.fullmatch(code) else Finding.SOFT
    _, _, detail = code.partition(".")
    words = IN_WORDS.get(detail) or SUBJECTS_IN_WORDS.get(detail.partition(".")[0]) or "no reason was given"
    return finding, f"It came back: {words}" + (f" ({code})" if code else "")


def _delivery_status(blocks: list[Mail], about: tuple[uuid.UUID, ...]) -> Report:
    recipients = [block for block in blocks if block.get("Action")]
    if not recipients:
        raise Unreadable("It says of no recipient what became of the letter")
    failed = [block for block in recipients if _word(block, "Action") == "failed"]
    block = (failed or recipients)[0]
    if not failed:
        if _word(block, "Action") == "delayed":
            return Report(Finding.DELAYED, "Their mail server goes on trying", about)
        return Report(Finding.DELIVERED, "It was delivered", about)
    said = STATUS.search(str(block.get("Status", ""))) or STATUS.search(str(block.get("Diagnostic-Code", "")))
    finding, reason = bounce(said.group() if said else "")
    named = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
    return Report(finding, reason, about, named.rpartition(";")[2].strip().strip("<>"))


def _feedback(blocks: list[Mail], about: tuple[uuid.UUID, ...]) -> Report:
    kind = next((_word(block, "Feedback-Type") for block in blocks if block.get("Feedback-Type")), "")
    if kind in COMPLAINTS:
        return Report(Finding.COMPLAINT, "Somebody reported it as unwanted mail", about)
    if kind:
        return Report(Finding.AUTOMATIC, "A report that asks nothing of us", about)
    raise Unreadable("It says nothing of what somebody complained about")


def _is_automatic(mail: Mail, parts: list[Mail]) -> bool:
    return (
        _word(mail, "Auto-Submitted") not in ("", "no")
        or _word(mail, "Precedence") == "auto_reply"
        or any(mail.get(name) for name in ("X-Autoreply", "X-Autorespond"))
        or _part(parts, "message/disposition-notification") is not None
        or AUTOMATIC_SUBJECT.match(str(mail.get("Subject", ""))) is not None
    )


def _about(mail: Mail, content: bytes) -> tuple[uuid.UUID, ...]:
    """The ids in the address that it was sent to, and then in the headers of the letter that it carries."""
    addresses = getaddresses([str(value) for name in SENT_TO for value in mail.get_all(name, [])])
    named = [found[1] for _, address in addresses if (found := OUR_RETURN_PATH.search(address))]
    named += [found[1].decode() for found in OUR_ID.finditer(content)]
    return tuple(uuid.UUID(hex=name) for name in dict.fromkeys(named))


def _part(parts: list[Mail], kind: str) -> Mail | None:
    return next((part for part in parts if part.get_content_type() == kind), None)


def _headers_of(part: Mail) -> list[Mail]:
    """The groups of headers that a report is made of."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return [block for block in payload if isinstance(block, Mail)]
    return [message_from_bytes(block) for block in re.split(rb"\r?\n\r?\n", str(payload).strip().encode())]


def _word(mail: Mail, name: str) -> str:
    """The first word of a header, without what follows in brackets or after a semicolon."""
    words = re.split(r"[\s;(]", str(mail.get(name, "")).strip().lower(), maxsplit=1)
    return words[0]
