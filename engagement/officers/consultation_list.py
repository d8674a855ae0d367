"""The consultations of an officer: searched and narrowed by state, those in the archive apart."""

from datetime import datetime

from flask import render_template, request

from engagement.consultations.models import Consultation, State
from engagement.extensions import clock, db
from engagement.officers import scope
from engagement.officers.blueprint import blueprint
from engagement.officers.guard import current_officer, needs
from engagement.officers.overview import time_left
from engagement.officers.paging import cut
from engagement.officers.query import chosen, kept, page_in_query

STATES = {
    State.DRAFT: "Draft",
    State.UPCOMING: "Opening soon",
    State.OPEN: "Open",
    State.CLOSED: "Closed",
    "archived": "In the archive",
}


@blueprint.get("/")
@needs(None)
def consultations() -> str:
    """Every consultation that an officer may see, with its state and deadline; the archive only if it is asked for."""
    now = clock.now()
    mine = scope.consultations(db.session(), current_officer())
    wanted, words = chosen("state", STATES), request.args.get("find", "").strip()[:200]
    found = [
        row for row in mine if _fits(row, words) and (_state(row, now) == wanted if wanted else row.archived_at is None)
    ]
    page = cut(found, page_in_query())
    return render_template(
        "officers/consultations.html",
        page=page,
        rows=[(row, _state(row, now), time_left(row, now)) for row in page.rows],
        states=STATES,
        wanted=wanted,
        words=words,
        filters=kept(state=wanted, find=words),
        in_archive=sum(row.archived_at is not None for row in mine),
        has_any=bool(mine),
    )


def _state(row: Consultation, now: datetime) -> str:
    return "archived" if row.archived_at is not None else row.state_at(now)


def _fits(row: Consultation, words: str) -> bool:
    """Whether every word is in its title, address or label."""
    about = f"{row.title} {row.slug} {row.label}".casefold()
    return all(word in about for word in words.casefold().split())
