"""How a consultation comes along: answers over time, where people stop, and whom we have heard too little from."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from flask import render_template
from sqlalchemy.orm import Session

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations import versions
from engagement.consultations.deadlines import london_day
from engagement.consultations.models import Consultation
from engagement.contacts import groups
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.guard import needs
from engagement.questionnaires import routing
from engagement.questionnaires.definition import AudienceName, Section
from engagement.reporting import watching
from engagement.reporting.disclosure import Distribution

# The drawing's own units; the page scales it.
WIDTH, HEIGHT = 600, 160


class Watched(NamedTuple):
    """One audience: its line over time, the sections of its survey with those who stopped there, and its groups."""

    audience: AudienceName
    days: Sequence[tuple[date, int]] | None
    line: str
    sections: Sequence[Section]
    stopped: Distribution
    fields: Sequence[tuple[str, Sequence[watching.Group]]]

    @property
    def thin(self) -> list[str]:
        """The groups that we have heard too little from, in words."""
        return [f"{field}: {group.label}" for field, found in self.fields for group in found if group.thin]


@blueprint.get("/consultations/<slug>/progress")
@needs(May.LOOK)
def watch(slug: str) -> str:
    """Every audience that is asked, each figure beside its drawing."""
    session = db.session()
    consultation = consultations.find(session, slug)
    asked = versions.audiences_asked(session, consultation.id)
    today = min(london_day(clock.now()), london_day(consultation.closes_at))
    return render_template(
        "officers/watch.html",
        consultation=consultation,
        found=[_watched(session, consultation, audience, today) for audience in asked],
        width=WIDTH,
        height=HEIGHT,
    )


def _watched(session: Session, consultation: Consultation, audience: AudienceName, today: date) -> Watched:
    version = versions.current(session, consultation.id, audience)
    assert version is not None
    questionnaire = routing.before_sending(versions.compiled(session, version.id))
    days = watching.arrivals(session, consultation.id, audience, today)
    fields = groups.fields_of(session, consultation.id, audience) if audience != "young_people" else []
    found = [(field.name, watching.coverage(session, consultation.id, audience, field)) for field in fields]
    return Watched(
        audience,
        days,
        line(days) if days else "",
        questionnaire.sections,
        watching.stopping_places(session, consultation.id, audience, questionnaire),
        # A field that no contact has a value in tells nothing.
        [(name, rows) for name, rows in found if any(row.label != watching.NOT_KNOWN for row in rows)],
    )


def line(days: Sequence[tuple[date, int]]) -> str:
    """The points of a line through the totals, the last of which is the highest, for an SVG of WIDTH by HEIGHT."""
    most, step = days[-1][1], WIDTH / max(1, len(days) - 1)
    return " ".join(
        f"{number * step:.1f},{HEIGHT - total / most * HEIGHT:.1f}" for number, (_, total) in enumerate(days)
    )
