"""Whoever has answered another way says so with one button, and we believe them until they take it back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts.models import Invitation
from engagement.outbox.models import Message
from engagement.responses.models import Response
from tests.journeys.walking import SLUG, answer_all, begin
from tests.visitor import Visitor


def waiting(session: Session) -> tuple[str, str | None]:
    """The state of the reminder and why."""
    state, reason = session.execute(select(Message.state, Message.reason)).one()
    return state, reason


def invitation_state(session: Session) -> str:
    return session.scalars(select(Invitation.state)).one()


def test_a_mail_program_that_opens_the_link_stops_nothing(token: str, visitor: Visitor, session: Session) -> None:
    page = visitor.get(f"/{SLUG}/answered/{token}").follow()
    assert "Have you answered already?" in page
    assert token not in page.request.path
    assert waiting(session) == ("pending", None)
    assert invitation_state(session) == "unused"


def test_one_button_stops_the_reminder_that_waits_and_counts_no_answer(
    token: str, visitor: Visitor, session: Session
) -> None:
    done = visitor.get(f"/{SLUG}/answered/{token}").follow().forms[0].submit().follow()
    assert "We will not remind you" in done
    assert waiting(session) == ("cancelled", "Told us they have answered")
    assert invitation_state(session) == "told"
    assert session.scalars(select(Response)).all() == []


def test_it_can_be_taken_back_on_the_page_that_follows(token: str, visitor: Visitor, session: Session) -> None:
    done = visitor.get(f"/{SLUG}/answered/{token}").follow().forms[0].submit().follow()
    undone = done.forms[0].submit().follow()
    assert "Have you answered already?" in undone
    assert invitation_state(session) == "unused"


def test_the_personal_link_still_works_for_whoever_has_not_answered_after_all(
    token: str, visitor: Visitor, session: Session
) -> None:
    visitor.get(f"/{SLUG}/answered/{token}").follow().forms[0].submit()
    start = visitor.get(f"/{SLUG}/i/{token}").follow()
    assert "/q/" in begin(start).request.path
    assert invitation_state(session) == "told"


def test_whoever_answered_by_the_link_is_told_that_we_know(token: str, visitor: Visitor, session: Session) -> None:
    visitor.get(f"/{SLUG}/i/{token}")
    answer_all(visitor, "families")
    page = visitor.get(f"/{SLUG}/answered/{token}").follow()
    assert "We know that you have answered." in page
    assert not page.forms
    assert invitation_state(session) == "used"


def test_whoever_asked_for_no_letters_has_nothing_more_to_do(token: str, visitor: Visitor, session: Session) -> None:
    visitor.get(f"/{SLUG}/stop/{token}").follow().forms[0].submit()
    page = visitor.get(f"/{SLUG}/answered/{token}").follow()
    assert "there is nothing more to do" in page
    assert not page.forms


def test_a_form_of_somebody_else_stops_nobody(token: str, visitor: Visitor, session: Session) -> None:
    visitor.get(f"/{SLUG}/answered/{token}")
    visitor.post(f"/{SLUG}/answered", {"csrf_token": "made up"}, status=303)
    assert waiting(session) == ("pending", None)


def test_a_wrong_link_is_explained(kent: Consultation, visitor: Visitor) -> None:
    assert "This link cannot be used" in visitor.get(f"/{SLUG}/answered/no-such-token", status=410)
    assert "This link cannot be used" in visitor.get(f"/{SLUG}/answered", status=410)
