"""School holidays come as councils publish them: typed, as CSV or as a calendar."""

from datetime import date

import pytest

from engagement.councils import school_days
from engagement.councils.models import Council
from engagement.councils.school_days import Closed
from engagement.errors import Refused

SUMMER = Closed("Summer holiday", date(2025, 7, 23), date(2025, 8, 31))
EVENT = (
    "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20250723\r\nDTEND;VALUE=DATE:20250901\r\n"
    "SUMMARY:Summer\r\n  holiday\r\nEND:VEVENT\r\n"
)
CALENDAR = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{EVENT}END:VCALENDAR\r\n"


@pytest.mark.parametrize(
    "line",
    [
        "Summer holiday, 23 July 2025 to 31 August 2025",
        "Summer holiday: Wednesday 23rd July 2025 until Sunday 31st of August 2025",
        "23/07/2025 - 31/08/2025 Summer holiday",
        "Summer holiday;2025-07-23;2025-08-31",
        "From 23 Jul 2025 to 31 Aug 2025, Summer holiday",
    ],
)
def test_ranges_are_read_as_people_write_them(line: str) -> None:
    assert school_days.read(f"\n{line}\n") == [SUMMER]


def test_a_line_with_one_day_is_that_day_and_a_name_is_not_needed() -> None:
    assert school_days.read("1 September 2025") == [Closed("School holiday", date(2025, 9, 1), date(2025, 9, 1))]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Summer holiday", "Line 1 needs a first and a last day"),
        ("Summer, 31 June 2025", "Line 1 needs"),
        ("1 May 2025, 2 May 2025, 3 May 2025", "Line 1 needs"),
        ("2 May 2025 to 1 May 2025", "Line 1 ends before it begins"),
        ("1 May 2025\n" * 61, "at most 60 ranges"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line(line: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        school_days.read(line)


def test_a_file_with_a_heading_is_read() -> None:
    assert school_days.read_file(b"\xef\xbb\xbfname,first,last\nSummer holiday,23/07/2025,31/08/2025\n") == [SUMMER]


def test_a_calendar_ends_the_day_before_its_end_says() -> None:
    assert school_days.read_file(CALENDAR.encode()) == [SUMMER]


def test_an_event_with_times_ends_on_the_day_on_which_it_ends() -> None:
    timed = CALENDAR.replace("VALUE=DATE:20250723", "TZID=Europe/London:20250723T090000")
    timed = timed.replace("VALUE=DATE:20250901", "TZID=Europe/London:20250831T170000")
    assert school_days.read_file(timed.encode()) == [SUMMER]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00", "not text"),
        (b"x" * 200_001, "too large"),
        (CALENDAR.replace("SUMMARY", "RRULE:FREQ=YEARLY\r\nSUMMARY").encode(), "repeats by a rule"),
        (CALENDAR.replace("20250723", "soon").encode(), "no day that we can read"),
        (b"BEGIN:VCALENDAR\r\nSummer holiday\r\n", "calendar is damaged"),
        (CALENDAR.replace("END:VCALENDAR", f"{EVENT * 60}END:VCALENDAR").encode(), "at most 60 ranges"),
    ],
)
def test_a_file_that_will_not_do_is_refused_with_the_reason(content: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        school_days.read_file(content)


def test_holidays_lie_between_terms() -> None:
    terms = school_days.read("Term 1, 1 September 2025 to 17 October 2025\nTerm 2, 3 November 2025 to 19 December 2025")
    assert school_days.between(terms) == [Closed("School holiday", date(2025, 10, 18), date(2025, 11, 2))]


def test_what_is_kept_is_what_was_read_and_can_be_read_again() -> None:
    council = Council(name="Kent", school_holidays=[])
    school_days.keep(council, [SUMMER])
    assert school_days.closed_days(council) == [SUMMER]
    assert school_days.read(school_days.as_written([SUMMER])) == [SUMMER]
