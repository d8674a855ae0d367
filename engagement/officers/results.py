"""Results: question by question for one audience, and the three audiences side by side."""

from collections.abc import Iterable
from itertools import groupby

from flask import render_template

from engagement.accounts.roles import May
from engagement.consultations import late, versions
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation, State
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.guard import needs
from engagement.officers.late_answers import late_among
from engagement.officers.query import audience_in_query
from engagement.questionnaires.definition import AUDIENCES, Question
from engagement.reporting import results as reporting
from engagement.reporting.disclosure import SMALLEST_BASE
from engagement.reporting.results import FieldResult


@blueprint.get("/consultations/<slug>/results")
@needs(May.RESULTS)
def results(slug: str) -> str:
    """Every question of one audience."""
    consultation = consultations.find(db.session(), slug)
    asked = versions.audiences_asked(db.session(), consultation.id)
    first = asked[0] if asked else AUDIENCES[0]
    audience = audience_in_query() or first
    found = reporting.of_audience(db.session(), consultation.id, audience)
    return render_template(
        "officers/results.html",
        consultation=consultation,
        asked=asked,
        audience=audience,
        found=found,
        parts=_parts(found.fields),
        least=SMALLEST_BASE[audience],
        provisional=_provisional(consultation),
        late_rule=next(iter(late.rules(db.session(), consultation)), None),
        came_late=late_among(db.session(), consultation),
    )


@blueprint.get("/consultations/<slug>/results/measures")
@needs(May.RESULTS)
def measures(slug: str) -> str:
    """The ten themes across the audiences: three distributions, never one number."""
    consultation = consultations.find(db.session(), slug)
    return render_template(
        "officers/measures.html",
        consultation=consultation,
        asked=versions.audiences_asked(db.session(), consultation.id),
        found=reporting.by_measure(db.session(), consultation.id),
        provisional=_provisional(consultation),
        late_rule=next(iter(late.rules(db.session(), consultation)), None),
        came_late=late_among(db.session(), consultation),
    )


def _parts(fields: Iterable[FieldResult]) -> list[tuple[str, list[tuple[Question, list[FieldResult]]]]]:
    """Results under their section and question: a matrix has several, any other question one."""
    return [
        (
            title,
            [
                (rows[0].field.question, rows)
                for _, group in groupby(in_section, key=lambda result: result.field.question.key)
                for rows in [list(group)]
            ],
        )
        for title, in_section in groupby(fields, key=lambda result: result.section)
    ]


def _provisional(consultation: Consultation) -> bool:
    return consultation.state_at(clock.now()) is not State.CLOSED
