"""Dates of a consultation, told as its page tells them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from engagement.consultations.deadlines import days_left, london_day
from engagement.consultations.models import Consultation
from engagement.consultations.words import KeyDate
from engagement.language import english, gettext, ngettext
from engagement.survey_flow.dates import day_in_words


def key_dates(consultation: Consultation, others: Iterable[KeyDate]) -> list[tuple[str, str]]:
    """Every key date in order, as (day, what happens), those on which the surveys open and close among them."""
    last_day = london_day(consultation.closes_at - timedelta(microseconds=1))
    own = (
        KeyDate(london_day(consultation.opens_at), gettext("The surveys open")),
        KeyDate(last_day, gettext("Last day to answer")),
    )
    written = (KeyDate(date.day, english(date.what)) for date in others)
    in_order = sorted((*written, *own), key=lambda date: date.day)
    return [(day_in_words(date.day), date.what) for date in in_order]


def time_left(closes_at: datetime, now: datetime) -> str:
    """How long there is, in words; said calmly, because nobody has to take part."""
    days = days_left(closes_at, now)
    if days == 0:
        return gettext("Today is the last day.")
    return ngettext("There is %(num)s day left.", "There are %(num)s days left.", days)
