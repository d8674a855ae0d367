"""Officers keep the list of contacts; whoever looks at an address is written down."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.accounts.models import Officer
from engagement.audit.models import Entry
from engagement.consultations.models import Consultation
from engagement.contacts.models import Contact
from engagement.outbox.models import MessageKind
from tests import factories
from tests.clocks import SetClock
from tests.officers.door import READS_ANSWERS, Roles
from tests.visitor import Visitor

pytestmark = pytest.mark.every_database

LIST = "/officers/consultations/views/contacts"


def entries(session: Session, action: str) -> list[Entry]:
    return list(session.scalars(select(Entry).where(Entry.action == action)))


def marked(session: Session) -> bool:
    """Whether the only contact is marked, as the database has it now."""
    session.expire_all()
    return session.scalars(select(Contact)).one().do_not_contact


def test_the_empty_list_says_what_to_do(officer: Visitor, consultation: Consultation) -> None:
    assert "Import a CSV file or an Excel workbook" in officer.get(LIST)


def test_children_are_never_added(officer: Visitor, consultation: Consultation, session: Session) -> None:
    page = officer.get(f"{LIST}/add")
    form = page.forms[1]
    form["email"] = "child@home.example"
    form["audience"].force_value("young_people")
    assert "Choose schools or families." in form.submit()
    assert session.scalar(select(Contact.id)) is None


def test_one_contact_is_added_once(officer: Visitor, consultation: Consultation, session: Session) -> None:
    for wanted in ("The contact is added.", "There is already a contact with this address in this audience."):
        form = officer.get(f"{LIST}/add").forms[1]
        form["audience"], form["email"], form["name"] = "families", " Ada@Home.example ", "Ada"
        answer = form.submit()
        if answer.status_int == 302:
            answer = answer.follow()
        assert wanted in answer
    assert "ada@home.example" not in str([entry.detail for entry in entries(session, "contact added")])


def test_what_was_typed_for_a_contact_is_not_lost_when_it_will_not_do(
    officer: Visitor, consultation: Consultation
) -> None:
    form = officer.get(f"{LIST}/add").forms[1]
    form["audience"], form["email"], form["name"] = "families", "ada at home", "Ada"
    again = form.submit().forms[1]
    assert [again[name].value for name in ("audience", "email", "name")] == ["families", "ada at home", "Ada"]


def test_a_list_is_narrowed_by_audience_and_state_and_keeps_that_on_the_next_page(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    for number in range(51):
        factories.contact(session, consultation, f"family{number}@home.example")
    factories.contact(session, consultation, "head@school.example", audience="schools", do_not_contact=True)
    session.commit()
    page = officer.get(LIST)
    form = page.forms[1]
    form["audience"] = "families"
    narrowed = form.submit()
    assert "51 contacts" in narrowed
    second = narrowed.click("Next page")
    assert "audience=families" in second.request.query_string
    assert len(second.html.select("tbody tr")) == 1
    assert len(second.click("Page before").html.select("tbody tr")) == 50
    assert "1 contact<" in officer.get(f"{LIST}?state=do_not_contact")
    assert "52 contacts" in officer.get(f"{LIST}?state=nonsense&audience=nobody&after=nonsense&phase=x")
    assert "No contact matches." in officer.get(f"{LIST}?state=used")


def test_an_address_is_found_without_ever_being_in_a_link(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    factories.contact(session, consultation, "ada@home.example")
    factories.contact(session, consultation, "bob@home.example")
    session.commit()
    form = officer.get(LIST).forms[2]
    assert form.method == "post"
    form["find"] = "ADA@home.example"
    found = form.submit()
    assert "ada@home.example" in found
    assert "bob@home.example" not in found
    form["find"] = "nonsense@"
    assert "There is a problem" in form.submit()
    form["find"] = "Nobody of this name"
    assert "No contact matches." in form.submit()


def test_every_look_at_addresses_is_written_down_by_whom(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    contact, _ = factories.contact(session, consultation, "ada@home.example")
    session.commit()
    officer.get(LIST)
    officer.get(f"{LIST}/{contact.id}")
    me = session.scalars(select(Officer)).one().actor
    [listed], [single] = entries(session, "contacts read"), entries(session, "contact read")
    assert (listed.actor, listed.consultation_id, listed.detail) == (me, consultation.id, {"count": 1})
    assert single.detail == {"contact": str(contact.id)}


def test_a_contact_is_not_reached_through_another_consultation(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    elsewhere = factories.consultation(session)
    contact, _ = factories.contact(session, elsewhere, "ada@home.example")
    session.commit()
    for page in ("", "/address", "/details", "/do-not-contact", "/write-again"):
        officer.get(f"{LIST}/{contact.id}{page}", status=404)


def test_addresses_stay_shut_on_all_other_pages(
    sign_in: Callable[[Roles], Visitor], consultation: Consultation, session: Session, clock: SetClock
) -> None:
    data = sign_in(READS_ANSWERS)
    contact, _ = factories.contact(session, consultation, "ada@home.example")
    factories.message(session, contact, MessageKind.INVITATION, due_at=clock.now())
    session.commit()
    for page in ("/", "/mail", "/letters", "/results", "/results/measures", "/download"):
        assert "ada@home.example" not in data.get(f"/officers/consultations/views{page}")
