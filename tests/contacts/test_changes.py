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
    [("nonsense", "", "@"), ("a@b.example", "x" * 201, "longer than 200"), ("a@b.example", "a\0b", "cannot be shown")],
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


def test_a_corrected_address_has_not_come_back_yet(session: Session) -> None:
    asked = factories.consultation(session)
    day = factories.OPENS_AT.date()
    contact, _ = factories.contact(session, asked, "jo@home.example", soft_bounces=3, soft_bounces_since=day)
    changes.correct_address(session, contact, "office@school.example")
    assert (contact.soft_bounces, contact.soft_bounces_since, contact.role_mailbox) == (0, None, True)


def test_why_nobody_writes_to_a_contact_is_sealed_and_goes_with_the_mark(session: Session) -> None:
    contact, _ = factories.contact(session, factories.consultation(session), "jo@home.example")
    changes.mark_do_not_contact(session, contact, "A protected address")
    assert contact.do_not_contact_because is not None
    assert b"protected" not in contact.do_not_contact_because
    assert service.because_of(contact) == "A protected address"
    changes.unmark_do_not_contact(session, contact)
    assert (contact.do_not_contact, service.because_of(contact)) == (False, "")


def test_details_are_corrected_and_found_by_their_new_names(session: Session, clock: SetClock) -> None:
    asked = factories.consultation(session)
    contact = changes.add(session, asked, audience="schools", email="a@b.example", name="Jo", now=clock.now())
    changes.correct_details(session, contact, name="", organisation="Hope School", groups={"phase": "primary"})
    [listed] = service.listing(session, asked.id, service.Narrowing(find="hope  SCHOOL.")).contacts
    assert (listed.name, listed.organisation, listed.contact.groups) == ("", "Hope School", {"phase": "primary"})
    assert service.listing(session, asked.id, service.Narrowing(find="Jo")).total == 0


def test_what_is_no_choice_of_a_field_is_not_kept_in_it(session: Session, clock: SetClock) -> None:
    asked = factories.consultation(session)
    with pytest.raises(Refused, match="one of the choices of phase"):
        changes.add(
            session,
            asked,
            audience="schools",
            email="a@b.example",
            name="",
            groups={"phase": "nonsense"},
            now=clock.now(),
        )


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
        ("role_mailbox", {"role_mailbox": True}),
    ],
)
def test_the_listing_is_narrowed_by_state(session: Session, state: str, values: dict[str, Any]) -> None:
    asked = factories.consultation(session)
    wanted, _ = factories.contact(session, asked, "wanted@home.example", **values)
    other, token = factories.contact(session, asked, "other@home.example")
    invitations.mark_answered(session, token)
    for narrowed, expected in ((state, wanted), ("used", other)):
        found = service.listing(session, asked.id, service.Narrowing(state=narrowed)).contacts
        assert [listed.contact for listed in found] == [expected]
