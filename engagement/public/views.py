"""Pages that anybody may read: find the consultation, check that it may be seen, show its words."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engagement import language
from engagement.consultations import sheets
from engagement.consultations.deadlines import london_day
from engagement.consultations.models import GRACE, State
from engagement.consultations.page import page_of, sheet_of
from engagement.consultations.words import Page, blocks
from engagement.errors import NotFound
from engagement.extensions import clock, db
from engagement.language import gettext
from engagement.paper import library
from engagement.public.dates import key_dates, time_left
from engagement.public.finding import find_consultation, published_consultations, sheet_and_last_move
from engagement.public.links import links_for_layout, own_page
from engagement.public.paper import paper_form

blueprint = Blueprint("public", __name__, template_folder="templates")
blueprint.app_context_processor(links_for_layout)
blueprint.add_app_template_filter(blocks, "blocks")
blueprint.add_url_rule("/<slug>/paper/<audience>/<name>", view_func=paper_form)


@blueprint.get("/")
def home() -> str:
    """All consultations by state."""
    now = clock.now()
    found = [(consultation, consultation.state_at(now)) for consultation in published_consultations()]
    headings = {
        State.OPEN: gettext("Open now"),
        State.UPCOMING: gettext("Opening soon"),
        State.CLOSED: gettext("Closed"),
    }
    groups = [
        (heading, state, [(row, page_of(row)) for row, its_state in found if its_state is state])
        for state, heading in headings.items()
    ]
    return render_template("public/home.html", groups=groups)


@blueprint.get("/<slug>")
def landing(slug: str) -> str:
    """What one consultation is about, and the ways in."""
    consultation, state = find_consultation(slug)
    page, now = page_of(consultation), clock.now()
    offers = library.offered(db.session(), consultation.id)
    has_sheet, moved = sheet_and_last_move(consultation)
    return render_template(
        "public/landing.html",
        consultation=consultation,
        state=state,
        page=page,
        ways_in=[way for way in page.ways_in if way.audience in offers],
        offers=offers,
        key_dates=key_dates(consultation, page.key_dates),
        time_left=time_left(consultation.closes_at, now),
        grace_ends=consultation.closes_at + GRACE if consultation.in_grace_at(now) else None,
        has_sheet=has_sheet,
        moved=moved,
    )


@blueprint.get("/<slug>/information-sheet")
def information_sheet(slug: str) -> str:
    """Background and context, to read or print before answering."""
    consultation, state = find_consultation(slug)
    published = sheets.current(db.session(), consultation.id)
    if published is None:
        raise NotFound("No information sheet has been published.")
    return render_template(
        "public/information_sheet.html",
        consultation=consultation,
        state=state,
        sheet=sheet_of(consultation, published),
        version=published.number,
        published_on=london_day(published.published_at),
    )


@blueprint.get("/<slug>/other-formats")
def other_formats(slug: str) -> str:
    """How to get all this in another form."""
    consultation, state = find_consultation(slug)
    return render_template(
        "public/other_formats.html",
        consultation=consultation,
        state=state,
        page=page_of(consultation),
        offers=library.offered(db.session(), consultation.id),
    )


@blueprint.get("/get-help", defaults={"slug": None})
@blueprint.get("/<slug>/get-help")
def get_help(slug: str | None) -> str:
    """Whom to turn to, the same for everybody."""
    if slug is None:
        return render_template("public/get_help.html", page=Page())
    consultation, state = find_consultation(slug)
    return render_template("public/get_help.html", consultation=consultation, state=state, page=page_of(consultation))


@blueprint.get("/privacy", defaults={"slug": None})
@blueprint.get("/<slug>/privacy")
def privacy(slug: str | None) -> str:
    """What is kept about people and why."""
    if slug is None:
        return render_template("public/site_privacy.html", consultations=published_consultations())
    consultation, state = find_consultation(slug)
    return render_template("public/privacy.html", consultation=consultation, state=state, page=page_of(consultation))


@blueprint.post("/language")
def choose_language() -> Response:
    """Show this browser's person everything in the language they chose, from the page they were on."""
    language.choose(request.form.get("language", ""))
    return redirect(own_page(request.form.get("page", "")), 303)


@blueprint.get("/language")
def language_opened() -> Response:
    """Where somebody lands who opens the address of the buttons."""
    return redirect(url_for("public.home"))


@blueprint.get("/accessibility")
def accessibility() -> str:
    """How far everybody can use this site, and what to do if not."""
    return render_template("public/accessibility.html", consultations=published_consultations())


@blueprint.get("/credits")
def credits() -> str:
    """Whose work this site is built with."""
    return render_template("public/credits.html")
