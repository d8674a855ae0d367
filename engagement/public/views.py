"""Pages that anybody may read: find the consultation, check that it may be seen, show its words."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engagement import language
from engagement.consultations.models import State
from engagement.consultations.page import page_of
from engagement.consultations.words import Page
from engagement.extensions import clock
from engagement.language import gettext
from engagement.public import pages
from engagement.public.finding import find_consultation, published_consultations
from engagement.public.links import links_for_layout, own_page
from engagement.public.paper import paper_form

blueprint = Blueprint("public", __name__, template_folder="templates")
blueprint.app_context_processor(links_for_layout)
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
    return pages.landing(*find_consultation(slug), clock.now())


@blueprint.get("/<slug>/information-sheet", defaults={"number": None})
@blueprint.get("/<slug>/information-sheet/<int:number>")
def information_sheet(slug: str, number: int | None) -> str:
    """Background and context, to read or print before answering; an earlier version by its number."""
    return pages.information_sheet(*find_consultation(slug), number)


@blueprint.get("/<slug>/questions-and-answers")
def questions_and_answers(slug: str) -> str:
    """What one supplier asked and all are answered."""
    return pages.questions_and_answers(*find_consultation(slug))


@blueprint.get("/<slug>/other-formats")
def other_formats(slug: str) -> str:
    """How to get all this in another form."""
    return pages.other_formats(*find_consultation(slug))


@blueprint.get("/get-help", defaults={"slug": None})
@blueprint.get("/<slug>/get-help")
def get_help(slug: str | None) -> str:
    """Whom to turn to, the same for everybody."""
    if slug is None:
        return render_template("public/get_help.html", page=Page())
    return pages.get_help(*find_consultation(slug))


@blueprint.get("/privacy", defaults={"slug": None})
@blueprint.get("/<slug>/privacy")
def privacy(slug: str | None) -> str:
    """What is kept about people and why."""
    if slug is None:
        return render_template("public/site_privacy.html", consultations=published_consultations())
    return pages.privacy(*find_consultation(slug))


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
