"""Officers see contacts page by page; what people leave to be reached by is sealed and apart."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.contacts import service
from engagement.contacts.models import FollowUp
from engagement.errors import Refused
from engagement.extensions import vault
from tests import factories


def test_the_listing_turns_over_at_a_full_page_and_counts_everybody(session: Session) -> None:
    asked = factories.consultation(session)
    for number in range(service.PAGE_SIZE + 1):
        factories.contact(session, asked, f"family{number}@home.example")
    first, second = (service.listing(session, asked.id, number=number) for number in (1, 2))
    assert (first.total, first.pages, len(first.contacts), len(second.contacts)) == (51, 2, 50, 1)
    assert len({found.email for found in [*first.contacts, *second.contacts]}) == 51


@pytest.mark.parametrize(("asked_for", "given"), [(-1, 1), (0, 1), (10**30, 1)])
def test_a_page_that_is_not_there_gives_the_nearest(session: Session, asked_for: int, given: int) -> None:
    asked = factories.consultation(session)
    factories.contact(session, asked, "a@home.example")
    page = service.listing(session, asked.id, number=asked_for)
    assert (page.number, len(page.contacts)) == (given, 1)


def test_a_consultation_without_contacts_has_one_empty_page(session: Session) -> None:
    page = service.listing(session, factories.consultation(session).id)
    assert (page.contacts, page.total, page.pages) == ([], 0, 1)


def test_only_the_audience_asked_for_and_only_this_consultation_is_listed(session: Session) -> None:
    asked, other = factories.consultation(session), factories.consultation(session)
    factories.contact(session, asked, "family@home.example")
    factories.contact(session, asked, "head@school.example", audience="schools")
    factories.contact(session, other, "elsewhere@home.example")
    listed = service.listing(session, asked.id, audience="schools").contacts
    assert [found.email for found in listed] == ["head@school.example"]


def test_one_contact_is_found_by_its_address_however_it_is_spelt(session: Session) -> None:
    asked = factories.consultation(session)
    factories.contact(session, asked, "family@home.example")
    factories.contact(session, asked, "other@home.example")
    assert [found.email for found in service.listing(session, asked.id, email=" Family@HOME.example ").contacts] == [
        "family@home.example"
    ]
    with pytest.raises(Refused):
        service.listing(session, asked.id, email="not an address")


def test_what_is_left_to_be_reached_by_is_sealed(session: Session) -> None:
    asked = factories.consultation(session)
    service.record_follow_up(
        session, consultation_id=asked.id, audience="schools", organisation="School One", email="head@one.example"
    )
    kept = session.scalars(select(FollowUp)).one()
    assert kept.organisation_sealed is not None
    assert kept.email_sealed is not None
    assert b"School" not in kept.organisation_sealed
    assert vault.open(kept.organisation_sealed, f"follow_ups.organisation:{kept.id}") == "School One"
    assert vault.open(kept.email_sealed, f"follow_ups.email:{kept.id}") == "head@one.example"


def test_leaving_nothing_keeps_nothing(session: Session) -> None:
    asked = factories.consultation(session)
    service.record_follow_up(session, consultation_id=asked.id, audience="schools", organisation="", email="")
    assert session.scalars(select(FollowUp)).all() == []
