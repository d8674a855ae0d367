"""Whose voice counts: young people's results are what they said themselves, never what adults said for them."""

from sqlalchemy import ColumnElement, and_

from engagement.questionnaires.definition import AudienceName
from engagement.responses.models import Response

OWN = "own"


def counts_for(audience: AudienceName) -> ColumnElement[bool]:
    """That a response of an audience is among its results: not blank, and in its own voice.

    Answers that somebody helped to choose or gave for a young person are kept, but are a group of their own.
    """
    of_audience = and_(Response.audience == audience, Response.blank.is_(False))
    return and_(of_audience, Response.voice == OWN) if audience == "young_people" else of_audience
