"""The information sheet: written in the browser, looked at, and published as the next version for all at once."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations import sheets
from engagement.consultations.models import Consultation
from engagement.consultations.page import filled_sheet
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers import sheet_typing as typing
from engagement.officers.blueprint import blueprint
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.officers.query import sent_along
from engagement.officers.recipients import ConfirmForm
from engagement.officers.sheet_typing import Typed
from engagement.unit_of_work import unit_of_work

ADDRESS = "/consultations/<slug>/information-sheet"


@blueprint.get(ADDRESS)
@needs(May.LOOK)
def information_sheet(slug: str) -> str:
    """Every version with its time."""
    consultation = consultations.find(db.session(), slug)
    return render_template(
        "officers/information_sheet.html",
        consultation=consultation,
        versions=sheets.versions_of(db.session(), consultation.id),
    )


@blueprint.route(f"{ADDRESS}/edit", methods=["GET", "POST"])
@needs(May.SET_UP)
def sheet_edit(slug: str) -> ResponseReturnValue:
    """Write the next version: every button but the last only changes the form or shows what it makes."""
    consultation = consultations.find(db.session(), slug)
    current = sheets.current(db.session(), consultation.id)
    if not ConfirmForm().validate_on_submit():
        typed = typing.from_document(current.document if current else {})
        return _editing(consultation, typed, based_on=current.number if current else 0)
    typed, based_on, go = typing.from_form(request.form), sent_along("based_on"), request.form.get("go", "")
    if go not in ("check", "publish"):
        return _editing(consultation, typing.changed(typed, go), based_on=based_on)
    typed = typing.tidied(typed)
    faults = typing.faults(typed)
    if faults:
        return _editing(consultation, typed, based_on=based_on, faults=faults)
    if go == "check":
        return render_template(
            "officers/sheet_check.html",
            consultation=consultation,
            state=consultation.state_at(clock.now()),
            typed=typed,
            sheet=filled_sheet(consultation, typing.document_of(typed)),
            based_on=based_on,
        )
    try:
        with unit_of_work() as session:
            published = sheets.publish_after(
                session, consultation, typing.document_of(typed), after=based_on, now=clock.now()
            )
            note(session, "information sheet published", consultation, version=published.number)
    except Refused as refusal:
        return _editing(consultation, typed, based_on=based_on, faults={"heading": str(refusal)})
    flash(f"Version {published.number} is published. Everybody reads it from now on.", "success")
    return redirect(url_for("officers.information_sheet", slug=slug), 303)


def _editing(consultation: Consultation, typed: Typed, *, based_on: int, faults: dict[str, str] | None = None) -> str:
    faults = faults or {}
    return render_template(
        "officers/sheet_edit.html",
        consultation=consultation,
        state=consultation.state_at(clock.now()),
        typed=typed,
        based_on=based_on,
        faults=faults,
        errors=[(sentence, f"#{field}") for field, sentence in faults.items()],
        most_sections=typing.MOST_SECTIONS,
        most_terms=typing.MOST_TERMS,
    )
