"""Keeping the receipt: as a file, or by mail to an address that is used once; never with an answer in it."""

import email
from collections.abc import Callable
from datetime import timedelta
from email.policy import default

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.correspondence import postroom
from engagement.correspondence.receipts import WITHOUT_CODE
from engagement.outbox import claims, service
from engagement.outbox.envelopes import Envelope
from engagement.outbox.models import Message, MessageState
from engagement.responses.models import Response
from engagement.unit_of_work import unit_of_work
from tests.clocks import SetClock
from tests.journeys.walking import PATHS, SLUG, SOME, Page, answer_all, code_on, form_of
from tests.visitor import Visitor

FAMILIES = f"/{SLUG}/families"
TAKING = ["schools", "families"]


def ask(receipt: Page, address: str, status: int = 303, *, with_code: bool = False) -> Page:
    """Type an address on the receipt and press the button; gives what comes back, not followed."""
    form = form_of(receipt, "Email me this receipt")
    form["address"] = address
    form["with_code"] = with_code
    return form.submit(status=status)


def messages(session: Session) -> int:
    """How many receipts wait or went."""
    return session.scalar(select(func.count()).select_from(Message).where(Message.template.like("%/receipt"))) or 0


def letters(session: Session, clock: SetClock) -> list[email.message.EmailMessage]:
    """The receipts that wait, as they are written."""
    with unit_of_work() as work:
        batch = claims.claim(work, clock.now(), 100)
    written = postroom.PostRoom(clock, "https://views.example", "Council <views@council.example>")(session, batch)
    envelopes = [written[claimed.id] for claimed in batch if claimed.template.endswith("/receipt")]
    assert all(isinstance(envelope, Envelope) for envelope in envelopes), envelopes
    return [email.message_from_bytes(one.content, policy=default) for one in envelopes if isinstance(one, Envelope)]


def text_of(message: email.message.EmailMessage) -> str:
    """The plain text of a letter, on one line."""
    part = message.get_body(("plain",))
    assert part is not None
    return " ".join(str(part.get_content()).split())


@pytest.mark.parametrize("audience", TAKING)
def test_the_file_is_named_with_the_reference_and_says_what_the_page_says(
    audience: str, kent: Consultation, visitor: Visitor, session: Session
) -> None:
    receipt = answer_all(visitor, audience)
    file = receipt.click("Save it as a text file")
    reference = session.scalars(select(Response.reference)).one()
    assert file.content_type == "text/plain"
    assert file.headers["Content-Disposition"] == f'attachment; filename="receipt-{reference}.txt"'
    for said in (reference, code_on(receipt), "16 June 2025", "11:59pm on Wednesday 9 July 2025", f"/{SLUG}/withdraw"):
        assert said in file.text
    assert "\n\n\n" not in file.text


