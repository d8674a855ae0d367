"""Dates of a consultation, told as its page tells them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from engagement.consultations.deadlines import day_in_words, days_left, london_day
from engagement.consultations.models import Consultation
from engagement.consultations.words import KeyDate


def key_dates(consultation: Consultation, others: Iterable[KeyDate]) -> list[tuple[str, str]]:
    """Every key date in order, as (day, what happens), those on which the surveys open and close among them."""
    last_day = london_day(consultation.closes_at - timedelta(microseconds=1))
    own = (
        KeyDate(london_day(consultation.opens_at), "The surveys open"),
        KeyDate(last_day, "Last day to answer"),
    )
    in_order = sorted((*others, *own), key=lambda date: date.day)
    return [(day_in_words(date.day), date.what) for date in in_order]


def time_left(closes_at: datetime, now: datetime) -> str:
    """How long there is, in words; said calmly, because nobody has to take part."""
    days = days_left(closes_at, now)
    if days == 0:
        return "Today is the last day."
    return "There is 1 day left." if days == 1 else f"There are {days} days left."
