"""Letters keep their hour in London across both clock changes, wherever the server stands, also if its clock steps."""

import os
import time as process_time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.deadlines import LONDON, end_of_day, start_of_day
from engagement.consultations.models import Consultation
from engagement.correspondence import new_deadlines, schedule, waves
from engagement.correspondence.models import Wave
from engagement.outbox import claims
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.questionnaires.definition import AudienceName
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock

# Clocks go forward on Sunday 29 March 2026 at 1am and back on Sunday 25 October 2026 at 2am.
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
MONDAYS = {SPRING: datetime(2026, 3, 30, 8, tzinfo=UTC), AUTUMN: datetime(2026, 10, 26, 9, tzinfo=UTC)}
FRIDAYS = {SPRING: datetime(2026, 3, 27, 9, tzinfo=UTC), AUTUMN: datetime(2026, 10, 23, 8, tzinfo=UTC)}


@pytest.fixture(params=["UTC", "Europe/London", "Asia/Tokyo"])
def server_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The zone that the machine itself is set to."""
    monkeypatch.setenv("TZ", request.param)
    process_time.tzset()
    yield request.param
    monkeypatch.undo()
    process_time.tzset()


@pytest.fixture(params=[SPRING, AUTUMN], ids=["spring", "autumn"])
def sunday(request: pytest.FixtureRequest) -> date:
    """The night on which the clocks change."""
    found: date = request.param
    return found


def around(session: Session, sunday: date) -> Consultation:
    """Open from two weeks before a clock change until two weeks after."""
    return factories.consultation(
        session,
        opens_at=start_of_day(sunday - timedelta(days=16)),
        closes_at=end_of_day(sunday + timedelta(days=16)),
        published_at=start_of_day(sunday - timedelta(days=16)),
    )


def plan(consultation: Consultation, due_at: datetime, now: datetime) -> None:
    with unit_of_work() as session:
        waves.plan(
            session,
            consultation=consultation,
            audience="families",
            kind=MessageKind.REMINDER,
            due_at=due_at,
            now=now,
        )


def launch(now: datetime) -> int:
    with unit_of_work() as session:
        return waves.launch_due(session, now)


def claimed(now: datetime) -> int:
    """How many letters a worker may take to the mail server at an instant."""
    with unit_of_work() as session:
        batch = claims.claim(session, now, 100)
        claims.release(session, batch)
        return len(batch)


def hours_in_london(moments: list[datetime]) -> set[str]:
    return {f"{moment.astimezone(LONDON):%a %H:%M}"[4:] for moment in moments}


@pytest.mark.parametrize("audience", ["schools", "families"])
@pytest.mark.usefixtures("server_zone")
def test_every_letter_proposed_around_a_clock_change_has_its_hour_in_london(
    sunday: date, audience: AudienceName
) -> None:
    for days in range(6, 40):
        opens_at = start_of_day(sunday - timedelta(days=days // 2))
        proposed = schedule.propose(audience, opens_at, end_of_day(sunday + timedelta(days=days // 2)))
        assert hours_in_london([wave.due_at for wave in proposed]) <= {"09:00", "10:00"}
        assert all(wave.due_at.astimezone(LONDON).weekday() < 5 for wave in proposed)


@pytest.mark.usefixtures("server_zone")
def test_every_move_across_a_clock_change_keeps_ten_in_london(session: Session, sunday: date, clock: SetClock) -> None:
    consultation = around(session, sunday)
    clock.set(FRIDAYS[sunday])
    for proposed in waves.propose(consultation, "families"):
        if proposed.kind == MessageKind.REMINDER and proposed.due_at > clock.now():
            plan(consultation, proposed.due_at, clock.now())
    for weeks in (1, 2, 3):
        last_day = sunday + timedelta(days=16 + 7 * weeks)
        with unit_of_work() as work:
            new_deadlines.extend(work, consultation, last_day=last_day, reason="x", by="ada", now=clock.now())
        due = list(session.scalars(select(Wave.due_at).where(Wave.kind == MessageKind.REMINDER)))
        assert due
        assert hours_in_london(due) == {"10:00"}
        assert consultation.closes_at == end_of_day(last_day)


@pytest.mark.usefixtures("server_zone")
def test_a_letter_asked_for_on_the_weekend_of_the_change_leaves_at_nine_on_monday(
    session: Session, sunday: date, clock: SetClock
) -> None:
    consultation = around(session, sunday)
    factories.contact(session, consultation, "ada@home.example")
    session.commit()
    asked_at = start_of_day(sunday) + timedelta(minutes=90)  # in the hour that is left out, or that comes twice
    plan(consultation, asked_at, asked_at)
    assert session.scalars(select(Wave.due_at)).all() == [MONDAYS[sunday]]
    assert launch(MONDAYS[sunday] - timedelta(seconds=1)) == 0
    assert launch(MONDAYS[sunday]) == 1
    assert claimed(MONDAYS[sunday]) == 1


# What the scheduler's clock shows from one beat to the next, in minutes from the time that the letter is due.
BEATS = {
    "beat as usual": (-1, 0, 1, 2),
    "beat away for an hour": (-1, 61, 62),
    "clock stepped an hour forward": (-61, 0, 60, 61),
    "clock stepped an hour back": (-1, 0, -59, -1, 0, 1),
    "clock stepped back before anything left": (-30, -90, -30, 0, 30),
}


@pytest.mark.parametrize("beats", BEATS.values(), ids=BEATS.keys())
@pytest.mark.parametrize("days_after", [-2, 1], ids=["friday before", "monday after"])
@pytest.mark.usefixtures("server_zone")
def test_a_letter_goes_once_and_never_before_its_hour(
    session: Session, sunday: date, days_after: int, beats: tuple[int, ...]
) -> None:
    consultation = around(session, sunday)
    contact, _ = factories.contact(session, consultation, "ada@home.example")
    session.commit()
    due_at = FRIDAYS[sunday] if days_after < 0 else MONDAYS[sunday]
    assert f"{due_at.astimezone(LONDON):%H:%M}" == "09:00"
    plan(consultation, due_at, due_at - timedelta(days=3))
    launches = [launch(due_at + timedelta(minutes=minutes)) for minutes in beats]
    first = next(minutes for minutes, launched in zip(beats, launches, strict=True) if launched)
    assert sum(launches) == 1
    assert first == next(minutes for minutes in beats if minutes >= 0)
    rows = session.execute(select(Message.contact_id, Message.state)).all()
    assert [tuple(row) for row in rows] == [(contact.id, MessageState.PENDING)]
    assert claimed(due_at - timedelta(minutes=1)) == 0
    assert claimed(due_at + timedelta(minutes=max(first, 0))) == 1


def test_the_zone_of_the_server_is_really_another_one(server_zone: str) -> None:
    assert os.environ["TZ"] == server_zone
    midsummer = datetime(2026, 7, 1, tzinfo=UTC)
    offset = midsummer.astimezone(ZoneInfo(server_zone)).strftime("%z")
    assert process_time.strftime("%z", process_time.localtime(midsummer.timestamp())) == offset
