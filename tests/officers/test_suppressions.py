"""Officers look up whether an address gets letters, stop it for good, and write again only with a reason."""

import webtest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.audit.models import Entry
from engagement.consultations.models import Consultation
from engagement.contacts import suppression
from engagement.contacts.addresses import index_of
from engagement.contacts.models import Suppression, SuppressionReason
from engagement.outbox.models import Message
from tests import factories
from tests.visitor import Visitor

PLACE = "/officers/no-letters"
ADDRESS = "ada@home.example"


def look_up(officer: Visitor, address: str) -> webtest.TestResponse:
    form = officer.get(PLACE).forms[1]
    form["email"] = address
    return form.submit()


def stop(officer: Visitor) -> None:
    form = officer.get(PLACE).click("Stop letters to an address").forms[1]
    form["email"], form["reason"] = ADDRESS, "She rang us"
    assert "We write to this address no more." in form.submit().follow()


def test_an_address_without_anything_against_it_says_so(officer: Visitor) -> None:
    assert "There are none so far." in officer.get(PLACE)
    assert "Nothing stands against this address" in look_up(officer, ADDRESS)


def test_what_is_no_address_is_said_kindly(officer: Visitor) -> None:
    for address in ("", "ada", "ada@home.example, bob@home.example"):
        assert "There is a problem" in look_up(officer, address)
    form = officer.get(f"{PLACE}/add").forms[1]
    form["email"], form["reason"] = "ada", "She rang us"
    assert "There is a problem" in form.submit()


def test_an_address_is_stopped_for_every_consultation_and_found_again(officer: Visitor, session: Session) -> None:
    stop(officer)
    stop(officer)
    page = look_up(officer, f"  {ADDRESS.upper()} ")
    assert "This address gets no letters" in page
    assert "It holds for every consultation." in page
    assert "Stopped by an officer, every consultation: 1" in page
    noted = session.scalars(select(Entry).where(Entry.action == "letters stopped")).all()
    assert [entry.detail["reason"] for entry in noted] == ["She rang us", "She rang us"]
    assert all(ADDRESS not in str(entry.detail) for entry in noted)


def test_writing_again_needs_a_reason_which_is_kept(
    officer: Visitor, session: Session, consultation: Consultation
) -> None:
    suppression.add(
        session,
        email_index=index_of(ADDRESS),
        consultation_id=consultation.id,
        reason=SuppressionReason.ASKED,
        today=consultation.opens_at.date(),
    )
    session.commit()
    page = look_up(officer, ADDRESS)
    assert "It holds for Your Views." in page
    question = page.click("Write again")
    assert "The person told us that they do not want our letters." in question
    form = question.forms[1]
    assert "Give the reason." in form.submit()
    form["reason"] = "She wrote to us that she wants them"
    assert "We may write to this address again." in form.submit().follow()
    assert session.scalar(select(Suppression.id)) is None
    noted = session.scalars(select(Entry).where(Entry.action == "letters allowed again")).one()
    assert noted.detail == {"stopped_because": "asked", "reason": "She wrote to us that she wants them"}


def test_stopping_an_address_cancels_what_waits_for_it(
    officer: Visitor, session: Session, consultation: Consultation
) -> None:
    contact, _ = factories.contact(session, consultation, ADDRESS)
    factories.message(session, contact)
    session.commit()
    stop(officer)
    assert session.execute(select(Message.state, Message.reason)).one() == (
        "cancelled",
        "An officer stopped letters to this address",
    )


def test_a_contacts_page_says_what_stands_against_writing_and_what_to_do(
    officer: Visitor, session: Session, consultation: Consultation
) -> None:
    contact, _ = factories.contact(session, consultation, ADDRESS)
    session.commit()
    place = f"/officers/consultations/views/contacts/{contact.id}"
    stop(officer)
    page = officer.get(place)
    assert "Stopped by an officer on Monday 16 June 2025. It holds for every consultation." in page
    assert "Write to this address again?" in page.click(href="no-letters/.*/lift")
    contact.soft_bounces, contact.soft_bounces_since = 3, consultation.opens_at.date()
    session.commit()
    assert "Letters to this address have come back 3 times" in officer.get(place)
    contact.bounced_on = consultation.opens_at.date()
    session.commit()
    assert "Correct the address to write again." in officer.get(place)
