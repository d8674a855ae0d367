"""Dates in words, in the language of the request; the domain says how they go in English."""

from datetime import date, datetime, timedelta

from babel.dates import format_date, format_time
from flask import Blueprint

from engagement.consultations import deadlines
from engagement.consultations.deadlines import LONDON, london_day
from engagement.language import chosen, gettext
from engagement.questionnaires.languages import ENGLISH, locale_of


def day_in_words(day: date) -> str:
    """For example "Wednesday 9 July 2025"."""
    if chosen() == ENGLISH:
        return deadlines.day_in_words(day)
    # For translators: EEEE is the day of the week, d the day, MMMM the month, y the year. Keep the letters.
    return format_date(day, gettext("EEEE d MMMM y"), locale=locale_of(chosen()))


def moment_in_words(instant: datetime) -> str:
    """For example "9am on Thursday 26 June 2025", in London."""
    if chosen() == ENGLISH:
        return deadlines.moment_in_words(instant)
    local = instant.astimezone(LONDON)
    time = format_time(local.time(), "short", locale=locale_of(chosen()))
    return gettext("%(time)s on %(day)s", time=time, day=day_in_words(local.date()))


def deadline_in_words(closes_at: datetime) -> str:
    """For example "11:59pm on Wednesday 9 July 2025": the last minute that counts, never "midnight"."""
    return moment_in_words(closes_at - timedelta(minutes=1))


def register(blueprint: Blueprint) -> None:
    """Teach every template of the app to say dates."""
    for words in (day_in_words, deadline_in_words, london_day, moment_in_words):
        blueprint.add_app_template_filter(words)
