"""The school holidays of a council, typed or taken from a file of terms or holidays, and seen before they are kept."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovTextArea
from wtforms import TextAreaField

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.councils import school_days
from engagement.councils.school_days import Closed
from engagement.errors import Refused
from engagement.extensions import db
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import Form, one_of
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.unit_of_work import unit_of_work

KINDS = {"holidays": "School holidays", "terms": "School terms: the holidays lie between them"}


class SchoolHolidaysForm(Form):
    """Ranges of days, and whether they are holidays or terms."""

    kind = one_of("What are these dates?", KINDS.items(), "Choose what these dates are.")
    dates = TextAreaField(
        "Dates",
        widget=GovTextArea(),
        description="One range a line. For example: Summer holiday, 23 July 2025 to 31 August 2025",
    )
    file = FileField(
        "Or a file (optional)",
        widget=GovFileInput(),
        description="CSV or a calendar (ICS), as councils publish them. You see its dates above before they are kept.",
    )


@blueprint.route("/consultations/<slug>/letters/school-holidays", methods=["GET", "POST"])
@needs(May.COUNCIL)
def school_holidays(slug: str) -> ResponseReturnValue:
    """Keep the school holidays of this consultation's council."""
    consultation = consultations.find(db.session(), slug)
    kept = school_days.closed_days(consultation.council)
    form = SchoolHolidaysForm(kind="holidays", dates=school_days.as_written(kept))
    if form.validate_on_submit():
        found = _taken(form) if form.file.data else _typed(form)
        if found is not None and not form.file.data:
            with unit_of_work() as session:
                session.refresh(consultation.council, with_for_update={"of": type(consultation.council)})
                school_days.keep(consultation.council, found)
                note(session, "school holidays kept", consultation, ranges=len(found))
            flash("The school holidays are kept. Letters that are planned already stay where they are.", "success")
            return redirect(url_for("officers.school_holidays", slug=slug), 303)
    return render_template(
        "officers/school_holidays.html",
        consultation=consultation,
        form=form,
        errors=form.faults,
        kept=kept,
        taken=request.method == "POST" and bool(form.file.data) and not form.faults,
        sharing=len(consultations.of_council(db.session(), consultation.council_id)),
    )


def _taken(form: SchoolHolidaysForm) -> list[Closed] | None:
    """The dates of a file, put where they can be seen and corrected."""
    try:
        found = school_days.read_file(form.file.data.read())
    except Refused as refusal:
        form.refuse(form.file, str(refusal))
        return None
    if not found:
        form.refuse(form.file, "There are no dates in this file that we can read.")
        return None
    form.dates.data = school_days.as_written(found)
    return found


def _typed(form: SchoolHolidaysForm) -> list[Closed] | None:
    try:
        found = school_days.read(form.dates.data or "")
    except Refused as refusal:
        form.refuse(form.dates, str(refusal))
        return None
    return school_days.between(found) if form.kind.data == "terms" else found
