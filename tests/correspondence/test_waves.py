"""A wave leaves every contact with one row and a reason, however often it is launched."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, delete, event, func, select, update
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts import invitations
from engagement.contacts.models import Invitation
from engagement.correspondence import eligibility, waves
from engagement.correspondence.models import Wave, WaveState
from engagement.errors import Refused
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.questionnaires.definition import AudienceName
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock

REMINDER, INVITATION, NOTE = MessageKind.REMINDER, MessageKind.INVITATION, MessageKind.NOTE
MIDPOINT = datetime(2025, 6, 26, 9, tzinfo=UTC)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """Open from 13 June to 9 July 2025; the clock stands at 16 June, 10am."""
    return factories.consultation(session)


def plan(
    consultation: Consultation,
    clock: SetClock,
    kind: MessageKind = REMINDER,
    due_at: datetime = MIDPOINT,
    audience: AudienceName = "families",
) -> Wave:
    with unit_of_work() as session:
        return waves.plan(
            session, consultation=consultation, audience=audience, kind=kind, due_at=due_at, now=clock.now()
        )


def launch(clock: SetClock, at: datetime | None = None) -> int:
    if at is not None:
        clock.set(at)
    with unit_of_work() as session:
        return waves.launch_due(session, clock.now())


def settle(session: Session, clock: SetClock, **values: object) -> None:
    """Let everything that waits have been sent just now."""
    session.execute(
        update(Message)
        .where(Message.state == MessageState.PENDING)
        .values(**{"state": MessageState.SENT, "settled_at": clock.now()} | values)
    )
    session.commit()


def reasons(session: Session, wave: Wave) -> Counter[tuple[str, str]]:
    return Counter((row.state.value, row.reason) for row in waves.certificate(session, wave))


def mixed_contacts(session: Session, consultation: Consultation) -> int:
    """One contact for every reason there can be, and two without one; gives how many."""
    asked = consultation
    factories.contact(session, asked, "plain1@example.org")
    factories.contact(session, asked, "plain2@example.org")
    factories.contact(session, asked, "marked@example.org", do_not_contact=True)
    factories.contact(session, asked, "bounced@example.org", bounced_on=factories.OPENS_AT.date())
    _, answered = factories.contact(session, asked, "answered@example.org")
    invitations.mark_answered(session, answered)
    _, stopped = factories.contact(session, asked, "stopped@example.org")
    invited = invitations.find(session, asked.id, stopped)
    assert invited is not None
    invitations.opt_out(session, invited, factories.OPENS_AT.date())
    unlinked, _ = factories.contact(session, asked, "unlinked@example.org")
    session.execute(delete(Invitation).where(Invitation.contact_id == unlinked.id))
    session.commit()
    return 7


def test_every_contact_of_a_wave_ends_with_one_row_and_a_reason(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    contacts = mixed_contacts(session, consultation)
    factories.contact(session, consultation, "office@example.org", "schools")
    session.commit()
    wave = plan(consultation, clock)
    assert wave.announced_size == 2
    assert launch(clock, MIDPOINT) == 1
    assert reasons(session, wave) == {
        ("pending", "Waiting to be sent"): 2,
        ("skipped", eligibility.DO_NOT_CONTACT): 1,
        ("skipped", eligibility.BOUNCED): 1,
        ("skipped", eligibility.ALREADY_ANSWERED): 1,
        ("skipped", eligibility.ASKED_US_TO_STOP): 1,
        ("skipped", eligibility.NO_LINK): 1,
    }
    rows = list(waves.certificate(session, wave))
    assert len(rows) == len({row.contact.id for row in rows}) == contacts
    assert all(row.settled_at is not None for row in rows if row.state is MessageState.SKIPPED)


def test_the_preview_tells_the_same_as_the_launch(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    mixed_contacts(session, consultation)
    wave = plan(consultation, clock)
    numbers = waves.preview(session, wave, clock.now())
    will = {contact.id for contact, _ in waves.previewed(session, wave, clock.now(), will=True)}
    will_not = waves.previewed(session, wave, clock.now(), will=False)
    assert (numbers.will, numbers.will_not) == (len(will), len(will_not))
    assert Counter(dict(numbers.reasons)) == Counter(reason for _, reason in will_not)
    launch(clock, MIDPOINT)
    rows = list(waves.certificate(session, wave))
    assert will == {row.contact.id for row in rows if row.state == "pending"}
    assert {(contact.id, reason) for contact, reason in will_not} == {
        (row.contact.id, row.reason) for row in rows if row.state == "skipped"
    }


def test_launching_again_changes_nothing(session: Session, consultation: Consultation, clock: SetClock) -> None:
    factories.contact(session, consultation, "one@example.org")
    wave = plan(consultation, clock)
    launch(clock, MIDPOINT)
    assert launch(clock) == 0
    with unit_of_work() as work:
        work.execute(update(Wave).values(state=WaveState.PLANNED))
    launch(clock)
    assert session.scalar(select(func.count()).select_from(Message)) == 1
    assert wave.launched_at == MIDPOINT


def test_a_wave_is_not_launched_before_its_time(session: Session, consultation: Consultation, clock: SetClock) -> None:
    factories.contact(session, consultation, "one@example.org")
    plan(consultation, clock)
    assert launch(clock, MIDPOINT - timedelta(microseconds=1)) == 0
    assert launch(clock, MIDPOINT) == 1


def test_somebody_who_opted_out_stays_out_after_another_import(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    contact, token = factories.contact(session, consultation, "one@example.org")
    invited = invitations.find(session, consultation.id, token)
    assert invited is not None
    invitations.opt_out(session, invited, factories.OPENS_AT.date())
    session.delete(contact)
    session.flush()
    factories.contact(session, consultation, "one@example.org")
    session.commit()
    preview = waves.preview(session, plan(consultation, clock), clock.now())
    assert preview == (0, [(eligibility.ASKED_US_TO_STOP, 1)])


def test_a_wave_that_grew_stops_and_asks_and_goes_once_it_is_announced_again(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    factories.contact(session, consultation, "one@example.org")
    wave = plan(consultation, clock)
    factories.contact(session, consultation, "two@example.org")
    session.commit()
    assert launch(clock, MIDPOINT) == 0
    assert wave.state == WaveState.STOPPED
    assert session.scalar(select(func.count()).select_from(Message)) == 0
    with unit_of_work() as work:
        waves.announce(work, wave, clock.now())
    assert wave.announced_size == 2
    assert launch(clock) == 1


def test_nobody_gets_two_letters_in_a_day(session: Session, consultation: Consultation, clock: SetClock) -> None:
    factories.contact(session, consultation, "one@example.org")
    plan(consultation, clock, INVITATION, clock.now())
    reminder = plan(consultation, clock, REMINDER, clock.now())
    with unit_of_work() as work:
        work.execute(update(Wave).where(Wave.id == reminder.id).values(due_at=clock.now() + timedelta(hours=1)))
    launch(clock)
    settle(session, clock)
    launch(clock, clock.now() + timedelta(hours=1))
    assert reasons(session, reminder) == {("skipped", eligibility.DAILY_LIMIT): 1}


def test_the_next_day_a_letter_may_go_again(session: Session, consultation: Consultation, clock: SetClock) -> None:
    factories.contact(session, consultation, "one@example.org")
    plan(consultation, clock, INVITATION, clock.now())
    reminder = plan(consultation, clock, REMINDER, clock.now() + timedelta(days=1))
    launch(clock)
    settle(session, clock)
    launch(clock, clock.now() + timedelta(days=1))
    assert reasons(session, reminder) == {("pending", "Waiting to be sent"): 1}


def test_a_letter_that_was_refused_counts_for_no_limit(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    factories.contact(session, consultation, "one@example.org")
    plan(consultation, clock, INVITATION, clock.now())
    launch(clock)
    settle(session, clock, state=MessageState.FAILED, reason="The mail server refused it")
    again = plan(consultation, clock, INVITATION, clock.now())
    launch(clock)
    assert reasons(session, again) == {("pending", "Waiting to be sent"): 1}


def test_nobody_gets_a_fifth_letter(session: Session, consultation: Consultation, clock: SetClock) -> None:
    contact, _ = factories.contact(session, consultation, "one@example.org")
    session.add_all(
        Message(
            consultation_id=consultation.id,
            contact_id=contact.id,
            kind=kind,
            occurrence=number,
            template="families/reminder",
            state=MessageState.SENT,
            due_at=factories.OPENS_AT,
            settled_at=factories.OPENS_AT,
        )
        for number, kind in enumerate([INVITATION, REMINDER, REMINDER, MessageKind.REMINDER], start=10)
    )
    session.commit()
    assert plan(consultation, clock).announced_size == 0
    wave = plan(consultation, clock, NOTE)
    assert wave.announced_size == 1
    launch(clock, MIDPOINT)
    assert reasons(session, wave) == {("pending", "Waiting to be sent"): 1}


def test_a_later_invitation_reaches_only_those_who_were_not_invited(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    factories.contact(session, consultation, "one@example.org")
    plan(consultation, clock, INVITATION, clock.now())
    launch(clock)
    settle(session, clock)
    factories.contact(session, consultation, "two@example.org")
    session.commit()
    second = plan(consultation, clock, INVITATION, clock.now() + timedelta(days=1))
    launch(clock, second.due_at)
    assert reasons(session, second) == {
        ("skipped", eligibility.ALREADY_INVITED): 1,
        ("pending", "Waiting to be sent"): 1,
    }


def test_the_note_waits_a_day_for_those_who_get_a_reminder_that_day(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    factories.contact(session, consultation, "office@example.org", "schools")
    day = datetime(2025, 7, 2, 9, tzinfo=UTC)
    plan(consultation, clock, NOTE, day, "schools")
    plan(consultation, clock, REMINDER, day, "schools")
    assert launch(clock, day) == 2
    due = {(kind, due_at) for kind, due_at in session.execute(select(Message.kind, Message.due_at))}
    assert due == {(REMINDER, day), (NOTE, datetime(2025, 7, 3, 9, tzinfo=UTC))}


def test_a_closed_consultation_launches_nothing(session: Session, consultation: Consultation, clock: SetClock) -> None:
    factories.contact(session, consultation, "one@example.org")
    wave = plan(consultation, clock)
    assert launch(clock, consultation.closes_at) == 0
    assert wave.state == WaveState.CANCELLED


def test_a_wave_waits_for_a_consultation_that_is_not_published(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    consultation.published_at = None
    session.commit()
    wave = plan(consultation, clock)
    assert launch(clock, MIDPOINT) == 0
    assert wave.state == WaveState.PLANNED


def test_cancelling_stops_what_has_not_gone_and_leaves_what_has(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    factories.contact(session, consultation, "one@example.org")
    factories.contact(session, consultation, "two@example.org")
    wave = plan(consultation, clock)
    launch(clock, MIDPOINT)
    first = session.scalars(select(Message.id).limit(1)).one()
    session.execute(update(Message).where(Message.id == first).values(state=MessageState.SENT))
    session.commit()
    with unit_of_work() as work:
        assert waves.cancel(work, wave, clock.now()) == 1
    assert reasons(session, wave) == {("sent", "Sent"): 1, ("cancelled", waves.WAVE_CANCELLED): 1}


@pytest.mark.parametrize(
    ("audience", "kind", "due_at", "sentence"),
    [
        ("young_people", REMINDER, "2025-06-26T09:00+00:00", "We do not write to young people."),
        ("families", REMINDER, "2025-07-09T08:00+00:00", "Families are not reminded in the last 24 hours"),
        ("schools", REMINDER, "2025-07-09T16:30+00:00", "after the deadline"),
        ("schools", REMINDER, "2025-07-20T09:00+00:00", "after the deadline"),
    ],
)
def test_what_the_limits_forbid_is_refused_with_the_reason(
    consultation: Consultation, clock: SetClock, audience: AudienceName, kind: MessageKind, due_at: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        plan(consultation, clock, kind, datetime.fromisoformat(due_at), audience)


def test_a_letter_before_the_opening_is_refused(session: Session, clock: SetClock) -> None:
    later = factories.consultation(session, opens_at=clock.now() + timedelta(days=2))
    session.commit()
    with pytest.raises(Refused, match="Nobody can answer before 10am on Wednesday 18 June 2025"):
        plan(later, clock, INVITATION, clock.now())


def test_reminders_keep_five_days_between_them(consultation: Consultation, clock: SetClock) -> None:
    plan(consultation, clock)
    for day in ("2025-06-23", "2025-06-26", "2025-06-30"):
        with pytest.raises(Refused, match="5 days between"):
            plan(consultation, clock, due_at=datetime.fromisoformat(f"{day}T09:00+00:00"))
    plan(consultation, clock, due_at=datetime(2025, 7, 1, 9, tzinfo=UTC))


def test_only_the_last_reminder_to_schools_may_follow_sooner(consultation: Consultation, clock: SetClock) -> None:
    plan(consultation, clock, due_at=datetime(2025, 7, 7, 9, tzinfo=UTC), audience="schools")
    last = plan(consultation, clock, due_at=datetime(2025, 7, 8, 9, tzinfo=UTC), audience="schools")
    assert last.template == "schools/last_reminder"


def test_there_are_two_reminders_to_families_and_one_note(consultation: Consultation, clock: SetClock) -> None:
    plan(consultation, clock, due_at=datetime(2025, 6, 20, 9, tzinfo=UTC))
    plan(consultation, clock)
    with pytest.raises(Refused, match="at most 2 reminders"):
        plan(consultation, clock, due_at=datetime(2025, 7, 2, 9, tzinfo=UTC))
    plan(consultation, clock, NOTE)
    with pytest.raises(Refused, match="goes once"):
        plan(consultation, clock, NOTE)


def test_a_cancelled_wave_makes_room_for_another(session: Session, consultation: Consultation, clock: SetClock) -> None:
    wave = plan(consultation, clock)
    with unit_of_work() as work:
        waves.cancel(work, wave, clock.now())
    assert plan(consultation, clock).occurrence == wave.occurrence + 1


def test_a_wave_planned_for_the_evening_is_due_the_next_working_morning(
    consultation: Consultation, clock: SetClock
) -> None:
    wave = plan(consultation, clock, due_at=datetime(2025, 6, 27, 20, tzinfo=UTC))
    assert wave.due_at == datetime(2025, 6, 30, 8, tzinfo=UTC)


def test_a_bigger_wave_takes_no_more_statements(session: Session, consultation: Consultation, clock: SetClock) -> None:
    for number in range(30):
        factories.contact(session, consultation, f"reader{number}@example.org")
    session.commit()
    wave = plan(consultation, clock)
    statements: list[str] = []

    def note(connection: Connection, cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(session.connection(), "before_cursor_execute", note)
    launch(clock, MIDPOINT)
    event.remove(session.connection(), "before_cursor_execute", note)
    assert len([statement for statement in statements if "SAVEPOINT" not in statement]) <= 4
    assert sum(reasons(session, wave).values()) == 30
