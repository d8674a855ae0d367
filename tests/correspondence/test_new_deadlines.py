"""A new deadline moves letters and tells those who can use it once; an early close tells nobody a wrong time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation, State
from engagement.contacts.models import Contact, Invitation, InvitationState
from engagement.correspondence import eligibility, letters, new_deadlines, waves
from engagement.correspondence.models import Wave, WaveState
from engagement.correspondence.new_deadlines import Extension
from engagement.correspondence.postroom import PostRoom
from engagement.outbox import claims, service
from engagement.outbox.claims import PointOfNoReturn
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock
from tests.correspondence.invitations import launch

LATER = date(2025, 7, 16)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """Open from 13 June to 9 July 2025; the clock stands at 16 June, 10am."""
    return factories.consultation(session)


def invited(session: Session, consultation: Consultation, email: str, state: str = InvitationState.UNUSED) -> Contact:
    """A family that got the invitation three days ago."""
    contact, _ = factories.contact(session, consultation, email)
    session.scalars(select(Invitation).where(Invitation.contact_id == contact.id)).one().state = state
    letter(session, contact, MessageKind.INVITATION)
    return contact


def letter(
    session: Session, contact: Contact, kind: MessageKind, state: str = MessageState.SENT, occurrence: int = 1
) -> Message:
    message = Message(
        consultation_id=contact.consultation_id,
        contact_id=contact.id,
        kind=kind,
        occurrence=occurrence,
        template=f"families/{kind}",
        state=state,
        due_at=factories.OPENS_AT,
        settled_at=factories.OPENS_AT if state == MessageState.SENT else None,
    )
    session.add(message)
    session.flush()
    return message


def extend(consultation: Consultation, clock: SetClock, last_day: date = LATER) -> Extension:
    with unit_of_work() as session:
        return new_deadlines.extend(
            session, consultation, last_day=last_day, reason="Asked for", by="officer:ada", now=clock.now()
        )


def notices(session: Session) -> dict[tuple[object, str], str | None]:
    rows = session.execute(
        select(Message.contact_id, Message.state, Message.reason).where(Message.kind == MessageKind.NEW_DEADLINE)
    )
    return {(contact_id, state): reason for contact_id, state, reason in rows}


def test_the_notice_goes_to_those_who_were_invited_and_have_not_answered(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    wanted = invited(session, consultation, "ada@home.example")
    answered = invited(session, consultation, "bob@home.example", InvitationState.USED)
    told = invited(session, consultation, "cy@home.example", InvitationState.TOLD)
    new, _ = factories.contact(session, consultation, "new@home.example")
    done = extend(consultation, clock)
    assert [(notice.audience, notice.will) for notice in done.notices] == [("families", 1)]
    assert dict(done.notices[0].why_not) == {
        eligibility.ALREADY_ANSWERED: 1,
        eligibility.TOLD_US: 1,
        eligibility.NOT_INVITED: 1,
    }
    launch(clock)
    assert notices(session) == {
        (wanted.id, MessageState.PENDING): None,
        (answered.id, MessageState.SKIPPED): eligibility.ALREADY_ANSWERED,
        (told.id, MessageState.SKIPPED): eligibility.TOLD_US,
        (new.id, MessageState.SKIPPED): eligibility.NOT_INVITED,
    }


def test_a_rehearsal_says_the_same_and_leaves_nothing(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    invited(session, consultation, "ada@home.example")
    session.commit()
    values = {"last_day": LATER, "reason": "Asked for", "by": "officer:ada", "now": clock.now()}
    rehearsed = new_deadlines.rehearse(session, consultation, **values)  # type: ignore[arg-type]  # one dict of values
    assert consultation.closes_at == factories.CLOSES_AT
    assert session.scalar(select(func.count()).select_from(Wave)) == 0
    assert rehearsed == extend(consultation, clock)


def test_each_change_has_one_notice_and_the_later_one_takes_the_place_of_what_waits(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    contact = invited(session, consultation, "ada@home.example")
    extend(consultation, clock)
    launch(clock)
    launch(clock)
    extend(consultation, clock, date(2025, 7, 18))
    launch(clock)
    rows = session.execute(
        select(Message.occurrence, Message.state, Message.reason)
        .where(Message.kind == MessageKind.NEW_DEADLINE, Message.contact_id == contact.id)
        .order_by(Message.occurrence)
    ).all()
    assert [tuple(row) for row in rows] == [
        (1, MessageState.CANCELLED, new_deadlines.SUPERSEDED),
        (2, MessageState.PENDING, None),
    ]


def test_who_gets_another_letter_that_day_gets_the_notice_on_the_next(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    contact = invited(session, consultation, "ada@home.example")
    letter(session, contact, MessageKind.REMINDER).settled_at = clock.now() - timedelta(minutes=30)
    session.commit()
    extend(consultation, clock)
    launch(clock)
    due_at = session.scalar(select(Message.due_at).where(Message.kind == MessageKind.NEW_DEADLINE))
    assert due_at == datetime(2025, 6, 17, 9, tzinfo=UTC)


def test_the_notice_is_no_fifth_letter(session: Session, consultation: Consultation, clock: SetClock) -> None:
    contact = invited(session, consultation, "ada@home.example")
    for occurrence in (1, 2, 3):
        letter(session, contact, MessageKind.REMINDER, occurrence=occurrence)
    session.commit()
    assert extend(consultation, clock).told == 1


def test_a_notice_that_more_would_get_than_was_said_stops_and_asks(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    invited(session, consultation, "ada@home.example")
    extend(consultation, clock)
    invited(session, consultation, "bob@home.example")
    session.commit()
    launch(clock)
    assert session.scalars(select(Wave.state)).all() == [WaveState.STOPPED]


def test_the_notice_waits_for_the_hours_of_letters_and_falls_away_where_none_are_left(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    invited(session, consultation, "ada@home.example")
    consultation.closes_at = datetime(2025, 6, 20, 23, tzinfo=UTC)
    session.commit()
    clock.set("2025-06-20T17:30+00:00")  # Friday evening
    done = extend(consultation, clock, date(2025, 6, 21))
    assert done.told == 0
    assert "9am on Monday 23 June 2025, after the deadline" in done.notices[0].obstacle
    assert extend(consultation, clock, date(2025, 6, 24)).notices[0].due_at == datetime(2025, 6, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize("audience", new_deadlines.WRITTEN_TO)
def test_the_notice_tells_the_new_deadline_and_nothing_that_gives_away(
    session: Session, consultation: Consultation, audience: str
) -> None:
    written = letters.preview_of(f"{audience}/new_deadline", consultation)
    assert written.subject == "Kent County Council: your views, closes 9 July"
    assert "11:59pm on Wednesday 9 July 2025" in written.text
    assert "/i/..." in written.text
    assert "If you have already replied, thank you" in written.text


@pytest.mark.parametrize("change", ["extend", "close"])
def test_a_letter_already_written_with_the_old_deadline_does_not_leave(
    session: Session, consultation: Consultation, clock: SetClock, change: str
) -> None:
    contact = invited(session, consultation, "ada@home.example")
    letter(session, contact, MessageKind.REMINDER, MessageState.PENDING)
    session.commit()
    with unit_of_work() as work:
        (claimed,) = claims.claim(work, clock.now(), 10)
    with unit_of_work() as work:
        if change == "extend":
            new_deadlines.extend(work, consultation, last_day=LATER, reason="x", by="a", now=clock.now())
        else:
            closes_at = clock.now() + timedelta(hours=30)
            new_deadlines.close_early(work, consultation, closes_at=closes_at, reason="x", by="a", now=clock.now())
    gate = PointOfNoReturn(eligibility.obstacle_to_sending())
    with unit_of_work() as work:
        assert not gate.cross(work, claimed, clock.now())
    with unit_of_work() as work:
        (again,) = claims.claim(work, clock.now(), 10)
    envelope = PostRoom(clock, "https://views.example", "views@council.example")(session, [again])[again.id]
    assert not isinstance(envelope, str)
    deadline = b"16 July 2025" if change == "extend" else b"3:59pm on Tuesday 17 June 2025"
    assert deadline in envelope.content.replace(b"=\r\n", b"").replace(b"\r\n", b" ")
    with unit_of_work() as work:
        assert gate.cross(work, again, clock.now())


def test_closing_early_cancels_the_letters_after_it_with_the_reason_and_keeps_those_before(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    contact = invited(session, consultation, "ada@home.example")
    with unit_of_work() as work:
        for day in ("2025-06-26", "2025-07-04"):
            due_at = datetime.fromisoformat(f"{day}T09:00+00:00")
            waves.plan(
                work,
                consultation=consultation,
                audience="families",
                kind=MessageKind.REMINDER,
                due_at=due_at,
                now=clock.now(),
            )
    closes_at = datetime.fromisoformat("2025-07-01T11:00+00:00")
    with unit_of_work() as work:
        new_deadlines.close_early(
            work, consultation, closes_at=closes_at, reason="Court order", by="officer:bob", now=clock.now()
        )
    states = session.execute(select(Wave.state, Wave.cancelled_because).order_by(Wave.due_at)).all()
    assert [tuple(row) for row in states] == [
        (WaveState.PLANNED, None),
        (WaveState.CANCELLED, "The consultation closes early: Court order"),
    ]
    # A letter that had begun to leave is stopped by the check before each one, and a draft in hand has its half hour.
    waiting = letter(session, contact, MessageKind.REMINDER, MessageState.PENDING, occurrence=3)
    session.commit()
    clock.set(closes_at)
    with unit_of_work() as work:
        (claimed,) = claims.claim(work, clock.now(), 10)
    with unit_of_work() as work:
        assert not PointOfNoReturn(eligibility.obstacle_to_sending()).cross(work, claimed, clock.now())
    session.refresh(waiting)
    assert (waiting.state, waiting.reason) == (MessageState.CANCELLED, eligibility.CLOSED)
    assert consultation.state_at(closes_at) is State.CLOSED
    assert consultation.in_grace_at(closes_at + timedelta(minutes=29))
    assert service.status(session, clock.now()).balances
