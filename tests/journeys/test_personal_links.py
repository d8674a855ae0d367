"""Personal links: the way in, the way back on any device, and the way to stop letters."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts import invitations
from engagement.contacts.models import Invitation, Suppression
from engagement.outbox.models import Message
from tests import factories
from tests.clocks import SetClock
from tests.journeys.walking import SLUG, begin, fill, press, send, start, walk
from tests.visitor import Visitor

NewVisitor = Callable[[], Visitor]
AFTER = "2025-07-10T08:00:00+00:00"


@pytest.fixture
def token(kent: Consultation, session: Session) -> str:
    """The secret of a parent's personal link."""
    _, token = factories.contact(session, kent, "parent@example.org")
    session.commit()
    return token


def enter(visitor: Visitor, token: str) -> None:
    """Open a personal link and press the button."""
    visitor.get(f"/{SLUG}/i/{token}").follow().forms[0].submit()


def test_a_link_opens_on_another_device_what_was_typed_on_the_first(token: str, new_visitor: NewVisitor) -> None:
    first, second = new_visitor(), new_visitor()
    enter(first, token)
    page = first.get(f"/{SLUG}/families/q/what_matters")
    fill(page, {"f_best": "The teachers"})
    press(page, "save")
    page = second.get(f"/{SLUG}/i/{token}").follow()
    assert "Carry on" in page
    carried_on = begin(page)
    assert carried_on.request.path == f"/{SLUG}/families/q/receipt"
    assert second.get(f"/{SLUG}/families/q/what_matters").forms["page"]["f_best"].value == "The teachers"


def test_two_devices_that_answer_different_questions_lose_nothing(token: str, new_visitor: NewVisitor) -> None:
    first, second = new_visitor(), new_visitor()
    enter(first, token)
    enter(second, token)
    here = f"/{SLUG}/families/q"
    on_first, on_second = first.get(f"{here}/about_your_child"), second.get(f"{here}/what_matters")
    fill(on_first, {"f_role": "carer"})
    fill(on_second, {"f_change": "The bus"})
    press(on_first)
    press(on_second)
    assert first.get(f"{here}/what_matters").forms["page"]["f_change"].value == "The bus"
    assert second.get(f"{here}/about_your_child").forms["page"]["f_role"].value == "carer"


def test_the_token_leaves_the_address_and_is_in_no_page(token: str, visitor: Visitor) -> None:
    opened = visitor.get(f"/{SLUG}/i/{token}")
    assert token not in opened.location
    assert opened.headers["Cache-Control"] == "no-store"
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    page = opened.follow()
    assert token not in page
    assert token not in page.forms[0].submit().follow()


def test_wrong_used_and_expired_links_get_the_same_kind_page(
    token: str, kent: Consultation, session: Session, new_visitor: NewVisitor, clock: SetClock
) -> None:
    sender = new_visitor()
    enter(sender, token)
    send(walk(sender.get(f"/{SLUG}/families/q/about_your_child"), {"f_role": "parent"}))
    used = new_visitor().get(f"/{SLUG}/i/{token}", status=410)
    wrong = new_visitor().get(f"/{SLUG}/i/no-such-token", status=410)
    _, late = factories.contact(session, kent, "late@example.org")
    session.commit()
    clock.set(AFTER)
    expired = new_visitor().get(f"/{SLUG}/i/{late}", status=410)
    assert used.text == wrong.text == expired.text
    assert "This link cannot be used" in wrong


def test_a_link_of_one_consultation_opens_no_other(token: str, session: Session, visitor: Visitor) -> None:
    other = factories.consultation(session)
    session.commit()
    visitor.get(f"/{other.slug}/i/{token}", status=410)


def test_a_used_link_shows_the_receipt_in_the_browser_that_sent(token: str, visitor: Visitor) -> None:
    enter(visitor, token)
    page = walk(visitor.get(f"/{SLUG}/families/q/about_your_child"), {"f_role": "parent"})
    receipt = send(page)
    again = visitor.get(f"/{SLUG}/i/{token}").follow().follow()
    assert again.html.select_one("main").text == receipt.html.select_one("main").text


def test_a_personal_link_replaces_the_draft_of_whoever_sat_here_before(token: str, visitor: Visitor) -> None:
    page = start(visitor, "families")
    fill(page, {"f_role": "foster_carer"})
    press(page)
    enter(visitor, token)
    page = visitor.get(f"/{SLUG}/families/q/about_your_child")
    assert page.forms["page"]["f_role"].value is None


def test_a_link_that_came_before_the_opening_says_when_it_opens(
    token: str, visitor: Visitor, clock: SetClock, kent: Consultation, session: Session
) -> None:
    kent.published_at = datetime(2025, 6, 1, tzinfo=UTC)
    session.commit()
    clock.set("2025-06-10T09:00:00+00:00")
    page = visitor.get(f"/{SLUG}/i/{token}").follow()
    assert "It opens on Friday 13 June 2025" in page


def test_stopping_letters_takes_one_press_and_can_be_repeated(
    token: str, kent: Consultation, visitor: Visitor, session: Session
) -> None:
    invited = invitations.find(session, kent.id, token)
    assert invited is not None
    factories.message(session, invited.contact)
    session.commit()
    page = visitor.get(f"/{SLUG}/stop/{token}").follow()
    assert token not in page
    assert session.scalars(select(Invitation.state)).one() == "unused"
    done = page.forms[0].submit().follow()
    assert "This is done" in done
    assert session.scalars(select(Message.state)).one() == "cancelled"
    assert session.scalars(select(Suppression.since)).one() == date(2025, 6, 16)
    assert session.scalars(select(Invitation.state)).one() == "opted_out"
    again = visitor.get(f"/{SLUG}/stop/{token}").follow()
    assert "This is done" in again
    assert "Stop letters to me" not in again


def test_stopping_letters_is_not_refusing_to_take_part(token: str, visitor: Visitor, session: Session) -> None:
    done = visitor.get(f"/{SLUG}/stop/{token}").follow().forms[0].submit().follow()
    assert "You can still take part" in done
    enter(visitor, token)
    send(walk(visitor.get(f"/{SLUG}/families/q/about_your_child"), {"f_role": "parent"}))
    assert session.scalars(select(Invitation.state)).one() == "used"


def test_letters_can_be_stopped_after_the_close_and_after_answering(
    token: str, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    enter(visitor, token)
    send(walk(visitor.get(f"/{SLUG}/families/q/about_your_child"), {"f_role": "parent"}))
    clock.set(AFTER)
    assert "This is done" in visitor.get(f"/{SLUG}/stop/{token}").follow().forms[0].submit().follow()
    assert session.scalar(select(func.count()).select_from(Suppression)) == 1


def test_a_stop_link_that_is_wrong_or_gone_looks_like_any_other(kent: Consultation, visitor: Visitor) -> None:
    wrong = visitor.get(f"/{SLUG}/stop/no-such-token", status=410)
    gone = visitor.get(f"/{SLUG}/stop", status=410)
    assert wrong.text == gone.text
    visitor.post(f"/{SLUG}/stop", {"csrf_token": "x"}, status=410)


def test_another_site_cannot_stop_somebodys_letters(token: str, visitor: Visitor, session: Session) -> None:
    visitor.get(f"/{SLUG}/stop/{token}")
    visitor.post(f"/{SLUG}/stop", {"csrf_token": "guessed"})
    assert session.scalar(select(func.count()).select_from(Suppression)) == 0
