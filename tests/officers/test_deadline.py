"""Officers move the deadline once they have seen what follows, and close early only in twos."""

from collections.abc import Callable

import pytest
import webtest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.accounts.roles import Role
from engagement.audit.models import Entry
from engagement.consultations import service
from engagement.consultations.models import Consultation, DeadlineChange
from engagement.contacts.models import Contact
from engagement.correspondence import waves as planning
from engagement.correspondence.models import Wave, WaveState
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock
from tests.officers.door import READS_ANSWERS, Roles
from tests.reporting import survey
from tests.visitor import Visitor

DEADLINE = "/officers/consultations/views/deadline"
Enter = Callable[[Roles], Visitor]


@pytest.fixture
def invited(session: Session, consultation: Consultation) -> Contact:
    """A family that was invited and has not answered, and one that was not invited."""
    survey.asked(session, consultation, "families")
    contact, _ = factories.contact(session, consultation, "ada@home.example")
    factories.contact(session, consultation, "new@home.example")
    sent(session, contact)
    session.commit()
    return contact


def sent(session: Session, contact: Contact) -> None:
    session.add(
        Message(
            consultation_id=contact.consultation_id,
            contact_id=contact.id,
            kind=MessageKind.INVITATION,
            occurrence=1,
            template="families/invitation",
            state=MessageState.SENT,
            due_at=factories.OPENS_AT,
            settled_at=factories.OPENS_AT,
        )
    )


def plan_reminder(consultation: Consultation, clock: SetClock) -> None:
    with unit_of_work() as work:
        reminder = next(one for one in planning.propose(consultation, "families") if one.kind == MessageKind.REMINDER)
        planning.plan(
            work,
            consultation=consultation,
            audience="families",
            kind=MessageKind.REMINDER,
            due_at=reminder.due_at,
            now=clock.now(),
        )


def asked_to_extend(officer: Visitor, day: str = "2025-07-16", reason: str = "Schools asked") -> webtest.TestResponse:
    form = officer.get(f"{DEADLINE}/extend").forms[1]
    form["last_day"], form["reason"] = day, reason
    return form.submit()


def asked_to_close(officer: Visitor, day: str = "2025-06-24", time: str = "17:00") -> webtest.TestResponse:
    form = officer.get(f"{DEADLINE}/close-early").forms[1]
    form["day"], form["time"], form["reason"] = day, time, "Court order"
    return form.submit()


def closes(session: Session) -> str:
    session.expire_all()
    return f"{service.find(session, 'views').closes_at:%d %b %H:%M}"


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(Entry.action).order_by(Entry.number)))


def test_everything_that_follows_is_shown_before_anything_moves(
    officer: Visitor, invited: Contact, consultation: Consultation, session: Session, clock: SetClock
) -> None:
    plan_reminder(consultation, clock)
    page = asked_to_extend(officer)
    assert "Extend the deadline to 11:59pm on Wednesday 16 July 2025?" in page
    assert "11:59pm on Wednesday 9 July 2025" in page
    assert "This cannot be undone." in page
    assert "Reminder to families, 10am on Thursday 26 June 2025." in page
    assert "It keeps its place in the schedule" in page
    assert "Was not invited yet: 1" in page
    assert "Kent County Council: your views, closes 16 July" in page
    assert "Extend the deadline and tell 1 contact" in page
    assert closes(session) == "09 Jul 23:00"
    assert session.scalars(select(Wave.kind)).all() == [MessageKind.REMINDER]
    assert "deadline extended" not in actions(session)


def test_once_confirmed_it_moves_with_its_letters_and_everybody_can_read_why(
    officer: Visitor, invited: Contact, consultation: Consultation, session: Session, clock: SetClock
) -> None:
    plan_reminder(consultation, clock)
    done = asked_to_extend(officer).forms[1].submit().follow()
    assert "The deadline has moved." in done
    assert "Schools asked" in done
    assert "Ada of the council" in done
    assert closes(session) == "16 Jul 23:00"
    assert session.scalars(select(Wave.kind).order_by(Wave.due_at)).all() == [
        MessageKind.NEW_DEADLINE,
        MessageKind.REMINDER,
    ]
    assert actions(session)[-1] == "deadline extended"
    public = officer.get("/views")
    assert "It was 11:59pm on Wednesday 9 July 2025. The reason: Schools asked" in public


def test_no_more_contacts_are_told_than_the_page_said(
    officer: Visitor, invited: Contact, consultation: Consultation, session: Session
) -> None:
    page = asked_to_extend(officer)
    contact, _ = factories.contact(session, consultation, "meanwhile@home.example")
    sent(session, contact)
    session.commit()
    again = page.forms[1].submit()
    assert "More contacts would be told now than the page said." in again
    assert again.forms[1]["reason"].value == "Schools asked"
    assert closes(session) == "09 Jul 23:00"


