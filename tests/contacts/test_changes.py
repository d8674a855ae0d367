"""One contact at a time: added once, corrected, never a child, never across consultations."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from engagement.contacts import changes, invitations, service
from engagement.errors import NotFound, Refused
from tests import factories
from tests.clocks import SetClock


def test_an_added_contact_has_a_personal_link(session: Session, clock: SetClock) -> None:
    asked = factories.consultation(session)
    changes.add(session, asked, audience="families", email="Ada@Home.example", name=" Ada  L ", now=clock.now())
    [listed] = service.listing(session, asked.id).contacts
    assert (listed.email, listed.name, listed.invitation) == ("ada@home.example", "Ada L", "unused")


@pytest.mark.parametrize(
    ("email", "name", "sentence"),
    [("nonsense", "", "@"), ("a@b.example", "x" * 201, "at most 200"), ("a@b.example", "a\0b", "can be shown")],
)
def test_what_will_not_do_is_refused(session: Session, clock: SetClock, email: str, name: str, sentence: str) -> None:
    asked = factories.consultation(session)
    with pytest.raises(Refused, match=sentence):
        changes.add(session, asked, audience="families", email=email, name=name, now=clock.now())


def test_nobody_adds_a_child(session: Session, clock: SetClock) -> None:
    asked = factories.consultation(session)
    with pytest.raises(Refused, match="never write to children"):
        changes.add(session, asked, audience="young_people", email="a@b.example", name="", now=clock.now())


def test_one_mailbox_may_be_a_school_and_a_family_but_neither_twice(session: Session, clock: SetClock) -> None:
    asked = factories.consultation(session)
    changes.add(session, asked, audience="families", email="a@b.example", name="", now=clock.now())
    changes.add(session, asked, audience="schools", email="a@b.example", name="", now=clock.now())
    with pytest.raises(Refused, match="already a contact"):
        changes.add(session, asked, audience="schools", email="A@B.example", name="", now=clock.now())


def test_a_corrected_address_keeps_the_personal_link(session: Session, clock: SetClock) -> None:
    asked = factories.consultation(session)
    contact, token = factories.contact(session, asked, "old@home.example", bounced_on=clock.now().date())
    changes.correct_address(session, contact, "new@home.example")
    found = invitations.find(session, asked.id, token)
    assert found is not None
    assert (service.email_of(found.contact), found.contact.bounced_on) == ("new@home.example", None)


def test_an_address_that_somebody_else_has_is_not_given_twice(session: Session) -> None:
    asked = factories.consultation(session)
    contact, _ = factories.contact(session, asked, "a@home.example")
    factories.contact(session, asked, "b@home.example")
    for email, sentence in (("b@home.example", "already a contact"), ("A@home.example", "has already")):
        with pytest.raises(Refused, match=sentence):
            changes.correct_address(session, contact, email)


def test_a_contact_is_found_in_its_own_consultation_only(session: Session) -> None:
    asked, other = factories.consultation(session), factories.consultation(session)
    contact, _ = factories.contact(session, asked, "a@home.example")
    assert changes.find(session, asked, contact.id) is contact
    with pytest.raises(NotFound):
        changes.find(session, other, contact.id)


@pytest.mark.parametrize(
    ("state", "values"),
    [
        ("unused", {}),
        ("bounced", {"bounced_on": factories.OPENS_AT.date()}),
        ("do_not_contact", {"do_not_contact": True}),
    ],
)
def test_the_listing_is_narrowed_by_state(session: Session, state: str, values: dict[str, Any]) -> None:
    asked = factories.consultation(session)
    wanted, _ = factories.contact(session, asked, "wanted@home.example", **values)
    other, token = factories.contact(session, asked, "other@home.example")
    invitations.mark_answered(session, token)
    assert [found.contact for found in service.listing(session, asked.id, state=state).contacts] == [wanted]
    assert [found.contact for found in service.listing(session, asked.id, state="used").contacts] == [other]
