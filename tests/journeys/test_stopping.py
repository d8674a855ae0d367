"""Mail programs stop letters with one press, people undo it, and it holds whatever is imported later."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts import suppression
from engagement.contacts.models import Invitation, Suppression, SuppressionReason
from engagement.outbox.models import Message
from tests.journeys.walking import SLUG
from tests.visitor import Visitor

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
ADDRESS = "parent@example.org"


def stopped(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Suppression)) or 0


def test_a_mail_programs_own_button_stops_letters_at_once_and_may_be_pressed_twice(
    token: str, visitor: Visitor, session: Session
) -> None:
    for _ in range(2):
        answer = visitor.post(f"/{SLUG}/stop/{token}", ONE_CLICK)
        assert answer.status_int == 200
        assert "Set-Cookie" not in answer.headers
    assert stopped(session) == 1
    assert session.scalars(select(Message.state)).one() == "cancelled"
    assert session.scalars(select(Invitation.state)).one() == "opted_out"


def test_it_may_be_posted_as_a_form_with_files_too(token: str, visitor: Visitor, session: Session) -> None:
    visitor.post(f"/{SLUG}/stop/{token}", ONE_CLICK, upload_files=[("nothing", "nothing.txt", b"")])
    assert stopped(session) == 1


@pytest.mark.parametrize("body", [{}, {"List-Unsubscribe": "yes"}])
def test_a_post_that_does_not_say_one_click_only_leads_to_the_button(
    token: str, visitor: Visitor, session: Session, body: dict[str, str]
) -> None:
    page = visitor.post(f"/{SLUG}/stop/{token}", body).follow()
    assert "Stop letters to me" in page
    assert stopped(session) == 0


def test_one_click_on_a_wrong_link_stops_nobody(kent: Consultation, visitor: Visitor, session: Session) -> None:
    visitor.post(f"/{SLUG}/stop/no-such-token", ONE_CLICK, status=410)
    assert stopped(session) == 0


def test_stopping_can_be_undone(token: str, visitor: Visitor, session: Session) -> None:
    done = visitor.get(f"/{SLUG}/stop/{token}").follow().forms[0].submit().follow()
    assert "You will get no more letters" in done
    undone = done.forms[0].submit().follow()
    assert "Stop letters to me" in undone
    assert stopped(session) == 0
    assert session.scalars(select(Invitation.state)).one() == "unused"


def test_what_a_complaint_stopped_is_not_undone_by_a_page(
    token: str, kent: Consultation, visitor: Visitor, session: Session
) -> None:
    visitor.post(f"/{SLUG}/stop/{token}", ONE_CLICK)
    index = session.scalars(select(Suppression.email_index)).one()
    suppression.add(
        session,
        email_index=index,
        council_id=kent.council_id,
        reason=SuppressionReason.COMPLAINT,
        today=kent.opens_at.date(),
    )
    session.commit()
    page = visitor.get(f"/{SLUG}/stop/{token}").follow()
    assert "You will get no more letters" in page
    assert not page.forms


def test_another_site_cannot_undo_it(token: str, visitor: Visitor, session: Session) -> None:
    visitor.get(f"/{SLUG}/stop/{token}").follow().forms[0].submit()
    visitor.post(f"/{SLUG}/stop/undo", {"csrf_token": "guessed"})
    assert stopped(session) == 1
