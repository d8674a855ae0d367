"""The letter to a colleague: their own link, at any hour, unless it was ended or the address asked us to stop."""

import email
from datetime import date, timedelta
from email.policy import default

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts import invitations
from engagement.contacts.addresses import index_of
from engagement.contacts.models import SuppressionReason
from engagement.correspondence import eligibility, postroom, silence
from engagement.correspondence.colleagues import write_to_colleague
from engagement.extensions import vault
from engagement.outbox import claims, service
from engagement.outbox.models import Message, MessageState
from engagement.questionnaires.definition import Question, Questionnaire, Section
from engagement.responses import teams
from engagement.responses.models import Draft, TeamMember
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock

ASKED = Questionnaire("schools", "sections", (Section("a", "A", (Question("q_a", "long_text", "Why?"),)),))
NIGHT = "2025-06-16T23:30:00+00:00"


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """An open consultation with a short address."""
    return factories.consultation(session, slug="autumn")


@pytest.fixture
def member(session: Session, consultation: Consultation) -> TeamMember:
    """A colleague who is asked to answer a draft."""
    draft = Draft(
        consultation_id=consultation.id,
        audience="schools",
        version_id=factories.version(session, consultation, ASKED).id,
        access_key="key",
        channel="open_link",
        started_on=date(2025, 6, 16),
    )
    session.add(draft)
    session.flush()
    return teams.invite(session, draft, (), name="Head of care", sections=None)


def write(session: Session, consultation: Consultation, member: TeamMember, clock: SetClock) -> bool:
    queued = write_to_colleague(
        session,
        consultation=consultation,
        audience="schools",
        member=member,
        email="colleague@school.example",
        now=clock.now(),
    )
    session.commit()
    return queued


def obstacle(session: Session, clock: SetClock) -> str | None:
    """Why the only message would not go."""
    return session.execute(
        select(eligibility.obstacle_to_sending()).select_from(Message), claims.moments(clock.now())
    ).scalar_one()


def test_it_goes_at_any_hour_with_the_link_and_nothing_that_anybody_wrote(
    session: Session, consultation: Consultation, member: TeamMember, clock: SetClock
) -> None:
    clock.set(NIGHT)
    assert write(session, consultation, member, clock)
    with unit_of_work() as work:
        (claimed,) = claims.claim(work, clock.now(), 10)
    room = postroom.PostRoom(clock, "https://council.example", "Council <views@council.example>")
    envelope = room(session, [claimed])[claimed.id]
    assert not isinstance(envelope, str)
    assert envelope.recipient == "colleague@school.example"
    message = email.message_from_bytes(envelope.content, policy=default)
    assert message["Subject"] == "Kent County Council: your views, closes 9 July"
    text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")  # type: ignore[union-attr]  # it has one
    assert f"\nhttps://council.example/autumn/schools/team/{teams.secret_of(member)}\n" in text
    assert "care" not in text


def test_it_does_not_go_once_the_link_was_ended_or_the_answers_were_sent(
    session: Session, consultation: Consultation, member: TeamMember, clock: SetClock
) -> None:
    write(session, consultation, member, clock)
    assert obstacle(session, clock) is None
    teams.end_link(session, member)
    assert obstacle(session, clock) == eligibility.LINK_ENDED
    teams.new_link(session, member)
    assert obstacle(session, clock) is None
    teams.close(session, session.get_one(Draft, member.draft_id))
    assert obstacle(session, clock) == eligibility.ALREADY_ANSWERED


def test_it_does_not_go_after_the_close(
    session: Session, consultation: Consultation, member: TeamMember, clock: SetClock
) -> None:
    write(session, consultation, member, clock)
    clock.set("2025-07-10T09:00:00+00:00")
    assert obstacle(session, clock) == eligibility.CLOSED


def test_an_address_that_asked_us_to_stop_is_not_written_to(
    session: Session, consultation: Consultation, member: TeamMember, clock: SetClock
) -> None:
    _, token = factories.contact(session, consultation, "colleague@school.example", "schools")
    invited = invitations.find(session, consultation.id, token)
    assert invited is not None
    invitations.opt_out(session, invited, date(2025, 6, 16))
    assert not write(session, consultation, member, clock)
    assert session.scalars(select(Message.id)).all() == []


def test_an_address_that_gets_no_letters_about_anything_is_not_written_to_either(
    session: Session, consultation: Consultation, member: TeamMember, clock: SetClock
) -> None:
    silence.write_no_more(
        session,
        council_id=consultation.council_id,
        email_index=index_of("colleague@school.example"),
        why=SuppressionReason.COMPLAINT,
        cancelled_because=eligibility.COMPLAINED,
        now=clock.now(),
    )
    assert not write(session, consultation, member, clock)
    assert session.scalars(select(Message.id)).all() == []


def test_the_address_goes_with_the_letter_thirty_days_after_it_was_sent(
    session: Session, consultation: Consultation, member: TeamMember, clock: SetClock
) -> None:
    write(session, consultation, member, clock)
    message = session.scalars(select(Message)).one()
    assert message.recipient_sealed is not None
    assert vault.open(message.recipient_sealed, f"messages.recipient:{message.id}") == "colleague@school.example"
    message.state, message.settled_at = MessageState.SENT, clock.now()
    session.commit()
    assert service.forget(session, clock.now() + timedelta(days=29)) == 0
    assert service.forget(session, clock.now() + timedelta(days=30)) == 1


def test_a_draft_that_goes_takes_the_letter_along(
    session: Session, consultation: Consultation, member: TeamMember, clock: SetClock
) -> None:
    write(session, consultation, member, clock)
    session.delete(session.get_one(Draft, member.draft_id))
    session.commit()
    assert session.scalars(select(Message.id)).all() == []
