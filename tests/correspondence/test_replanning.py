"""A letter moves within the limits, and a new deadline says what it moves before anything does."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations import service
from engagement.consultations.deadlines import end_of_day
from engagement.consultations.models import Consultation
from engagement.correspondence import waves
from engagement.correspondence.models import Wave, WaveState
from engagement.correspondence.waves import Move
from engagement.errors import Refused
from engagement.outbox.models import MessageKind
from engagement.questionnaires.definition import AudienceName
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock


def at(day: str) -> datetime:
    """Ten in the morning in London on a summer's day."""
    return datetime.fromisoformat(f"{day}T09:00+00:00")


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """Open from 13 June to 9 July 2025; the clock stands at 16 June, 10am."""
    return factories.consultation(session)


def plan_all(consultation: Consultation, clock: SetClock, audience: AudienceName) -> list[Wave]:
    with unit_of_work() as session:
        return [
            waves.plan(
                session,
                consultation=consultation,
                audience=audience,
                kind=proposed.kind,
                due_at=proposed.due_at,
                now=clock.now(),
            )
            for proposed in waves.propose(consultation, audience)
        ]


def told(moves: list[Move]) -> list[tuple[str, str, str | None]]:
    return [(move.kind.value, f"{move.old:%d %b}", f"{move.new:%d %b}" if move.new else None) for move in moves]


def extend(consultation: Consultation, clock: SetClock, last_day: date) -> None:
    with unit_of_work() as session:
        service.extend(session, consultation, last_day=last_day, reason="More time", by="ada", now=clock.now())


def due(session: Session) -> list[tuple[str, str, str]]:
    session.expire_all()
    found = session.scalars(select(Wave).order_by(Wave.due_at, Wave.kind))
    return [(wave.template, f"{wave.due_at:%d %b}", wave.state) for wave in found]


def test_a_later_deadline_says_what_moves_and_moves_nothing_yet(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    plan_all(consultation, clock, "families")
    before = due(session)
    moves = waves.replan(session, consultation, now=clock.now(), closes_at=end_of_day(date(2025, 7, 23)))
    assert told(moves) == [
        ("reminder", "26 Jun", "03 Jul"),
        ("note", "02 Jul", "16 Jul"),
        ("reminder", "04 Jul", "18 Jul"),
    ]
    assert "10am on Thursday 3 July 2025, now that the deadline is 11:59pm on Wednesday 23 July 2025" in moves[0].why
    assert due(session) == before


def test_after_the_change_the_same_is_told_and_applied_once(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    plan_all(consultation, clock, "schools")
    foreseen = waves.replan(session, consultation, now=clock.now(), closes_at=end_of_day(date(2025, 7, 23)))
    extend(consultation, clock, date(2025, 7, 23))
    moves = waves.replan(session, consultation, now=clock.now())
    assert moves == foreseen
    with unit_of_work() as work:
        assert waves.apply(work, consultation, moves) == 4
        assert waves.apply(work, consultation, moves) == 0
    assert [row for row in due(session) if "invitation" not in row[0]] == [
        ("schools/reminder", "03 Jul", "planned"),
        ("schools/note", "16 Jul", "planned"),
        ("schools/reminder", "16 Jul", "planned"),
        ("schools/last_reminder", "22 Jul", "planned"),
    ]
    assert waves.replan(session, consultation, now=clock.now()) == []


def test_an_earlier_deadline_cancels_what_has_no_time_left_and_says_why(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    plan_all(consultation, clock, "families")
    clock.set("2025-06-30T09:00+00:00")
    first = session.scalars(select(Wave).where(Wave.kind == MessageKind.REMINDER, Wave.occurrence == 1)).one()
    first.state, first.launched_at = WaveState.LAUNCHED, at("2025-06-26")
    session.commit()
    moves = waves.replan(session, consultation, now=clock.now(), closes_at=end_of_day(date(2025, 7, 2)))
    assert told(moves) == [("reminder", "04 Jul", None)]
    assert "after the deadline" in moves[0].why
    with unit_of_work() as work:
        assert waves.apply(work, consultation, moves) == 1
    assert ("families/reminder", "04 Jul", "cancelled") in due(session)


def test_what_has_left_never_moves_and_what_officers_placed_themselves_stays_where_it_may(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    with unit_of_work() as work:
        for day in ("2025-06-20", "2025-06-27"):
            waves.plan(
                work,
                consultation=consultation,
                audience="families",
                kind=MessageKind.REMINDER,
                due_at=at(day),
                now=clock.now(),
            )
    assert waves.replan(session, consultation, now=clock.now(), closes_at=end_of_day(date(2025, 7, 23))) == []


def test_the_last_reminder_gets_other_words_where_it_is_the_last_no_more(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    with unit_of_work() as work:
        waves.plan(
            work,
            consultation=consultation,
            audience="schools",
            kind=MessageKind.REMINDER,
            due_at=at("2025-07-09"),
            now=clock.now(),
        )
    moves = waves.replan(session, consultation, now=clock.now(), closes_at=end_of_day(date(2025, 7, 23)))
    assert [(move.old == move.new, move.template) for move in moves] == [(True, "schools/reminder")]
    assert "with other words" in moves[0].why


def test_a_letter_that_somebody_changed_meanwhile_keeps_what_it_got(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    plan_all(consultation, clock, "families")
    moves = waves.replan(session, consultation, now=clock.now(), closes_at=end_of_day(date(2025, 7, 23)))
    note = session.scalars(select(Wave).where(Wave.kind == MessageKind.NOTE)).one()
    with unit_of_work() as work:
        waves.reschedule(work, note, consultation, at("2025-07-01"), clock.now())
    with unit_of_work() as work:
        assert waves.apply(work, consultation, moves) == len(moves) - 1
    assert ("families/note", "01 Jul", "planned") in due(session)


def test_a_letter_moves_to_the_next_time_at_which_letters_leave(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    reminder = plan_all(consultation, clock, "schools")[-1]
    with unit_of_work() as work:
        waves.reschedule(work, reminder, consultation, datetime(2025, 7, 5, 12, tzinfo=UTC), clock.now())
    assert (reminder.due_at, reminder.template) == (datetime(2025, 7, 7, 8, tzinfo=UTC), "schools/reminder")


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2025-06-29", "5 days between"),
        ("2025-06-10", "has passed"),
        ("2025-07-09", "last 24 hours"),
        ("2025-07-20", "after the deadline"),
    ],
)
def test_a_move_past_a_limit_is_refused_with_the_reason(
    consultation: Consultation, clock: SetClock, day: str, sentence: str
) -> None:
    last = plan_all(consultation, clock, "families")[-1]
    with pytest.raises(Refused, match=sentence), unit_of_work() as session:
        waves.reschedule(session, last, consultation, at(day), clock.now())


def test_a_letter_that_has_left_cannot_be_moved(session: Session, consultation: Consultation, clock: SetClock) -> None:
    last = plan_all(consultation, clock, "families")[-1]
    last.state = WaveState.LAUNCHED
    session.commit()
    with pytest.raises(Refused, match="not begun to leave"), unit_of_work() as work:
        waves.reschedule(work, last, consultation, at("2025-07-07"), clock.now())
