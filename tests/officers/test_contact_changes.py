"""Officers correct what is known of a contact and whom we write to: shown first, done once, undone if need be."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.audit.models import Entry
from engagement.consultations.models import Consultation
from engagement.contacts import invitations, service
from engagement.contacts.models import Contact
from engagement.correspondence.eligibility import BOUNCED
from engagement.outbox.models import DeliveryReport, Finding, Message, MessageKind, MessageState
from tests import factories
from tests.clocks import SetClock
from tests.visitor import Visitor

LIST = "/officers/consultations/views/contacts"


@pytest.fixture
def contact(session: Session, consultation: Consultation, clock: SetClock) -> Contact:
    """A contact whose address does not work."""
    row, _ = factories.contact(session, consultation, "old@home.example", bounced_on=clock.now().date())
    session.commit()
    return row


def letter(
    session: Session, contact: Contact, clock: SetClock, kind: MessageKind = MessageKind.INVITATION, **values: Any
) -> Message:
    """A letter to a contact, of the day before unless told otherwise."""
    then = clock.now() - timedelta(days=4)
    row = factories.message(session, contact, kind, **{"due_at": then, "settled_at": then} | values)
    session.commit()
    return row


def now(session: Session, row: Message) -> Message:
    session.expire_all()
    return session.get_one(Message, row.id)


def test_a_corrected_address_is_shown_before_it_is_written_to(
    officer: Visitor, contact: Contact, session: Session
) -> None:
    form = officer.get(f"{LIST}/{contact.id}").click("Correct the address").forms[1]
    form["email"] = "New@home.example"
    shown = form.submit()
    assert "Letters go to <strong>new@home.example</strong> instead of old@home.example" in shown
    assert "No letter has been missed" in shown
    session.expire_all()
    assert service.email_of(contact) == "old@home.example"
    assert "The address is corrected. No letter is sent again." in shown.forms[1].submit().follow()
    session.expire_all()
    assert (service.email_of(contact), contact.bounced_on) == ("new@home.example", None)
    assert "home.example" not in str(session.scalars(select(Entry.detail)).all())


def test_an_address_that_will_not_do_is_explained_and_kept(officer: Visitor, contact: Contact) -> None:
    form = officer.get(f"{LIST}/{contact.id}/address").forms[1]
    for email in ("", "nonsense", "old@home.example"):
        form["email"] = email
        again = form.submit()
        assert "There is a problem" in again
        assert again.forms[1]["email"].value == email


@pytest.mark.parametrize(
    "values",
    [
        {"state": MessageState.FAILED, "reason": "550 No such mailbox"},
        {"state": MessageState.SKIPPED, "reason": BOUNCED},
        {"state": MessageState.CANCELLED, "reason": BOUNCED},
    ],
)
def test_a_letter_that_failed_goes_to_the_corrected_address(
    officer: Visitor, contact: Contact, session: Session, clock: SetClock, values: dict[str, Any]
) -> None:
    failed = letter(session, contact, clock, **values)
    form = officer.get(f"{LIST}/{contact.id}/address").forms[1]
    form["email"] = "new@home.example"
    shown = form.submit()
    assert "It did not arrive." in shown
    assert shown.forms[1]["letter"].value == str(failed.id)
    assert "The letter goes at 10am on Monday 16 June 2025." in shown.forms[1].submit().follow()
    again = now(session, failed)
    assert (again.state, again.reason, again.tries, again.settled_at) == (MessageState.PENDING, None, 0, None)


@pytest.mark.parametrize("state", [MessageState.SENT, MessageState.FAILED])
def test_a_letter_that_came_back_goes_again_as_a_second_row(
    officer: Visitor, contact: Contact, session: Session, clock: SetClock, state: MessageState
) -> None:
    sent = letter(session, contact, clock, state=state)
    session.add(
        DeliveryReport(
            fingerprint="f", message_id=sent.id, finding=Finding.HARD, reason="No such mailbox", at=clock.now()
        )
    )
    session.commit()
    form = officer.get(f"{LIST}/{contact.id}/address").forms[1]
    form["email"] = "new@home.example"
    shown = form.submit()
    assert "No such mailbox" in shown
    shown.forms[1].submit()
    assert now(session, sent).state == state
    [copy] = session.scalars(select(Message).where(Message.id != sent.id))
    assert (copy.state, copy.kind, copy.occurrence) == (MessageState.PENDING, MessageKind.INVITATION, 1001)


def test_what_was_accepted_never_goes_twice_unless_an_officer_says_so(
    officer: Visitor, contact: Contact, session: Session, clock: SetClock
) -> None:
    sent = letter(session, contact, clock, state=MessageState.SENT)
    for choice, rows in (("none", 1), (str(sent.id), 2)):
        form = officer.get(f"{LIST}/{contact.id}/address").forms[1]
        form["email"] = f"{choice[:4]}@home.example"
        shown = form.submit()
        assert ": a second copy" in shown
        assert shown.forms[1]["letter"].value == "none"
        shown.forms[1]["letter"] = choice
        shown.forms[1].submit()
        session.expire_all()
        assert len(session.scalars(select(Message)).all()) == rows


def test_nobody_gets_two_letters_on_one_day(
    officer: Visitor, contact: Contact, session: Session, clock: SetClock
) -> None:
    letter(session, contact, clock, state=MessageState.SENT, settled_at=clock.now())
    failed = letter(
        session, contact, clock, kind=MessageKind.REMINDER, state=MessageState.FAILED, reason="550", occurrence=1
    )
    form = officer.get(f"{LIST}/{contact.id}/address").forms[1]
    form["email"] = "new@home.example"
    shown = form.submit()
    assert shown.forms[1]["letter"].value == str(failed.id)
    assert "10am on Tuesday 17 June 2025" in shown.forms[1].submit().follow()


def test_no_letter_goes_to_somebody_who_has_answered_and_the_address_stays_until_that_is_seen(
    officer: Visitor, consultation: Consultation, session: Session, clock: SetClock
) -> None:
    contact, token = factories.contact(session, consultation, "old@home.example")
    invitations.mark_answered(session, token)
    failed = letter(session, contact, clock, state=MessageState.FAILED, reason="550")
    form = officer.get(f"{LIST}/{contact.id}/address").forms[1]
    form["email"] = "new@home.example"
    refused = form.submit().forms[1].submit()
    assert "No letter can go to this contact. The reason: Already answered." in refused
    session.expire_all()
    assert service.email_of(contact) == "old@home.example"
    assert now(session, failed).state == MessageState.FAILED
    refused.forms[1]["letter"] = "none"
    assert "The address is corrected." in refused.forms[1].submit().follow()


def test_a_letter_of_somebody_else_is_not_sent(
    officer: Visitor, contact: Contact, consultation: Consultation, session: Session, clock: SetClock
) -> None:
    other, _ = factories.contact(session, consultation, "other@home.example")
    theirs = letter(session, other, clock, state=MessageState.FAILED, reason="550")
    letter(session, contact, clock, state=MessageState.FAILED, reason="550")
    form = officer.get(f"{LIST}/{contact.id}/address").forms[1]
    form["email"] = "new@home.example"
    shown = form.submit()
    shown.forms[1]["letter"].force_value(str(theirs.id))
    shown.forms[1].submit(status=404)
    shown.forms[1]["letter"].force_value("nonsense")
    shown.forms[1].submit(status=404)
    assert now(session, theirs).state == MessageState.FAILED


def test_marking_do_not_contact_asks_why_first_and_stops_waiting_letters_and_is_undone(
    officer: Visitor, consultation: Consultation, session: Session, clock: SetClock
) -> None:
    contact, _ = factories.contact(session, consultation, "a@home.example")
    waiting = letter(session, contact, clock, state=MessageState.PENDING, settled_at=None)
    question = officer.get(f"{LIST}/{contact.id}").click("Do not contact")
    assert "Give the reason." in question.forms[1].submit()
    question.forms[1]["reason"] = "A protected address"
    page = question.forms[1].submit().follow()
    assert "We will not write to this contact. 1 waiting letter is cancelled." in page
    assert "Yes: A protected address" in page
    stopped = now(session, waiting)
    assert (stopped.state, stopped.reason) == (MessageState.CANCELLED, "Marked do not contact")
    assert "protected" not in str(session.scalars(select(Entry.detail)).all())
    undo = page.click("Undo do not contact")
    assert undo.forms[1]["letter"].value == str(waiting.id)
    assert "The mark is taken away. The letter goes at" in undo.forms[1].submit().follow()
    assert now(session, waiting).state == MessageState.PENDING
    assert not session.scalars(select(Contact)).one().do_not_contact


def test_the_details_of_a_contact_are_corrected(officer: Visitor, consultation: Consultation, session: Session) -> None:
    contact, _ = factories.contact(session, consultation, "a@school.example", audience="schools")
    session.commit()
    form = officer.get(f"{LIST}/{contact.id}").click("Correct the details").forms[1]
    form["organisation"], form["phase"] = "Hope School", "several"
    page = form.submit().follow()
    assert "Hope School" in page
    assert "More than one phase" in page
    form["name"] = "x" * 201
    assert "There is a problem" in form.submit()
    form["phase"].force_value("nonsense")
    assert "There is a problem" in form.submit()
