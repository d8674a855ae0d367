"""Whoever comes back to a list is where they left it."""

import pytest
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from tests import factories
from tests.visitor import Visitor

CONTACTS = "/officers/consultations/views/contacts"


@pytest.fixture
def address(session: Session, consultation: Consultation) -> str:
    """The page of a contact."""
    contact, _ = factories.contact(session, consultation, "ada@home.example")
    session.commit()
    return f"{CONTACTS}/{contact.id}"


def back(officer: Visitor, address: str) -> str:
    """Where the link back of a page leads."""
    link = officer.get(address).html.select_one(".govuk-back-link")
    return str(link["href"])


def test_back_leads_to_the_filters_that_were_chosen(officer: Visitor, address: str) -> None:
    officer.get(f"{CONTACTS}?audience=families&state=unused")
    assert back(officer, address) == f"{CONTACTS}?audience=families&state=unused"
    officer.get(CONTACTS)
    assert back(officer, address) == CONTACTS


def test_what_was_looked_at_elsewhere_is_no_place_of_this_list(
    officer: Visitor, address: str, session: Session
) -> None:
    factories.consultation(session, slug="another")
    session.commit()
    assert back(officer, address) == CONTACTS
    officer.get("/officers/consultations/another/contacts?state=bounced")
    assert back(officer, address) == CONTACTS
