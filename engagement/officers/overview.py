"""How far one consultation has come."""

from datetime import datetime, timedelta

from flask import render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.accounts.roles import May
from engagement.consultations import closing, service, versions
from engagement.consultations.deadlines import days_left, london_day
from engagement.consultations.models import Consultation, State
from engagement.correspondence.models import Wave, WaveState
from engagement.extensions import clock, db
from engagement.moderation import service as moderation
from engagement.officers.attention import attention
from engagement.officers.blueprint import blueprint
from engagement.officers.guard import current_officer, needs
from engagement.officers.mail_status import status_for
from engagement.reporting.progress import Progress, progress


@blueprint.get("/consultations/<slug>/")
@needs(May.LOOK)
def overview(slug: str) -> str:
    """One consultation at a glance: its numbers, its mail and what needs somebody."""
    session, now = db.session(), clock.now()
    consultation = service.find(session, slug)
    asked = versions.audiences_asked(session, consultation.id)
    numbers = progress(session, consultation.id)
    status, waves = status_for(session, current_officer(), now), waves_of(session, consultation)
    planned = [wave for wave in waves if wave.state == WaveState.PLANNED]
    return render_template(
        "officers/overview.html",
        consultation=consultation,
        state=consultation.state_at(now),
        time_left=time_left(consultation, now),
        numbers=[(audience, numbers.get(audience, Progress())) for audience in asked],
        attention=attention(
            consultation,
            numbers,
            asked,
            status,
            waves,
            closing.waiting(session, consultation, now),
            now,
            moderation.standing(session, consultation, now),
            bool(asked) and moderation.duty_missing(session, consultation),
        ),
        status=status,
        mail=status.counts.get(slug, {}),
        next_wave=min(planned, key=lambda wave: wave.due_at, default=None),
    )


def waves_of(session: Session, consultation: Consultation) -> list[Wave]:
    """The waves of a consultation in order of time."""
    return list(
        session.scalars(select(Wave).where(Wave.consultation_id == consultation.id).order_by(Wave.due_at, Wave.kind))
    )


def time_left(consultation: Consultation, now: datetime) -> str:
    """Where the deadline stands, in words."""
    state, days = consultation.state_at(now), days_left(consultation.closes_at, now)
    if state is State.DRAFT:
        return "Not published"
    if state is State.UPCOMING:
        return _in_days("Opens", (london_day(consultation.opens_at) - london_day(now)).days)
    if state is State.OPEN:
        return "Today is the last day" if days == 0 else f"{_days(days)} left"
    last_minute = consultation.closes_at - timedelta(microseconds=1)
    closed_for = (london_day(now) - london_day(last_minute)).days
    return "Closed today" if closed_for == 0 else f"Closed {_days(closed_for)} ago"


def _in_days(what: str, days: int) -> str:
    return f"{what} today" if days == 0 else f"{what} in {_days(days)}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"
