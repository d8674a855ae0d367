"""The notice of questions and answers: one for each state of the log, to every school that has not said no."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations import question_log
from engagement.consultations.models import Consultation
from engagement.contacts.models import Contact, Invitation, InvitationState
from engagement.correspondence import eligibility, letters, new_answers
from engagement.correspondence.notices import Notice
from engagement.errors import Refused
from engagement.outbox import service
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock
from tests.correspondence.invitations import launch


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return factories.consultation(session)


def school(session: Session, consultation: Consultation, name: str, state: str = InvitationState.UNUSED) -> Contact:
    contact, _ = factories.contact(session, consultation, f"{name}@school.example", "schools")
    session.scalars(select(Invitation).where(Invitation.contact_id == contact.id)).one().state = state
    session.flush()
    return contact


def publish(session: Session, consultation: Consultation, clock: SetClock, question: str = "May a group join?") -> None:
    now = clock.now()
    entry = question_log.write(session, consultation, question=question, answer="Yes.", by="officer:ada", now=now)
    question_log.publish(session, consultation, entry, revision=1, by="officer:ada", now=now)


def tell(consultation: Consultation, clock: SetClock) -> Notice:
    with unit_of_work() as session:
        return new_answers.tell(session, consultation, now=clock.now())


def letters_to(session: Session, contact: Contact) -> list[tuple[int, str, str | None]]:
    rows = select(Message.occurrence, Message.state, Message.reason).where(
        Message.contact_id == contact.id, Message.kind == MessageKind.NEW_ANSWERS
    )
    return [(number, state, reason) for number, state, reason in session.execute(rows.order_by(Message.occurrence))]


def test_every_school_is_told_once_also_those_that_answered_but_not_those_that_said_no(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    waiting, answered, stopped = (
        school(session, consultation, "oak"),
        school(session, consultation, "elm", InvitationState.USED),
        school(session, consultation, "ash", InvitationState.OPTED_OUT),
    )
    family, _ = factories.contact(session, consultation, "ada@home.example")
    publish(session, consultation, clock)
    publish(session, consultation, clock, "Is there a fee?")
    notice = tell(consultation, clock)
    assert (notice.will, dict(notice.why_not)) == (2, {eligibility.ASKED_US_TO_STOP: 1})
    launch(clock)
    launch(clock)
    assert letters_to(session, waiting) == letters_to(session, answered) == [(2, MessageState.PENDING, None)]
    assert letters_to(session, stopped) == [(2, MessageState.SKIPPED, eligibility.ASKED_US_TO_STOP)]
    assert letters_to(session, family) == []


def test_pressed_twice_it_still_goes_once_and_new_words_are_a_new_notice(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    contact = school(session, consultation, "oak")
    publish(session, consultation, clock)
    tell(consultation, clock)
    with pytest.raises(Refused, match="already"):
        tell(consultation, clock)
    publish(session, consultation, clock, "Is there a fee?")
    tell(consultation, clock)
    launch(clock)
    assert [number for number, _, _ in letters_to(session, contact)] == [1, 2]


def test_a_school_that_answers_meanwhile_still_hears_what_all_hear(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    contact = school(session, consultation, "oak")
    reminder = factories.message(session, contact)
    publish(session, consultation, clock)
    tell(consultation, clock)
    launch(clock)
    service.cancel_asking(session, contact_id=contact.id, reason="Answered", now=clock.now())
    session.refresh(reminder)
    assert reminder.state == MessageState.CANCELLED
    assert [state for _, state, _ in letters_to(session, contact)] == [MessageState.PENDING]


def test_a_rehearsal_says_the_same_and_plans_nothing(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    school(session, consultation, "oak")
    publish(session, consultation, clock)
    session.commit()
    assert new_answers.rehearse(session, consultation, now=clock.now()) == tell(consultation, clock)
    assert new_answers.untold(session, consultation) == 0


def test_without_anything_new_or_anybody_to_tell_it_says_so(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    with pytest.raises(Refused, match="Publish something new"):
        tell(consultation, clock)
    publish(session, consultation, clock)
    with pytest.raises(Refused, match="no schools among the contacts"):
        tell(consultation, clock)


def test_the_letter_leads_to_the_page_that_everybody_reads_and_asks_nothing(consultation: Consultation) -> None:
    letter = letters.preview_of("schools/new_answers", consultation)
    assert letter.subject == "Kent County Council: questions and answers"
    assert f"/{consultation.slug}/questions-and-answers" in letter.text
    assert "/i/" not in letter.text
    assert "If you have already replied" not in letter.text
    assert f"/{consultation.slug}/stop/" in letter.text
