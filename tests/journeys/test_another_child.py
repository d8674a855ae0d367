"""A family with more children answers again: a new draft, and what was sent before stays as it was."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts.models import Invitation
from engagement.responses.models import Draft, Response
from tests import factories
from tests.clocks import SetClock
from tests.journeys.walking import SLUG, Page, answer_all, begin, send, walk
from tests.visitor import Visitor

FAMILIES = f"/{SLUG}/families"
ANOTHER = "Answer again for another child"


def again(receipt: Page) -> Page:
    """Press the button on a receipt; gives the list of sections."""
    form = next(form for form in receipt.forms.values() if form.action.endswith("/again"))
    return form.submit().follow()


def test_another_child_begins_with_empty_pages_and_is_sent_as_a_response_of_its_own(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    page = again(answer_all(visitor, "families"))
    assert page.request.path == f"{FAMILIES}/sections"
    assert "1 of 3 answered" not in page
    first = session.scalars(select(Response)).one()
    receipt = send(walk(page.click("Start with the first section"), {"f_role": "carer"}))
    sent = session.scalars(select(Response)).all()
    assert len(sent) == 2
    (second,) = [response for response in sent if response.id != first.id]
    assert second.reference in receipt
    assert first.reference not in receipt


def test_the_personal_link_stays_used_and_the_new_answers_are_not_tied_to_it(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    _, token = factories.contact(session, kent, "parent@example.org")
    session.commit()
    receipt = send(walk(begin(visitor.get(f"/{SLUG}/i/{token}").follow()), {"f_role": "parent"}))
    assert "Your personal link stays used" in receipt
    send(walk(again(receipt).click("Start with the first section"), {"f_role": "parent"}))
    assert sorted(session.scalars(select(Response.channel))) == ["open_link", "personal_link"]
    assert session.scalars(select(Invitation.state)).one() == "used"


@pytest.mark.every_database
def test_a_double_click_begins_one_new_draft(kent: Consultation, visitor: Visitor, session: Session) -> None:
    receipt = answer_all(visitor, "families")
    again(receipt)
    assert again(receipt).request.path == FAMILIES
    assert session.scalar(select(func.count()).select_from(Draft)) == 2


def test_another_site_cannot_begin_it_and_the_receipt_stays(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    receipt = answer_all(visitor, "families")
    visitor.post(f"{FAMILIES}/again", {"csrf_token": "guessed"})
    assert session.scalar(select(func.count()).select_from(Draft)) == 1
    assert visitor.get(f"{FAMILIES}/receipt").html.select_one("main").text == receipt.html.select_one("main").text


def test_after_the_close_nobody_is_offered_it_and_nothing_begins(
    kent: Consultation, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    receipt = answer_all(visitor, "families")
    clock.set("2025-07-10T12:00:00+00:00")
    assert ANOTHER not in visitor.get(f"{FAMILIES}/receipt")
    again_form = next(form for form in receipt.forms.values() if form.action.endswith("/again"))
    again_form.submit()
    assert session.scalar(select(func.count()).select_from(Draft)) == 1


def test_only_families_are_offered_it(kent: Consultation, visitor: Visitor) -> None:
    assert ANOTHER in answer_all(visitor, "families")
    assert ANOTHER not in answer_all(visitor, "schools")
    visitor.post(f"/{SLUG}/schools/again", status=404)


def test_whoever_has_not_sent_yet_cannot_leave_a_draft_behind_this_way(kent: Consultation, visitor: Visitor) -> None:
    page = visitor.get(FAMILIES).forms[0].submit().follow()
    assert visitor.get(f"{FAMILIES}/again").location.endswith("/families")
    token = visitor.get(FAMILIES).forms[0]["csrf_token"].value
    assert visitor.post(f"{FAMILIES}/again", {"csrf_token": token}).location.endswith("/families")
    assert visitor.get(f"{FAMILIES}/sections").status_int == page.status_int
