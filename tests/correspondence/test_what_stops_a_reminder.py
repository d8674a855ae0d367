"""Eight things stop a reminder: it is cancelled with the thing itself, and never sent after it, claimed or not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.contacts.models import Contact, Invitation
from engagement.correspondence import eligibility, returns
from engagement.outbox.mailboxes import Maildir
from engagement.outbox.models import Message, MessageState
from tests import factories
from tests.clocks import SetClock
from tests.journeys.conftest import asked
from tests.journeys.walking import SLUG, answer_all, send, start, walk
from tests.officers.door import come_in
from tests.outbox.returned import ADDRESS, delivery_status
from tests.outbox.scripted import OFFERED, Queue, ScriptedGateway
from tests.visitor import Visitor

SAID = {"f_best": "The people"}
OFFICERS = f"/officers/consultations/{SLUG}"


@dataclass
class Reminded:
    """A parent who got a letter before, and for whom a reminder is due."""

    app: Flask
    session: Session
    clock: SetClock
    mailbox: Path
    queue: Queue = field(init=False)
    contact: Contact = field(init=False)
    token: str = field(init=False)
    earlier: Message = field(init=False)
    reminder: Message = field(init=False)

    def __post_init__(self) -> None:
        consultation = factories.consultation(self.session, slug=SLUG)
        factories.version(self.session, consultation, asked("families"))
        factories.officer(self.session)
        self.contact, self.token = factories.contact(self.session, consultation, ADDRESS)
        self.queue = Queue(self.session, self.clock, ScriptedGateway(), consultation)
        self.earlier = self.queue.letter_to(self.contact)
        self.earlier.state, self.earlier.settled_at = MessageState.SENT, self.clock.now()
        self.reminder = self.queue.letter_to(self.contact)

    @property
    def visitor(self) -> Visitor:
        """Somebody with a browser that we have not seen."""
        return Visitor(self.app)

    @property
    def officer(self) -> Visitor:
        """An officer at work."""
        visitor = self.visitor
        come_in(visitor, "ada@council.example")
        return visitor

    @property
    def reference(self) -> str:
        """What the letter says that one may quote."""
        return self.session.scalars(select(Invitation.reference)).one()

    @property
    def fate(self) -> tuple[str, str | None]:
        """What became of the reminder, and why."""
        self.session.expire_all()
        return self.reminder.state, self.reminder.reason


def answers_by_their_own_link(case: Reminded) -> None:
    visitor = case.visitor
    visitor.get(f"/{SLUG}/i/{case.token}")
    answer_all(visitor, "families", SAID)


def says_that_they_have_answered(case: Reminded) -> None:
    case.visitor.get(f"/{SLUG}/answered/{case.token}").follow().forms[0].submit().follow()


def quotes_the_letter_in_the_open(case: Reminded) -> None:
    page = walk(start(case.visitor, "families"), SAID)
    page.forms[0]["letter_reference"] = case.reference
    send(page)


def writes_on_paper(case: Reminded) -> None:
    _officer_enters(case, "paper")


def rings_us(case: Reminded) -> None:
    _officer_enters(case, "phone")


def asks_for_no_letters(case: Reminded) -> None:
    case.visitor.post(f"/{SLUG}/stop/{case.token}", {"List-Unsubscribe": "One-Click"})


def has_no_mailbox_any_more(case: Reminded) -> None:
    for name in ("new", "cur"):
        (case.mailbox / name).mkdir()
    (case.mailbox / "new" / "1").write_bytes(delivery_status(case.earlier.id))
    returns.read_mailbox(Maildir(case.mailbox), case.clock)


def is_not_to_be_written_to(case: Reminded) -> None:
    form = case.officer.get(f"{OFFICERS}/contacts/{case.contact.id}/do-not-contact").forms[1]
    form["reason"] = "A bereavement"
    form.submit()


def _officer_enters(case: Reminded, channel: str) -> None:
    form = case.officer.get(f"{OFFICERS}/entries/new").forms[1]
    form["audience"], form["channel"], form["received"] = "families", channel, "16 June 2025"
    form["reference"] = case.reference
    form.submit(status=303)


Cause = Callable[[Reminded], None]
CAUSES: list[tuple[Cause, str]] = [
    (answers_by_their_own_link, "Has answered"),
    (says_that_they_have_answered, "Told us they have answered"),
    (quotes_the_letter_in_the_open, "Has answered"),
    (writes_on_paper, "Answered on paper or by phone"),
    (rings_us, "Answered on paper or by phone"),
    (asks_for_no_letters, "Asked for no more letters"),
    (has_no_mailbox_any_more, "The address bounced"),
    (is_not_to_be_written_to, "Marked do not contact"),
]


@pytest.fixture
def case(app: Flask, session: Session, clock: SetClock, tmp_path: Path) -> Reminded:
    """A parent for whom a reminder is due."""
    return Reminded(app, session, clock, tmp_path)


def test_a_reminder_goes_where_nothing_stops_it(case: Reminded) -> None:
    case.queue.drain()
    assert case.queue.gateway.recipients == [ADDRESS]


@pytest.mark.parametrize(("happens", "reason"), CAUSES)
def test_it_is_cancelled_with_what_stops_it_and_no_worker_has_to_run(
    case: Reminded, happens: Cause, reason: str
) -> None:
    happens(case)
    assert case.fate == (MessageState.CANCELLED, reason)


@pytest.mark.parametrize(("happens", "reason"), CAUSES)
def test_a_worker_that_holds_the_reminder_already_does_not_send_it_afterwards(
    case: Reminded, happens: Cause, reason: str
) -> None:
    case.queue.gateway.meanwhile[OFFERED] = lambda: happens(case)
    case.queue.drain()
    case.queue.gateway.meanwhile.clear()
    case.queue.drain()
    assert case.queue.gateway.sent == []
    assert case.fate == (MessageState.CANCELLED, reason)


@pytest.mark.parametrize("claimed", [False, True])
def test_nothing_is_sent_from_the_very_moment_of_the_close(case: Reminded, claimed: bool) -> None:
    """No transaction is the cause of this one: the clock is, and each worker asks it at the last step."""
    closes_at = case.queue.consultation.closes_at
    case.queue.consultation.closes_at = case.clock.now()
    if claimed:
        case.queue.consultation.closes_at = closes_at
        case.session.commit()

        def close() -> None:
            case.queue.consultation.closes_at = case.clock.now()
            case.session.commit()

        case.queue.gateway.meanwhile[OFFERED] = close
    case.session.commit()
    case.queue.drain()
    assert case.queue.gateway.sent == []
    assert case.fate == (MessageState.CANCELLED, eligibility.CLOSED)
