"""GOV.UK Notify says what became of a letter; nobody else can, and saying it twice changes nothing."""

import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.contacts.models import Contact
from engagement.outbox.models import DeliveryReport, Message, MessageState
from tests import factories
from tests.clocks import SetClock
from tests.visitor import Visitor

TOKEN = "t" * 32
PLACE = "/callbacks/notify"


@pytest.fixture(autouse=True)
def token(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The secret that Notify was given."""
    monkeypatch.setitem(app.config, "NOTIFY_CALLBACK_TOKEN", TOKEN)


@pytest.fixture
def letter(session: Session, clock: SetClock) -> Message:
    """A letter that Notify took."""
    contact, _ = factories.contact(session, factories.consultation(session), "one@example.org")
    message = Message(
        consultation_id=contact.consultation_id,
        contact_id=contact.id,
        kind="reminder",
        occurrence=1,
        template="families/reminder",
        state=MessageState.SENT,
        due_at=clock.now(),
        settled_at=clock.now(),
    )
    session.add(message)
    session.commit()
    return message


def receipt(reference: object, status: str, **others: Any) -> dict[str, Any]:
    return {
        "id": "740e5834-3a29-46b4-9a6f-16142fde533a",
        "reference": reference,
        "to": "one@example.org",
        "status": status,
        "created_at": "2025-06-16T09:00:00.000000Z",
        "notification_type": "email",
    } | others


def tell(visitor: Visitor, document: object, status: int = 200, token: str = TOKEN) -> None:
    visitor.post_json(PLACE, document, headers={"Authorization": f"Bearer {token}"}, status=status)


def test_a_permanent_failure_marks_the_contact_once(visitor: Visitor, session: Session, letter: Message) -> None:
    for _ in range(2):
        tell(visitor, receipt(letter.id.hex, "permanent-failure"))
    session.expire_all()
    assert (letter.state, letter.reason) == (MessageState.FAILED, "It came back: there is no such mailbox")
    assert session.scalars(select(Contact.bounced_on)).one() is not None
    assert session.scalar(select(func.count()).select_from(DeliveryReport)) == 1


@pytest.mark.parametrize("status", ["temporary-failure", "technical-failure"])
def test_a_failure_for_now_is_counted_and_marks_nobody(
    visitor: Visitor, session: Session, letter: Message, status: str
) -> None:
    tell(visitor, receipt(letter.id.hex, status))
    session.expire_all()
    assert letter.state == MessageState.FAILED
    assert session.execute(select(Contact.bounced_on, Contact.soft_bounces)).one() == (None, 1)


def test_that_a_letter_arrived_settles_what_was_unknown(visitor: Visitor, session: Session, letter: Message) -> None:
    letter.state = MessageState.UNKNOWN
    session.commit()
    tell(visitor, receipt(letter.id.hex, "delivered"))
    session.expire_all()
    assert letter.state == MessageState.SENT


@pytest.mark.parametrize(
    "document",
    [
        receipt(uuid.uuid4().hex, "permanent-failure"),
        receipt(None, "permanent-failure"),
        receipt("another service's", "permanent-failure"),
        {"reference": ["a", "list"], "status": {"a": "mapping"}},
        {},
    ],
)
def test_what_is_about_no_letter_of_ours_is_answered_and_changes_nothing(
    visitor: Visitor, session: Session, letter: Message, document: object
) -> None:
    tell(visitor, document)
    session.expire_all()
    assert letter.state == MessageState.SENT
    assert session.scalars(select(Contact.bounced_on)).one() is None


def test_a_status_we_do_not_know_changes_nothing(visitor: Visitor, session: Session, letter: Message) -> None:
    tell(visitor, receipt(letter.id.hex, "sending"))
    session.expire_all()
    assert letter.state == MessageState.SENT


@pytest.mark.parametrize("wrong", ["", "wrong", TOKEN[:-1], "\xe9" * 32])
def test_whoever_does_not_know_the_secret_changes_nothing(
    visitor: Visitor, session: Session, letter: Message, wrong: str
) -> None:
    tell(visitor, receipt(letter.id.hex, "permanent-failure"), status=403, token=wrong)
    session.expire_all()
    assert letter.state == MessageState.SENT


def test_without_a_secret_nobody_is_believed(app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "NOTIFY_CALLBACK_TOKEN", "")
    tell(visitor, receipt(uuid.uuid4().hex, "delivered"), status=403, token="")
    visitor.post_json(PLACE, receipt("", "delivered"), status=403)


@pytest.mark.parametrize("document", [[], "delivered", None])
def test_what_is_no_receipt_is_refused(visitor: Visitor, document: object) -> None:
    tell(visitor, document, status=400)