@pytest.mark.parametrize(
    ("day", "reason", "sentence"),
    [
        ("", "Schools asked", "Enter a day, for example 2025-07-16."),
        ("soon", "Schools asked", "Enter a day, for example 2025-07-16."),
        ("2025-07-01", "Schools asked", "It already closes at 11:59pm on Wednesday 9 July 2025."),
        ("2025-07-16", " ", "Give the reason."),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    officer: Visitor, consultation: Consultation, session: Session, day: str, reason: str, sentence: str
) -> None:
    page = asked_to_extend(officer, day, reason)
    assert sentence in page
    assert page.forms[1]["last_day"].value == day
    assert closes(session) == "09 Jul 23:00"


def test_one_officer_asks_and_nothing_changes(
    officer: Visitor, invited: Contact, consultation: Consultation, session: Session, clock: SetClock
) -> None:
    plan_reminder(consultation, clock)
    page = asked_to_close(officer).follow()
    assert "Nothing has changed yet." in page
    assert "You asked for this, so another officer has to decide." in page
    assert "Cancelled: reminder to families, 10am on Thursday 26 June 2025." in page
    assert "Approve" not in page
    assert closes(session) == "09 Jul 23:00"
    assert "Somebody asks to close early, at 4:59pm on Tuesday 24 June 2025." in officer.get(
        "/officers/consultations/views/"
    )
    assert "closing date was changed" not in officer.get("/views")


def test_another_officer_approves_and_letters_after_it_are_cancelled_with_the_reason(
    officer: Visitor,
    sign_in: Enter,
    invited: Contact,
    consultation: Consultation,
    session: Session,
    clock: SetClock,
) -> None:
    plan_reminder(consultation, clock)
    request = asked_to_close(officer).location
    second = sign_in(READS_ANSWERS)
    page = second.get(request)
    assert "they have less time than they were promised" in page
    done = page.forms[1].submit().follow()
    assert "The request is approved." in done
    assert closes(session) == "24 Jun 16:00"
    wave = session.scalars(select(Wave)).one()
    assert (wave.state, wave.cancelled_because) == (WaveState.CANCELLED, "The consultation closes early: Court order")
    assert "The consultation closes early: Court order." in second.get(
        f"/officers/consultations/views/letters/{wave.id}"
    )
    assert session.scalar(select(Message.id).where(Message.kind == MessageKind.NEW_DEADLINE)) is None
    assert {"early close asked for", "early close: approve"} <= set(actions(session))
    assert "Answer by <strong>4:59pm on Tuesday 24 June 2025</strong>." in second.get("/views")


def test_who_asked_cannot_approve_even_with_the_right_role(
    sign_in: Enter, consultation: Consultation, session: Session
) -> None:
    officer = sign_in(READS_ANSWERS)
    request = asked_to_close(officer).location
    token = officer.get(request).forms[0]["csrf_token"].value
    assert "Another officer has to decide." in officer.post(f"{request}/approve", {"csrf_token": token}, status=409)
    assert closes(session) == "09 Jul 23:00"


def test_an_officer_without_the_role_cannot_approve(
    officer: Visitor, sign_in: Enter, consultation: Consultation, session: Session
) -> None:
    request = asked_to_close(officer).location
    contributor = sign_in((Role.CONTRIBUTOR,))
    page = contributor.get(request)
    assert "Only an officer who may sign things off can decide this." in page
    contributor.post(f"{request}/approve", {"csrf_token": page.forms[0]["csrf_token"].value}, status=403)
    assert session.scalar(select(DeadlineChange.id)) is None


def test_a_request_is_declined_or_taken_back_and_the_deadline_stays(
    officer: Visitor, sign_in: Enter, consultation: Consultation, session: Session
) -> None:
    second = sign_in(READS_ANSWERS)
    assert "is declined" in second.get(asked_to_close(officer).location).forms[2].submit().follow()
    assert "is taken back" in asked_to_close(officer).follow().forms[1].submit().follow()
    history = officer.get(DEADLINE)
    assert "declined" in history
    assert "taken back" in history
    assert closes(session) == "09 Jul 23:00"


def test_a_request_that_nobody_decided_in_time_can_no_longer_be_approved(
    officer: Visitor, sign_in: Enter, consultation: Consultation, session: Session, clock: SetClock
) -> None:
    request = asked_to_close(officer, "2025-06-16", "10:10").location
    page = sign_in(READS_ANSWERS).get(request)
    clock.set("2025-06-16T09:10+00:00")
    assert "has expired" in page.forms[1].submit(status=409)
    assert closes(session) == "09 Jul 23:00"


@pytest.mark.parametrize(
    ("day", "time", "sentence"),
    [
        ("2025-06-16", "09:00", "That time has passed."),
        ("2025-07-10", "09:00", "Choose an earlier time."),
        ("2025-06-24", "noon", "Enter a time, for example 17:00."),
    ],
)
def test_a_time_that_cannot_be_is_said(
    officer: Visitor, consultation: Consultation, day: str, time: str, sentence: str
) -> None:
    assert sentence in asked_to_close(officer, day, time)
