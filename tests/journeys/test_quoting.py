"""Whoever answers by the open link may quote our letter: reminders stop, and nothing ties the answers to the letter."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts.models import Contact, Invitation
from engagement.outbox.models import Message
from engagement.persistence import Base
from engagement.responses.models import Answer, Draft, DraftAnswer, Response
from tests import factories
from tests.journeys.walking import SLUG, SOME, Page, send, start, walk
from tests.visitor import Visitor

FIELD = "letter_reference"


@pytest.fixture
def reference(token: str, session: Session) -> str:
    """The reference in the letter of a parent for whom a reminder waits."""
    return session.scalars(select(Invitation.reference)).one()


def check_page(visitor: Visitor, audience: str = "families") -> Page:
    return walk(start(visitor, audience), SOME[audience])


def quote(page: Page, typed: str) -> Page:
    page.forms[0][FIELD] = typed
    return send(page)


def state(session: Session) -> tuple[str, str]:
    """Of the reminder, and of the invitation."""
    reminder = select(Message.state).where(Message.kind == "reminder")
    return session.scalars(reminder).one(), session.scalars(select(Invitation.state)).one()


@pytest.mark.parametrize("spelled", [str, str.lower, lambda text: f"  {text.replace('-', ' ')} "])
def test_a_reference_stops_reminders_however_it_is_typed(
    reference: str, visitor: Visitor, session: Session, spelled: object
) -> None:
    assert callable(spelled)
    receipt = quote(check_page(visitor), spelled(reference))
    assert "Your answers have been sent" in receipt
    assert "Thank you for the reference." in receipt
    assert state(session) == ("cancelled", "used")


@pytest.mark.parametrize("typed", ["K7QF3-MWD8T", "none", "' OR 1=1 --", "\0", "x" * 5000])
def test_a_reference_that_we_do_not_know_is_said_kindly_and_never_keeps_answers_back(
    reference: str, visitor: Visitor, session: Session, typed: str
) -> None:
    receipt = quote(check_page(visitor), typed)
    assert "Your answers have been sent" in receipt
    assert "Thank you for the reference." not in receipt
    assert state(session) == ("pending", "unused")
    assert session.scalars(select(Response.blank)).all() == [False]


def test_nobody_has_to_give_one(reference: str, visitor: Visitor, session: Session) -> None:
    receipt = send(check_page(visitor))
    assert "reference that you gave" not in receipt
    assert state(session) == ("pending", "unused")


def test_the_reference_of_another_audience_or_consultation_stops_nobody(
    reference: str, visitor: Visitor, session: Session
) -> None:
    elsewhere, _ = factories.contact(session, factories.consultation(session), "other@example.org")
    session.commit()
    others = session.scalars(select(Invitation.reference).where(Invitation.contact_id == elsewhere.id)).one()
    assert "We do not know the reference" in quote(check_page(visitor), others)
    visitor.reset()
    assert "We do not know the reference" in quote(check_page(visitor, "schools"), reference)
    assert set(session.scalars(select(Invitation.state))) == {"unused"}


@pytest.mark.parametrize("table", [Draft, DraftAnswer, Response, Answer])
def test_nothing_of_a_letter_is_kept_beside_answers(
    reference: str, visitor: Visitor, session: Session, table: type[Base]
) -> None:
    contact_id = session.scalars(select(Contact.id)).one()
    invitation_id = session.scalars(select(Invitation.id)).one()
    quote(check_page(visitor), reference)
    kept = repr(session.execute(select(*table.__table__.columns)).all())
    for telling in (reference, reference.replace("-", ""), str(contact_id), contact_id.hex, invitation_id.hex):
        assert telling not in kept


def test_what_was_typed_is_still_there_when_nothing_was_answered(
    reference: str, visitor: Visitor, session: Session
) -> None:
    page = walk(start(visitor, "families"), {})
    page.forms[0][FIELD] = reference
    asks = page.forms[0].submit()
    assert "You have not answered anything" in asks
    receipt = asks.forms[0].submit("blank", value="yes").follow()
    assert "Thank you for the reference." in receipt
    assert state(session) == ("cancelled", "used")


def test_young_people_and_those_who_came_by_their_own_link_are_not_asked(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    assert FIELD not in check_page(visitor, "young_people").forms[0].fields
    _, token = factories.contact(session, kent, "parent@example.org")
    session.commit()
    visitor.get(f"/{SLUG}/i/{token}")
    assert FIELD not in check_page(visitor).forms[0].fields
