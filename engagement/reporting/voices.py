"""Whose answers count: those in time, and what young people said themselves, never what adults said for them."""

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from engagement.consultations.decisions import LateRule
from engagement.questionnaires.definition import AudienceName
from engagement.responses.models import Response

OWN = "own"


def counts_for(audience: AudienceName) -> ColumnElement[bool]:
    """That a response of an audience is among its results: not blank, in time, and in its own voice.

    Answers that somebody helped to choose or gave for a young person are kept, but are a group of their own.
    """
    of_audience = and_(Response.audience == audience, Response.blank.is_(False), in_time())
    return and_(of_audience, Response.voice == OWN) if audience == "young_people" else of_audience


def in_time() -> ColumnElement[bool]:
    """That a response came before the close, or that late ones of its consultation count by the latest decision."""
    latest = (
        select(LateRule.included)
        .where(LateRule.consultation_id == Response.consultation_id)
        .order_by(LateRule.decided_at.desc())
        .limit(1)
        .correlate(Response)
        .scalar_subquery()
    )
    return or_(Response.late.is_(False), func.coalesce(latest, false()))
