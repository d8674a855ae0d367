"""The young people's way in: saying no is as easy as saying yes."""

from flask import Blueprint

from engagement.extensions import db
from engagement.survey_flow import Audience, pages
from engagement.survey_flow.visits import visit


def register(blueprint: Blueprint, audience: Audience) -> None:
    """Add the page that "No thanks" leads to."""

    @blueprint.get("/no-thanks")
    def no_thanks(slug: str) -> str:
        """A kind goodbye. It changes nothing, and the way back stays open."""
        return pages.render(visit(db.session(), audience, slug), "no_thanks")
