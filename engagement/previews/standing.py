"""A consultation as it would stand at another time: a copy in memory that no session knows."""

from datetime import datetime, timedelta

from sqlalchemy import inspect

from engagement.consultations.models import GRACE, Consultation, State

STATES = (State.UPCOMING, State.OPEN, State.CLOSED)
LONG_BEFORE = timedelta(days=7)


def as_if(consultation: Consultation, state: State, now: datetime) -> tuple[Consultation, datetime]:
    """The consultation as if it were public, and a moment at which it is in this state: now, if it is now."""
    columns = {column.key: getattr(consultation, column.key) for column in inspect(Consultation).column_attrs}
    shown = Consultation(**{**columns, "published_at": consultation.opens_at - LONG_BEFORE, "locked_at": None})
    shown.council = consultation.council
    moments = {
        State.UPCOMING: min(now, consultation.opens_at - timedelta(days=1)),
        State.OPEN: now if consultation.opens_at <= now < consultation.closes_at else consultation.opens_at,
        State.CLOSED: max(now, consultation.closes_at + GRACE),
    }
    return shown, moments[state]
