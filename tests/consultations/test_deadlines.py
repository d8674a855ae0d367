"""A deadline is said in words and kept to the instant, also when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from engagement.consultations import deadlines
from engagement.consultations.models import GRACE, Consultation, State

MILLISECOND = timedelta(milliseconds=1)
# A plain day, and the Sundays on which London's clocks go forward and back.
ENDS = [
    (date(2025, 7, 9), datetime(2025, 7, 9, 23, tzinfo=UTC)),
    (date(2026, 3, 29), datetime(2026, 3, 29, 23, tzinfo=UTC)),
    (date(2026, 3, 28), datetime(2026, 3, 29, 0, tzinfo=UTC)),
    (date(2025, 10, 26), datetime(2025, 10, 27, 0, tzinfo=UTC)),
    (date(2025, 10, 25), datetime(2025, 10, 25, 23, tzinfo=UTC)),
]


def consultation(closes_at: datetime) -> Consultation:
    opens_at = closes_at - timedelta(days=14)
    return Consultation(opens_at=opens_at, closes_at=closes_at, published_at=opens_at - timedelta(days=7))


@pytest.mark.parametrize(("day", "instant"), ENDS)
def test_a_day_ends_when_it_ends_in_london(day: date, instant: datetime) -> None:
    assert deadlines.end_of_day(day) == instant


@pytest.mark.parametrize(("day", "instant"), ENDS)
def test_the_last_millisecond_counts_and_the_next_does_not(day: date, instant: datetime) -> None:
    asked = consultation(instant)
    assert asked.state_at(instant - MILLISECOND) is State.OPEN
    assert asked.state_at(instant) is State.CLOSED
    assert not asked.in_grace_at(instant - MILLISECOND)
    assert asked.in_grace_at(instant)
    assert asked.in_grace_at(instant + GRACE - MILLISECOND)
    assert not asked.in_grace_at(instant + GRACE)


@pytest.mark.parametrize(("day", "instant"), ENDS)
def test_the_deadline_names_the_last_minute_of_the_day(day: date, instant: datetime) -> None:
    assert deadlines.deadline_in_words(instant) == f"11:59pm on {deadlines.day_in_words(day)}"


def test_the_deadline_reads_as_people_say_it() -> None:
    assert deadlines.deadline_in_words(ENDS[0][1]) == "11:59pm on Wednesday 9 July 2025"
    assert deadlines.moment_in_words(datetime(2025, 6, 26, 8, tzinfo=UTC)) == "9am on Thursday 26 June 2025"


def test_a_consultation_is_a_draft_until_published_and_upcoming_until_it_opens() -> None:
    asked = consultation(ENDS[0][1])
    assert asked.state_at(asked.opens_at - MILLISECOND) is State.UPCOMING
    assert asked.state_at(asked.opens_at) is State.OPEN
    assert asked.published_at is not None
    assert asked.state_at(asked.published_at - MILLISECOND) is State.DRAFT


def test_days_left_are_counted_in_london() -> None:
    closes_at = ENDS[0][1]
    assert deadlines.days_left(closes_at, datetime(2025, 7, 8, 23, 30, tzinfo=UTC)) == 0
    assert deadlines.days_left(closes_at, datetime(2025, 7, 8, 22, 30, tzinfo=UTC)) == 1
    assert deadlines.days_left(closes_at, closes_at) == -1


def test_nine_in_london_is_another_instant_in_winter() -> None:
    assert deadlines.at_london(date(2025, 7, 1), time(9)) == datetime(2025, 7, 1, 8, tzinfo=UTC)
    assert deadlines.at_london(date(2025, 12, 1), time(9)) == datetime(2025, 12, 1, 9, tzinfo=UTC)
