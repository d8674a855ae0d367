"""Each reason against writing to somebody holds at the moment of sending, whatever was true before."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts import invitations, suppression
from engagement.contacts.models import Contact, Invitation, SuppressionReason
from engagement.correspondence import eligibility
from engagement.correspondence.acknowledgements import acknowledge
from engagement.outbox.claims import moments
from engagement.outbox.models import Message, MessageKind
from tests import factories
from tests.clocks import SetClock


class Case:
    """A contact of an open consultation and the letter that waits for it."""

    def __init__(self, session: Session, clock: SetClock, audience: str = "families") -> None:
        self.session, self.clock = session, clock
        self.consultation = factories.consultation(session)
        self.contact, self.token = factories.contact(session, self.consultation, "one@example.org", audience)
        self.message = Message(
            consultation_id=self.consultation.id,
            contact_id=self.contact.id,
            kind=MessageKind.REMINDER,
            occurrence=1,
            template="families/reminder",
            due_at=clock.now(),
        )
        session.add(self.message)

    def obstacle(self) -> str | None:
        """Why the letter would not go now."""
        self.session.flush()
        statement = select(eligibility.obstacle_to_sending()).select_from(Message).where(Message.id == self.message.id)
        return self.session.scalar(statement, moments(self.clock.now()))


def answers(case: Case) -> None:
    invitations.mark_answered(case.session, case.token)


def opts_out(case: Case) -> None:
    invited = invitations.find(case.session, case.consultation.id, case.token)
    assert invited is not None
    invitations.opt_out(case.session, invited, case.clock.now().date())


def opts_out_and_is_imported_again(case: Case) -> None:
    opts_out(case)
    case.session.execute(delete(Invitation).where(Invitation.contact_id == case.contact.id))
    case.session.add(invitations.new_invitation(case.contact.id))


def complains(case: Case) -> None:
    silence_everywhere(case, SuppressionReason.COMPLAINT)


def is_stopped_by_an_officer(case: Case) -> None:
    silence_everywhere(case, SuppressionReason.OFFICER)


def complains_after_asking(case: Case) -> None:
    opts_out(case)
    complains(case)


def silence_everywhere(case: Case, reason: SuppressionReason) -> None:
    suppression.add(
        case.session,
        email_index=case.contact.email_index,
        council_id=case.consultation.council_id,
        reason=reason,
        today=case.clock.now().date(),
    )


def is_marked(case: Case) -> None:
    case.contact.do_not_contact = True


def bounces(case: Case) -> None:
    case.contact.bounced_on = case.clock.now().date()


def loses_its_link(case: Case) -> None:
    case.session.execute(delete(Invitation).where(Invitation.contact_id == case.contact.id))


def closes(case: Case) -> None:
    case.clock.set(case.consultation.closes_at)


def is_withdrawn(case: Case) -> None:
    case.consultation.published_at = None


def opens_later(case: Case) -> None:
    case.consultation.opens_at = case.clock.now() + timedelta(microseconds=1)


def nears_its_end(case: Case) -> None:
    case.clock.set(case.consultation.closes_at - timedelta(hours=24))


REASONS = [
    (answers, eligibility.ALREADY_ANSWERED),
    (opts_out, eligibility.ASKED_US_TO_STOP),
    (opts_out_and_is_imported_again, eligibility.ASKED_US_TO_STOP),
    (is_marked, eligibility.DO_NOT_CONTACT),
    (bounces, eligibility.BOUNCED),
    (loses_its_link, eligibility.NO_LINK),
    (closes, eligibility.CLOSED),
    (is_withdrawn, eligibility.NOT_OPEN_YET),
    (opens_later, eligibility.NOT_OPEN_YET),
    (nears_its_end, eligibility.TOO_LATE),
]
# What holds for the address wherever it is a contact.
EVERYWHERE = [
    (complains, eligibility.COMPLAINED),
    (complains_after_asking, eligibility.ASKED_US_TO_STOP),
    (is_stopped_by_an_officer, eligibility.STOPPED_BY_OFFICER),
]


def test_nothing_stands_against_writing_to_somebody_who_was_asked(session: Session, clock: SetClock) -> None:
    assert Case(session, clock).obstacle() is None


@pytest.mark.parametrize(("happens", "reason"), REASONS + EVERYWHERE)
def test_each_reason_stops_a_letter(
    session: Session, clock: SetClock, happens: Callable[[Case], None], reason: str
) -> None:
    case = Case(session, clock)
    happens(case)
    assert case.obstacle() == reason


@pytest.mark.parametrize(("happens", "reason"), REASONS)
def test_what_happens_to_one_contact_does_not_stop_the_letter_of_another(
    session: Session, clock: SetClock, happens: Callable[[Case], None], reason: str
) -> None:
    one, other = Case(session, clock), Case(session, clock)
    other.consultation.closes_at += timedelta(days=30)
    happens(one)
    assert other.obstacle() is None


@pytest.mark.parametrize("happens", [happens for happens, _ in EVERYWHERE])
def test_what_holds_for_an_address_stops_its_letters_about_other_consultations(
    session: Session, clock: SetClock, happens: Callable[[Case], None]
) -> None:
    one, other = Case(session, clock), Case(session, clock)
    happens(one)
    assert other.obstacle() in (eligibility.COMPLAINED, eligibility.STOPPED_BY_OFFICER)


def test_one_microsecond_before_the_last_day_families_may_still_be_reminded(session: Session, clock: SetClock) -> None:
    case = Case(session, clock)
    clock.set(case.consultation.closes_at - timedelta(hours=24, microseconds=1))
    assert case.obstacle() is None


def test_schools_may_be_reminded_on_the_last_day(session: Session, clock: SetClock) -> None:
    case = Case(session, clock, "schools")
    nears_its_end(case)
    assert case.obstacle() is None


def test_nothing_stands_against_an_acknowledgement(session: Session, clock: SetClock) -> None:
    consultation: Consultation = factories.consultation(session, published_at=None)
    acknowledge(session, consultation=consultation, audience="families", email="a@b.example", now=clock.now())
    statement = select(eligibility.obstacle_to_sending()).select_from(Message)
    assert session.scalars(statement, moments(clock.now())).all() == [None]
    assert session.scalars(select(Contact)).all() == []
