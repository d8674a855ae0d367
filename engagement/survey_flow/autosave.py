"""Saving while somebody writes: the same as any button of a page, answered to the script instead of the person."""

from collections.abc import Sequence

from flask import jsonify, make_response, request
from werkzeug.wrappers import Response

from engagement.questionnaires import routing
from engagement.responses.merging import Clash
from engagement.survey_flow import edits
from engagement.survey_flow.clashes import CONFLICT
from engagement.survey_flow.visits import Visit

# Forbidden: the page has to be posted by its person, who then reads what is the matter.
NOT_OURS = 403


def asked() -> bool:
    """Whether the script posted this, not a person."""
    return request.form.get("go") == "autosave"


def saved(here: Visit, step: str, clashing: Sequence[Clash]) -> Response:
    """What the page may now say that it has shown; a clash waits for the person to go on."""
    assert here.draft is not None
    found = routing.step_at(here.asked, here.answers, step)
    open_still = {edits.SEEN + clash.field.key for clash in clashing}
    marks = edits.seen(found, here.draft, here.answers) if found else []
    body = {mark.name: mark.value for mark in marks if mark.name not in open_still}
    return make_response(jsonify(seen=body), CONFLICT if clashing else 200)


def refused() -> Response:
    """Nothing was saved, and trying again would not help."""
    return make_response(jsonify(seen={}), NOT_OURS)
