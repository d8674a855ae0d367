"""When schools are closed: a council's own dates, typed or from a file, because no rule gives them."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from icalendar import Calendar, Event

from engagement.councils.models import Council
from engagement.errors import Refused
from engagement.written_days import read_day

MOST = 60
LARGEST = 200_000
LONGEST_NAME = 60
ONE_DAY = timedelta(days=1)
JUST_BEFORE = timedelta(microseconds=1)
_DATE = re.compile(
    r"\b(?:\d{4}-\d\d?-\d\d?|\d\d?/\d\d?/\d{4}|\d\d?(?:st|nd|rd|th)? (?:of )?[A-Za-z]{3,9},? \d{4})\b", re.IGNORECASE
)
_BETWEEN = re.compile(r"^[\s,;:–-]+|[\s,;:–-]+$")
_LITTLE_WORDS = re.compile(r"(?i)\b(?:from|to|until|and|on|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b")


@dataclass(frozen=True)
class Closed:
    """Days on which schools are closed, the first and the last among them."""

    name: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def closed_days(council: Council) -> list[Closed]:
    """When a council's schools are closed, in order of time."""
    return [
        Closed(kept["name"], date.fromisoformat(kept["first"]), date.fromisoformat(kept["last"]))
        for kept in council.school_holidays
    ]


def keep(council: Council, closed: Sequence[Closed]) -> None:
    """Keep these dates instead of those the council had."""
    council.school_holidays = [
        {"name": each.name, "first": each.first.isoformat(), "last": each.last.isoformat()}
        for each in sorted(closed, key=lambda each: (each.first, each.last))
    ]


def as_written(closed: Sequence[Closed]) -> str:
    """The dates as `read` takes them, one range a line."""
    return "\n".join(f"{each.name}, {_in_words(each.first)} to {_in_words(each.last)}" for each in closed)


def read(text: str) -> list[Closed]:
    """The ranges in a text, one a line: a name and one or two dates, in any order. Raises Refused."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        dates = [read_day(match) for match in _DATE.findall(line)]
        if not 1 <= len(dates) <= 2 or None in dates:
            raise Refused(f"Line {number} needs a first and a last day, such as 23 July 2025 to 31 August 2025.")
        days = [day for day in dates if day is not None]
        if days[-1] < days[0]:
            raise Refused(f"Line {number} ends before it begins.")
        name = _BETWEEN.sub("", re.sub(r"\s+", " ", _LITTLE_WORDS.sub("", _DATE.sub("", line))))
        found.append(Closed(name[:LONGEST_NAME] or "School holiday", days[0], days[-1]))
    return _in_order(found)


def read_file(content: bytes) -> list[Closed]:
    """The ranges in a CSV file or a calendar (ICS). Raises Refused."""
    if len(content) > LARGEST:
        raise Refused("The file is too large for dates of terms or holidays.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("The file is not text. Save it as CSV (UTF-8) or as a calendar (ICS).") from None
    if text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        return _calendar(text)
    rows = [" , ".join(row) for row in csv.reader(io.StringIO(text))]
    return read("\n".join(row for row in rows[:1] if _DATE.search(row)) + "\n" + "\n".join(rows[1:]))


def between(terms: Sequence[Closed]) -> list[Closed]:
    """The holidays that lie between terms."""
    return [
        Closed("School holiday", before.last + ONE_DAY, after.first - ONE_DAY)
        for before, after in pairwise(sorted(terms, key=lambda term: term.first))
        if after.first - before.last > ONE_DAY
    ]


def _calendar(text: str) -> list[Closed]:
    """The events of a calendar."""
    try:
        events = Calendar.from_ical(text).events
    except ValueError:
        raise Refused("The calendar is damaged. Download or save it again.") from None
    return _in_order([_event(event) for event in events])


def _event(event: Event) -> Closed:
    """One event. Its end is the moment after it: of one that lasts days, the day after its last."""
    name = str(event.get("SUMMARY", "")).strip()[:LONGEST_NAME] or "School holiday"
    if "RRULE" in event:
        raise Refused(f'"{name}" repeats by a rule. Write its dates out.')
    try:
        start, end = event.start, event.end
    except ValueError:
        raise Refused(f'"{name}" has no day that we can read.') from None
    first = start.date() if isinstance(start, datetime) else start
    last = (end - JUST_BEFORE).date() if isinstance(end, datetime) else end - ONE_DAY
    return Closed(name, first, max(first, last))


def _in_order(found: list[Closed]) -> list[Closed]:
    if len(found) > MOST:
        raise Refused(f"Give at most {MOST} ranges of dates. Leave out years that are over.")
    return sorted(found, key=lambda closed: (closed.first, closed.last))


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
