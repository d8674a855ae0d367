"""Pages that anybody may read: find the consultation, check that it may be seen, show its words."""

from flask import Blueprint, render_template

from engagement.public.links import links_for_layout

blueprint = Blueprint("public", __name__, template_folder="templates")
blueprint.app_context_processor(links_for_layout)


@blueprint.get("/")
def home() -> str:
    """All consultations by state."""
    return render_template("public/home.html")


@blueprint.get("/<slug>")
def landing(slug: str) -> str:
    """What one consultation is about, and the ways in."""
    return render_template("public/home.html", slug=slug)


@blueprint.get("/get-help", defaults={"slug": None})
@blueprint.get("/<slug>/get-help")
def get_help(slug: str | None) -> str:
    """Whom to turn to, the same for everybody."""
    return render_template("public/home.html", slug=slug)


@blueprint.get("/privacy", defaults={"slug": None})
@blueprint.get("/<slug>/privacy")
def privacy(slug: str | None) -> str:
    """What is kept about people and why."""
    return render_template("public/home.html", slug=slug)


@blueprint.get("/accessibility")
def accessibility() -> str:
    """How far everybody can use this site, and what to do if not."""
    return render_template("public/home.html")


@blueprint.get("/credits")
def credits() -> str:
    """Whose work this site is built with."""
    return render_template("public/home.html")
