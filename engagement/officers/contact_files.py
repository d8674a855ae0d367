"""Files of contacts: sent, matched with our fields, tried out, confirmed, and what became of each line."""

import uuid
from pathlib import PurePath
from typing import cast

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import GovFileInput

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation
from engagement.contacts.imports import report, stages, upload, working
from engagement.contacts.imports.kept import head_of
from engagement.contacts.imports.models import ContactImport, Stage
from engagement.contacts.imports.outcomes import ROLE_MAILBOXES, Outcome
from engagement.contacts.imports.rows import MOST_BYTES
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.contacts import audience_field
from engagement.officers.downloads import csv_file
from engagement.officers.fields import Form
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.officers.query import audience_in_query, whole_number
from engagement.questionnaires.definition import AudienceName
from engagement.unit_of_work import unit_of_work

# What a file of ordinary length needs is done before the next page; workers go on with a longer one.
AT_ONCE_SECONDS = 1.0
LOOK_AGAIN_SECONDS = 5
REASONS_SHOWN = 100
STAGE_NAMES = {
    Stage.UPLOADED: "Columns to be matched",
    Stage.CHECKING: "Being checked",
    Stage.CHECKED: "Waits to be confirmed",
    Stage.IMPORTING: "Being imported",
    Stage.DONE: "Imported",
}


class FileForm(Form):
    """A file of contacts of one audience."""

    audience = audience_field()
    file = FileField(
        "CSV file or Excel workbook",
        widget=GovFileInput(),
        description="The first line names the columns. Up to 20 MB and 100,000 lines. "
        "Of a workbook, the first sheet is read.",
        validators=[FileRequired("Choose a CSV file or an Excel workbook.")],
    )


@blueprint.route("/consultations/<slug>/contacts/import", methods=["GET", "POST"])
@needs(May.CONTACTS)
def import_contacts(slug: str) -> ResponseReturnValue:
    """Send a file, or go on with one that was sent. Nothing is written before it is confirmed."""
    consultation = consultations.find(db.session(), slug)
    form = FileForm(audience=audience_in_query())
    if form.validate_on_submit():
        try:
            found = upload.read(form.file.data.stream.read(MOST_BYTES + 1))
            with unit_of_work() as session:
                job = stages.begin(
                    session,
                    consultation,
                    audience=cast(AudienceName, form.audience.data),
                    name=upload.shown(PurePath(form.file.data.filename or "").name),
                    upload=found,
                    now=clock.now(),
                )
                note(session, "contact file sent", consultation, file=str(job.id), rows=job.rows)
            return redirect(url_for("officers.match_columns", slug=slug, import_id=job.id))
        except Refused as error:
            form.refuse(form.file, str(error))
    return render_template(
        "officers/contacts_import.html",
        consultation=consultation,
        form=form,
        errors=form.faults,
        files=[(job, head_of(job).name) for job in stages.recent(db.session(), consultation.id)],
        stage_names=STAGE_NAMES,
    )


@blueprint.route("/consultations/<slug>/contacts/import/<uuid:import_id>/columns", methods=["GET", "POST"])
@needs(May.CONTACTS)
def match_columns(slug: str, import_id: uuid.UUID) -> ResponseReturnValue:
    """Which column is which of our fields: what was guessed or remembered, to change."""
    consultation, job = _find(slug, import_id)
    if job.stage not in stages.NOT_CONFIRMED:
        return redirect(url_for("officers.contact_file", slug=slug, import_id=import_id))
    ours = stages.fields(db.session(), consultation.id, stages.audience_of(job))
    form, match = Form(), dict(job.match)
    errors: list[tuple[str, str | None]] = []
    if form.validate_on_submit():
        asked = {field.key: request.form.get(field.key, "") for field in ours}
        match = {key: number for key, column in asked.items() if (number := whole_number(column)) is not None}
        try:
            with unit_of_work() as session:
                stages.choose(session, stages.find(session, consultation, import_id, to_change=True), match)
            working.go_on(clock, seconds=AT_ONCE_SECONDS, import_id=import_id)
            return redirect(url_for("officers.contact_file", slug=slug, import_id=import_id))
        except Refused as error:
            errors.append((str(error), f"#{ours[0].key}"))
    with unit_of_work() as session:
        note(session, "contact file read", consultation, file=str(import_id))
    return render_template(
        "officers/contact_columns.html",
        consultation=consultation,
        job=job,
        head=head_of(job),
        ours=ours,
        match=match,
        column_letters=column_letters,
        errors=errors,
    )


