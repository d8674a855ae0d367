"""Officers see contacts page by page; what people leave to be reached by is sealed and apart."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from engagement.contacts import changes, service
from engagement.contacts.models import FollowUp
from engagement.errors import Refused
from engagement.extensions import vault
from tests import factories
from tests.clocks import SetClock


def test_the_listing_turns_over_both_ways_and_shows_everybody_once(session: Session) -> None:
    asked = factories.consultation(session)
    for number in range(service.PAGE_SIZE * 2 + 1):
        # Those of one file were added at the same instant.
        added_at = factories.OPENS_AT + timedelta(seconds=number // 60)
        factories.contact(session, asked, f"family{number}@home.example", added_at=added_at)
    first = service.listing(session, asked.id)
    second = service.listing(session, asked.id, after=first.after)
    third = service.listing(session, asked.id, after=second.after)
    assert [len(page.contacts) for page in (first, second, third)] == [50, 50, 1]
    assert (first.total, first.before, third.after) == (101, None, None)
    assert len({found.email for page in (first, second, third) for found in page.contacts}) == 101
    back = service.listing(session, asked.id, before=third.before)
    assert [found.email for found in back.contacts] == [found.email for found in second.contacts]
    assert service.listing(session, asked.id, before=back.before).before is None


def test_a_page_beside_somebody_who_is_not_there_is_the_first(session: Session) -> None:
    asked, other = factories.consultation(session), factories.consultation(session)
    factories.contact(session, asked, "a@home.example")
    elsewhere, _ = factories.contact(session, other, "b@home.example")
    for key in (uuid.uuid4(), elsewhere.id):
        page = service.listing(session, asked.id, after=key)
        assert ([found.email for found in page.contacts], page.before) == (["a@home.example"], None)


def test_a_far_page_costs_no_more_statements_than_the_first(session: Session) -> None:
    asked = factories.consultation(session)
    for number in range(service.PAGE_SIZE + 1):
        factories.contact(session, asked, f"family{number}@home.example")
    last = service.listing(session, asked.id).after
    statements: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    service.listing(session, asked.id, after=last)
    assert len(statements) == 3


def test_a_consultation_without_contacts_has_one_empty_page(session: Session) -> None:
    page = service.listing(session, factories.consultation(session).id)
    assert (page.contacts, page.total, page.before, page.after) == ([], 0, None, None)


def test_only_those_asked_for_and_only_of_this_consultation_are_listed(session: Session) -> None:
    asked, other = factories.consultation(session), factories.consultation(session)
    factories.contact(session, asked, "family@home.example")
    factories.contact(session, asked, "head@school.example", audience="schools", groups={"phase": "primary"})
    factories.contact(session, asked, "head@other.example", audience="schools", groups={"phase": "secondary"})
    factories.contact(session, other, "elsewhere@home.example")
    wanted = service.Narrowing("schools", groups={"phase": "primary"})
    assert [found.email for found in service.listing(session, asked.id, wanted).contacts] == ["head@school.example"]


@pytest.mark.parametrize("find", [" Family@HOME.example ", "ada  LOVELACE", "Home, School"])
def test_one_contact_is_found_by_its_address_or_a_whole_name_however_it_is_spelt(
    session: Session, clock: SetClock, find: str
) -> None:
    asked = factories.consultation(session)
    for email, name, organisation in (
        ("family@home.example", "Ada Lovelace", "Home School"),
        ("other@home.example", "Ada", "School"),
    ):
        changes.add(
            session,
            asked,
            audience="schools",
            email=email,
            name=name,
            organisation=organisation,
            now=clock.now(),
        )
    listed = service.listing(session, asked.id, service.Narrowing(find=find.strip())).contacts
    assert [found.email for found in listed] == ["family@home.example"]


def test_a_search_for_half_an_address_says_what_is_wrong(session: Session) -> None:
    with pytest.raises(Refused):
        service.listing(session, factories.consultation(session).id, service.Narrowing(find="somebody@"))


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
