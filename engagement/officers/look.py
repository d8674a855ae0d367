"""A council's page: its name, logo, colours and links, shown as its pages would show them before they are saved."""

import base64
import binascii

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovTextArea, GovTextInput
from wtforms import HiddenField, StringField, TextAreaField

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation
from engagement.councils import colours, footer, logos
from engagement.councils import service as councils
from engagement.councils.colours import NEUTRAL, Palette
from engagement.councils.logos import Logo
from engagement.councils.models import Council
from engagement.councils.service import Look, LookRefused
from engagement.errors import Refused
from engagement.extensions import db
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import Form
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.unit_of_work import unit_of_work

ADDRESS = "/consultations/<slug>/look"
# The fields that are words, by the names that the councils' service has for them.
WRITTEN = ("name", "colour", "colour_on_dark", "footer_links")
# What people may read on: the class that gives each to a part of a page, and its name.
PAPERS = (
    ("", "White, as most people see it"),
    ("paper-cream", "Cream"),
    ("paper-blue", "Light blue"),
    ("paper-dark", "Dark"),
)


class LookForm(Form):
    """What officers may set for their council. `kept_logo` carries a logo from preview to save, in base64."""

    name = StringField("Name of the council", widget=GovTextInput())
    colour = StringField(
        "Colour (optional)",
        widget=GovTextInput(),
        description="For the header, buttons and links, for example #14506b. White words must be readable on it, "
        "and it must be readable on every paper that people may choose.",
    )
    colour_on_dark = StringField(
        "Lighter colour for dark pages (optional)",
        widget=GovTextInput(),
        description="No one colour can be read on both white and black. Left empty, we use a lighter shade of yours.",
    )
    logo = FileField(
        "Logo (optional)",
        widget=GovFileInput(),
        description=f"PNG or WebP, up to {logos.LARGEST // 1000} kB. It takes the place of the name at the top, "
        "so choose one that shows the name. Screen readers say the council's name.",
    )
    footer_links = TextAreaField(
        "Links at the foot of each page (optional)",
        widget=GovTextArea(),
        description=f"One a line, at most {footer.MOST}: the words, then the address. "
        "For example: About the council https://www.council.example/about",
    )
    kept_logo = HiddenField()


@blueprint.route(ADDRESS, methods=["GET", "POST"])
@needs(May.COUNCIL)
def look(slug: str) -> ResponseReturnValue:
    """Change how the pages of this consultation's council look, after seeing it."""
    consultation = consultations.find(db.session(), slug)
    council = consultation.council
    form = LookForm(data=_as_written(council))
    logo = None
    if form.validate_on_submit():
        wanted, logo = _look_in(form), _logo_in(form)
        if wanted and not form.faults and "save" in request.form and _saved(form, consultation, wanted, logo):
            flash("The look is saved. Every page of this council has it now.", "success")
            return redirect(url_for("officers.look", slug=slug), 303)
    sharing = len(consultations.of_council(db.session(), council.id))
    return render_template(
        "officers/look.html",
        consultation=consultation,
        sharing=sharing,
        form=form,
        errors=form.faults,
        papers=PAPERS,
        colours={"colour": form.colour.data, "on_dark": form.colour_on_dark.data},
        logo=logo,
    )


@blueprint.route(f"{ADDRESS}/neutral", methods=["GET", "POST"])
@needs(May.COUNCIL)
def look_neutral(slug: str) -> ResponseReturnValue:
    """Asks once, then takes the council's colours and logo away."""
    consultation = consultations.find(db.session(), slug)
    form = Form()
    if form.validate_on_submit():
        with unit_of_work() as session:
            councils.make_neutral(session, consultation.council)
            note(session, "council look made neutral", consultation)
        flash("The pages have the neutral look again.", "success")
        return redirect(url_for("officers.look", slug=slug), 303)
    return render_template("officers/look_neutral.html", consultation=consultation)


@blueprint.get("/look-preview.css")
@needs(None)
def look_preview() -> Response:
    """The colours asked for, for the previews on an officer's page; whatever is no colour is the neutral one."""
    colour, on_dark = (_colour_in(request.args.get(name, "")) for name in ("colour", "on_dark"))
    palette = Palette.of(colour or NEUTRAL, on_dark if colour else None)
    return Response(palette.style(".look-preview"), mimetype="text/css")


def _colour_in(written: str) -> str | None:
    colour = written.strip().lower()
    return colour if colours.COLOUR.match(colour) else None


def _as_written(council: Council) -> dict[str, str]:
    return {
        "name": council.name,
        "colour": council.colour or "",
        "colour_on_dark": council.colour_on_dark or "",
        "footer_links": footer.as_written(council.footer_links),
    }


def _look_in(form: LookForm) -> Look | None:
    """The look in a form, or None once its faults stand at their fields."""
    try:
        return councils.check(**{name: form[name].data or "" for name in WRITTEN})
    except LookRefused as refusal:
        _refuse(form, refusal)
        return None


def _logo_in(form: LookForm) -> Logo | None:
    """The logo that was chosen now or before a preview, if one was; its fault stands at its field."""
    try:
        chosen = form.logo.data.read() if form.logo.data else base64.b64decode(form.kept_logo.data or "", validate=True)
        logo = logos.read(chosen) if chosen else None
    except (Refused, binascii.Error) as fault:
        form.refuse(form.logo, str(fault) if isinstance(fault, Refused) else logos.DAMAGED)
        logo = None
    form.kept_logo.data = base64.b64encode(logo.data).decode() if logo else ""
    return logo


def _saved(form: LookForm, consultation: Consultation, wanted: Look, logo: Logo | None) -> bool:
    """Whether the look could be kept; if not, its faults stand at their fields."""
    try:
        with unit_of_work() as session:
            councils.change(session, consultation.council, wanted)
            if logo:
                councils.give_logo(session, consultation.council, logo)
            colour, on_dark = wanted.colour, wanted.colour_on_dark
            note(session, "council look changed", consultation, colour=colour, on_dark=on_dark, logo=bool(logo))
    except LookRefused as refusal:
        _refuse(form, refusal)
        return False
    return True


def _refuse(form: LookForm, refusal: LookRefused) -> None:
    for name, sentence in refusal.faults.items():
        form.refuse(form[name], sentence)