@pytest.mark.parametrize("audience", TAKING)
def test_neither_file_nor_mail_holds_an_answer(
    audience: str, kent: Consultation, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    receipt = answer_all(visitor, audience)
    ask(receipt, "somebody@home.example", with_code=True)
    (letter,) = letters(session, clock)
    for given in SOME[audience].values():
        for text in [given] if isinstance(given, str) else given:
            if " " in text or "@" in text:
                assert text not in text_of(letter)
                assert text not in receipt.click("Save it as a text file").text


@pytest.mark.parametrize("audience", TAKING)
def test_the_mail_goes_to_the_typed_address_and_carries_the_code_only_if_asked(
    audience: str, kent: Consultation, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    receipt = answer_all(visitor, audience)
    code, reference = code_on(receipt), session.scalars(select(Response.reference)).one()
    shown = ask(receipt, " First@Home.Example ").follow()
    assert "We are sending this receipt to the address that you typed." in shown
    ask(shown, "second@home.example", with_code=True)
    by_address = {str(letter["To"]): letter for letter in letters(session, clock)}
    first, second = by_address["First@home.example"], by_address["second@home.example"]
    assert WITHOUT_CODE in text_of(first)
    assert code not in first.as_string()
    assert f"Your code is {code}." in text_of(second)
    for letter in (first, second):
        assert letter["Subject"] == "Kent County Council: your receipt"
        assert f"Your reference is {reference}." in text_of(letter)
        assert "11:59pm on Wednesday 9 July 2025" in text_of(letter)
        assert f"https://views.example/{SLUG}/withdraw" in text_of(letter)
        assert "\ue002" not in text_of(letter)


@pytest.mark.every_database
def test_an_address_gets_it_once_however_it_is_written_and_at_most_three_do(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    receipt = answer_all(visitor, "schools")
    for address in ("a@home.example", "A@HOME.example", "a@home.example", "b@home.example"):
        receipt = ask(receipt, address).follow()
    assert messages(session) == 2
    shown = ask(receipt, "c@home.example").follow()
    assert messages(session) == 3
    assert "We have sent this receipt to 3 addresses" in shown
    assert "We are sending" not in ask(receipt, "d@home.example").follow()
    assert "We are sending" in ask(receipt, "b@home.example").follow()
    assert messages(session) == 3


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("", "Enter your email address"),
        ("nobody", "Enter an email address in the correct format"),
        ("a@b.example, c@d.example", "Enter an email address in the correct format"),
        ("a@b.example\tBcc: c@d.example", "Enter an email address in the correct format"),
        ("a@b.example\0<script>", "Enter an email address in the correct format"),
    ],
)
def test_what_is_no_address_is_explained_and_kept(
    address: str, problem: str, kent: Consultation, visitor: Visitor, session: Session
) -> None:
    receipt = answer_all(visitor, "families")
    token = form_of(receipt, "Email me this receipt")["csrf_token"].value
    posted = {"csrf_token": token, "address": address, "with_code": "yes"}
    page = visitor.post(f"{FAMILIES}/receipt/mail", posted, status=422)
    assert problem in page.html.select_one(".govuk-error-summary").text
    assert page.html.title.text.startswith("Error")
    form = form_of(page, "Email me this receipt")
    assert form["address"].value == address.replace("\0", "")
    assert form["with_code"].checked
    assert messages(session) == 0


def test_the_address_goes_thirty_days_after_the_message_went(
    kent: Consultation, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    ask(answer_all(visitor, "families"), "a@home.example")
    for message in session.scalars(select(Message)):
        message.state, message.settled_at = MessageState.SENT, clock.now()
    session.commit()
    with unit_of_work() as work:
        service.forget(work, clock.now() + timedelta(days=29))
    assert messages(session) == 1
    with unit_of_work() as work:
        service.forget(work, clock.now() + timedelta(days=30))
    assert messages(session) == 0


def test_nothing_but_the_keys_ties_the_message_to_the_response(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    ask(answer_all(visitor, "families"), "a@home.example", with_code=True)
    message = session.scalars(select(Message).where(Message.template == "families/receipt")).one()
    response = session.scalars(select(Response)).one()
    assert message.contact_id is None
    assert response.id.hex not in str(vars(message))
    assert response.reference.encode() not in (message.recipient_sealed or b"")


def test_young_people_are_asked_for_no_address_and_leave_no_file_on_the_device(
    kent: Consultation, visitor: Visitor
) -> None:
    receipt = answer_all(visitor, "young_people")
    assert receipt.html.select("input[type=email]") == []
    for address in ("receipt/file", "receipt/mail"):
        visitor.get(f"/{SLUG}/young-people/{address}", status=404)
    visitor.post(f"/{SLUG}/young-people/receipt/mail", {"address": "a@home.example"}, status=404)


@pytest.mark.parametrize("audience", TAKING)
def test_nobody_else_gets_anything(
    audience: str, kent: Consultation, visitor: Visitor, new_visitor: Callable[[], Visitor], session: Session
) -> None:
    door, stranger = f"/{SLUG}/{PATHS[audience]}", new_visitor()
    answer_all(visitor, audience)
    for person in (visitor, stranger):
        person.post(f"{door}/receipt/mail", {"csrf_token": "guessed", "address": "a@home.example"}, status=303)
    assert stranger.get(f"{door}/receipt/file", status=303).location.endswith(door)
    assert stranger.get(f"{door}/receipt/mail", status=303).location.endswith("/receipt")
    assert messages(session) == 0
