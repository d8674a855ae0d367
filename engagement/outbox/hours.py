"""When letters may leave: 9am to 5pm in London, Monday to Friday, not on a bank holiday in England."""

from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

from engagement.consultations.deadlines import LONDON, at_london, london_day

OPENS = time(9)
CLOSES = time(17)
ONE_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Whether offices in England are open on a day."""
    return day.weekday() < 5 and day not in _bank_holidays()


def bank_holiday(day: date) -> str | None:
    """What a bank holiday in England is called, if a day is one."""
    name: str | None = _bank_holidays().get(day)
    return name


def letters_may_leave(instant: datetime) -> bool:
    """Whether a letter may be handed to the mail server now. Acknowledgements may at any time."""
    local = instant.astimezone(LONDON)
    return is_working_day(local.date()) and OPENS <= local.time() < CLOSES


def opening(instant: datetime) -> datetime:
    """The instant at which the hours of this day in London begin."""
    return at_london(london_day(instant), OPENS)


def next_permitted(instant: datetime) -> datetime:
    """This instant, or the first after it at which letters may leave."""
    if letters_may_leave(instant):
        return instant
    day = london_day(instant)
    if instant >= at_london(day, OPENS):
        day += ONE_DAY
    while not is_working_day(day):
        day += ONE_DAY
    return at_london(day, OPENS)


@cache
def _bank_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG")