@blueprint.get("/consultations/<slug>/contacts/import/<uuid:import_id>")
@needs(May.CONTACTS)
def contact_file(slug: str, import_id: uuid.UUID) -> ResponseReturnValue:
    """How far a file is, what would become of it, or what has. While it is worked on, the page renews itself."""
    consultation, job = _find(slug, import_id)
    busy, still = job.stage in working.WORKING, request.args.get("still") == "1"
    not_added = (Outcome.REFUSED, Outcome.SUPPRESSED)
    page = render_template(
        "officers/contact_file.html",
        consultation=consultation,
        job=job,
        name=head_of(job).name,
        stages=Stage,
        busy=busy,
        still=still,
        seconds=LOOK_AGAIN_SECONDS,
        figures=[(outcome, report.NAMES[outcome], job.counts.get(outcome, 0)) for outcome in Outcome],
        role_mailboxes=job.counts.get(ROLE_MAILBOXES, 0),
        reasons=[] if busy else report.reasons(db.session(), job, not_added),
        most_reasons=REASONS_SHOWN,
        names=report.NAMES,
        to_write=sum(job.counts.get(outcome, 0) for outcome in (Outcome.ADDED, Outcome.CHANGED, Outcome.SUPPRESSED)),
    )
    response = make_response(page)
    if busy and not still:
        response.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


@blueprint.post("/consultations/<slug>/contacts/import/<uuid:import_id>/confirm")
@needs(May.CONTACTS)
def confirm_file(slug: str, import_id: uuid.UUID) -> ResponseReturnValue:
    """Do what was shown."""
    consultation, _ = _find(slug, import_id)
    with unit_of_work() as session:
        job = stages.find(session, consultation, import_id, to_change=True)
        stages.confirm(session, job)
        note(session, "contact file confirmed", consultation, audience=job.audience, file=str(job.id))
    working.go_on(clock, seconds=AT_ONCE_SECONDS, import_id=import_id)
    return redirect(url_for("officers.contact_file", slug=slug, import_id=import_id))


@blueprint.post("/consultations/<slug>/contacts/import/<uuid:import_id>/delete")
@needs(May.CONTACTS)
def delete_file(slug: str, import_id: uuid.UUID) -> ResponseReturnValue:
    """Delete a file that was not confirmed. Nothing of it was written, so nothing is lost but the file."""
    consultation, _ = _find(slug, import_id)
    with unit_of_work() as session:
        stages.discard(session, stages.find(session, consultation, import_id, to_change=True))
        note(session, "contact file deleted", consultation, file=str(import_id))
    flash("The file is deleted. Nothing of it was added.", "success")
    return redirect(url_for("officers.import_contacts", slug=slug))


@blueprint.get("/consultations/<slug>/contacts/import/<uuid:import_id>/report.csv")
@needs(May.CONTACTS)
def file_report(slug: str, import_id: uuid.UUID) -> Response:
    """What became of each line, or would. It names lines, not people."""
    _, job = _find(slug, import_id)
    kind = "report" if job.stage == Stage.DONE else "dry-run"
    return csv_file(f"{slug}-contacts-{kind}.csv", report.rows(db.session(), job))


def column_letters(number: int) -> str:
    """What spreadsheet programs call a column, counted from 0: A to Z, then AA."""
    before = column_letters(number // 26 - 1) if number >= 26 else ""
    return before + chr(ord("A") + number % 26)


def _find(slug: str, import_id: uuid.UUID) -> tuple[Consultation, ContactImport]:
    consultation = consultations.find(db.session(), slug)
    return consultation, stages.find(db.session(), consultation, import_id)
