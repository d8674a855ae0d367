"""Generated letters all have the same headers, one recipient, and nothing of another person.

Councils, words of officers and addresses are drawn. `make test` makes 2,000 messages, `make faults` 100,000;
FAULTS_SEED repeats one run.
"""

import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts.models import Invitation
from engagement.correspondence import edited, wording
from engagement.correspondence.models import LetterVersion
from engagement.correspondence.postroom import PostRoom, as_ascii
from engagement.extensions import clock
from engagement.outbox.claims import Claimed
from engagement.outbox.envelopes import CannotBeWritten, Envelope
from tests import factories
from tests.faults.sizes import SEED, sized

pytestmark = [pytest.mark.faults, pytest.mark.timeout(3600)]
MESSAGES = sized(2_000, 100_000)
BATCH = 50
CONSULTATIONS = 10
HEADERS = [
    *("From", "Reply-To", "Subject", "MIME-Version", "Auto-Submitted", "Content-Type"),
    *("To", "Date", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post"),
]
HOSTILE = (
    "\r\nBcc: everybody@evil.example", "\nTo: b@evil.example", "\u2028Cc: c@evil.example", "\r\n\r\n<script>", "\x00",
    "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "=?utf-8?q?=0D=0ABcc:_d@evil.example?=", "{{7*7}}", "{% raw %}",
    "{link}", "{deadline}", "{council}", "{other_ways}", "{contact_email}", "%(link)s", "$link", "\r\n.\r\n", "--=_",
    "<b>&amp;", '"quoted"', "\u202edrow", "Ż" * 40, "🌳", " " * 30, "x" * 200, "</html>", "\t", "\x85", "words", "Kent",
)  # fmt: skip
Show = Callable[[str, object], None]


@dataclass(frozen=True)
class Reader:
    """A contact, and all that only this person's letter may hold."""

    contact_id: uuid.UUID
    address: str
    token: str
    reference: str


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_generated_letters_have_one_recipient_and_nothing_of_another_person(
    app: Flask, session: Session, show: Show
) -> None:
    chance = random.Random(SEED)
    room = PostRoom(clock, "https://views.council.example", "Engagement <views@council.example>", "b@council.example")
    asked = [(row, readers_of(session, row, chance)) for row in generated_consultations(session, chance)]
    made = refused = with_own_words = 0
    while made + refused < MESSAGES:
        consultation, readers = chance.choice(asked)
        template = written_by_officers(session, consultation, chance)
        with_own_words += "@" in template
        some = {uuid.uuid4(): reader for reader in chance.sample(readers, BATCH)}
        batch = [
            Claimed(row, row, consultation.id, reader.contact_id, None, None, "reminder", template, 0)
            for row, reader in some.items()
        ]
        for row, written in room(session, batch).items():
            if isinstance(written, Envelope):
                assert_only_for(some[row], written, [other for other in some.values() if other is not some[row]])
                made += 1
            else:
                assert not can_be_written(some[row].address), written
                refused += 1
    found = f"{made} made, {refused} refused; {with_own_words * BATCH} in words of officers"
    show(f"{MESSAGES} generated messages", found)
    assert made > 0
    assert refused > 0
    assert with_own_words > 0


def test_a_naive_letter_fails_the_same_check() -> None:
    own = Reader(uuid.uuid4(), "own@example.org", "token", "REF")
    other = Reader(uuid.uuid4(), "other@example.org", "another", "OTHER")
    for subject, to, words in (
        (f"Kent{HOSTILE[0]}", own.address, "words"),
        ("Kent", f"{own.address}, {other.address}", "words"),
        ("Kent", own.address, "https://views.council.example/x/i/another"),
    ):
        content = f"From: views@council.example\r\nTo: {to}\r\nSubject: {subject}\r\n\r\n{words}".encode()
        letter = object.__new__(Envelope)  # past its own check, which would refuse two of these
        for name, value in (("sender", "views@council.example"), ("recipient", own.address), ("content", content)):
            object.__setattr__(letter, name, value)
        with pytest.raises(AssertionError):
            assert_only_for(own, letter, [other])


def assert_only_for(reader: Reader, letter: Envelope, others: Sequence[Reader]) -> None:
    """Check the headers, the one recipient in header and envelope, and every word against the other readers."""
    message = message_from_bytes(letter.content, policy=default)
    assert message.keys() == HEADERS
    assert message["To"] == letter.recipient == as_ascii(reader.address)
    assert not message.defects
    bodies = [message.get_body((kind,)) for kind in ("plain", "html")]
    words = "".join(str(body.get_content()) for body in bodies if body is not None)
    whole = words + "".join(f"{name}: {value}\n" for name, value in message.items())
    assert words.count(reader.token) >= 2
    for other in others:
        assert other.token not in whole
        assert other.address not in whole
        assert other.reference not in whole


def can_be_written(address: str) -> bool:
    """Whether a message could go to an address at all."""
    try:
        Envelope("views@council.example", as_ascii(address), f"To: {as_ascii(address)}\r\n\r\n".encode())
    except (CannotBeWritten, UnicodeEncodeError):
        return False
    return True


def generated_consultations(session: Session, chance: random.Random) -> list[Consultation]:
    """Consultations of councils with hostile names."""
    return [
        factories.consultation(
            session, council_name=f"Council {number} {some_words(chance, 3)}"[:100].replace("\x00", "")
        )
        for number in range(CONSULTATIONS)
    ]


def readers_of(session: Session, asked: Consultation, chance: random.Random) -> list[Reader]:
    """Readers with usual, odd and impossible addresses."""
    odd = (
        "o'neill",
        "a+b",
        "{link}",
        "x.y",
        "#!$%&",
        "a`b",
        "=?utf-8?q?x?=",
        "ü",
        "a b",
        "a\r\nBcc: x",
        'q"q',
        "a,b@c.example,d",
    )
    found = []
    for number in range(2 * BATCH):
        local_part = f"{chance.choice(odd)}{number:04}" if chance.random() < 0.5 else f"reader{number:04}"
        domain = chance.choice(("example.org", "exämple.example", "school.example", "exa mple.org"))
        address = f"{local_part}@{domain}"
        contact, token = factories.contact(session, asked, address)
        reference = session.scalars(select(Invitation.reference).where(Invitation.contact_id == contact.id)).one()
        found.append(Reader(contact.id, address, token, reference))
    return found


def written_by_officers(session: Session, asked: Consultation, chance: random.Random) -> str:
    """A new version of the reminder in generated words, if the check lets them pass; gives the template."""
    subject = f"{{council}} {some_words(chance, 2)}"
    text = "\n\n".join([some_words(chance, 4), "{link}", some_words(chance, 6)])
    words = wording.tidy(subject, text)
    if edited.check(asked, "families/reminder", words):
        return "families/reminder"
    newest = edited.history(session, asked, "families/reminder")
    number = newest[0].number if newest else 0
    version: LetterVersion = edited.save(
        session, asked, "families/reminder", words, based_on=number, by="officer", now=clock.now()
    )
    return f"families/reminder@{version.number}"


def some_words(chance: random.Random, most: int) -> str:
    """A few pieces, harmless and hostile."""
    return " ".join(chance.choice(("views", "of yours", *HOSTILE)) for _ in range(chance.randint(1, most)))
