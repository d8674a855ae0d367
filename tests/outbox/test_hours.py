"""Letters leave in working hours in London, whatever the season."""

from datetime import date, datetime

import pytest

from engagement.outbox import hours


@pytest.mark.parametrize(
    ("instant", "may"),
    [
        ("2025-06-26T08:59:59.999999+01:00", False),
        ("2025-06-26T09:00:00+01:00", True),
        ("2025-06-26T16:59:59.999999+01:00", True),
        ("2025-06-26T17:00:00+01:00", False),
        ("2025-06-28T12:00:00+01:00", False),
        ("2025-06-29T12:00:00+01:00", False),
        ("2025-12-25T12:00:00+00:00", False),
        ("2025-12-26T12:00:00+00:00", False),
        ("2025-05-05T12:00:00+01:00", False),
        ("2025-03-28T09:00:00+00:00", True),
        ("2025-03-31T08:00:00+00:00", True),
        ("2025-10-24T08:00:00+00:00", True),
        ("2025-10-27T08:00:00+00:00", False),
        ("2025-10-27T09:00:00+00:00", True),
    ],
)
def test_letters_may_leave_from_nine_to_five_on_working_days(instant: str, may: bool) -> None:
    assert hours.letters_may_leave(datetime.fromisoformat(instant)) is may


@pytest.mark.parametrize(
    ("instant", "permitted"),
    [
        ("2025-06-26T10:30:00+01:00", "2025-06-26T10:30:00+01:00"),
        ("2025-06-26T03:00:00+01:00", "2025-06-26T09:00:00+01:00"),
        ("2025-06-26T17:00:00+01:00", "2025-06-27T09:00:00+01:00"),
        ("2025-06-27T18:00:00+01:00", "2025-06-30T09:00:00+01:00"),
        ("2025-04-17T18:00:00+01:00", "2025-04-22T09:00:00+01:00"),
        ("2025-12-24T18:00:00+00:00", "2025-12-29T09:00:00+00:00"),
        ("2025-03-29T12:00:00+00:00", "2025-03-31T09:00:00+01:00"),
        ("2025-10-25T12:00:00+01:00", "2025-10-27T09:00:00+00:00"),
    ],
)
def test_what_falls_outside_moves_to_the_next_opening(instant: str, permitted: str) -> None:
    assert hours.next_permitted(datetime.fromisoformat(instant)) == datetime.fromisoformat(permitted)


def test_substitute_bank_holidays_count() -> None:
    assert not hours.is_working_day(date(2022, 1, 3))
    assert hours.is_working_day(date(2022, 1, 4))
