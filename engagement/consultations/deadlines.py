"""Deadlines as people say them and as the clock keeps them: the last day ends in London."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def end_of_day(day: date) -> datetime:
    """The instant at which a day in London is over, which is also the first that counts as late."""
    return start_of_day(day + timedelta(days=1))


def start_of_day(day: date) -> datetime:
    """The instant at which a day in London begins."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def at_london(day: date, clock_time: time) -> datetime:
    """The instant at which London's clocks show a time on a day."""
    return datetime.combine(day, clock_time, LONDON).astimezone(UTC)


def london_day(instant: datetime) -> date:
    """The day in London at an instant."""
    return instant.astimezone(LONDON).date()


def day_in_words(day: date) -> str:
    """For example "Wednesday 9 July 2025"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def deadline_in_words(closes_at: datetime) -> str:
    """For example "11:59pm on Wednesday 9 July 2025": the last minute that counts, never "midnight"."""
    return moment_in_words(closes_at - timedelta(minutes=1))


def moment_in_words(instant: datetime) -> str:
    """For example "9am on Thursday 26 June 2025", in London."""
    local = instant.astimezone(LONDON)
    hour = local.hour % 12 or 12
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{hour}{minutes}{'am' if local.hour < 12 else 'pm'} on {day_in_words(local.date())}"


def days_left(closes_at: datetime, now: datetime) -> int:
    """Whole days in London from today to the last day: 0 on the last day, negative once it is over."""
    return (london_day(closes_at - timedelta(microseconds=1)) - london_day(now)).days
