"""Downloads: a CSV file that streams, and the answers themselves for analysts, with a reason."""

from collections.abc import Iterable, Sequence
from typing import cast

from flask import Response, render_template, stream_with_context
from flask.typing import ResponseReturnValue

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations import versions
from engagement.extensions import db
from engagement.moderation import gate
from engagement.officers.blueprint import AUDIENCE_NAMES, blueprint
from engagement.officers.fields import Form, one_of, reason_field
from engagement.officers.guard import confirmed, needs
from engagement.officers.notes import note
from engagement.questionnaires.definition import AudienceName
from engagement.reporting.export import response_rows
from engagement.reporting.spreadsheet import csv_lines
from engagement.unit_of_work import unit_of_work


class DownloadForm(Form):
    """Whose answers, and why."""

    audience = one_of("Whose answers do you need?", AUDIENCE_NAMES.items(), "Choose whose answers you need.")
    reason = reason_field("What do you need them for?", "This is kept with your name. Keep other names out of it.")


@blueprint.route("/consultations/<slug>/download", methods=["GET", "POST"])
@needs(May.ANSWERS)
@confirmed
def download(slug: str) -> ResponseReturnValue:
    """What people answered, one row a response. The reason is written down before the first row leaves."""
    consultation = consultations.find(db.session(), slug)
    form = DownloadForm()
    if form.validate_on_submit():
        audience = cast(AudienceName, form.audience.data)
        with unit_of_work() as session:
            note(session, "answers downloaded", consultation, audience=audience, reason=form.reason.data)
        return csv_file(f"{slug}-{audience}.csv", response_rows(db.session(), consultation.id, audience))
    return render_template(
        "officers/download.html",
        consultation=consultation,
        form=form,
        errors=form.faults,
        asked=versions.audiences_asked(db.session(), consultation.id),
        marker_key=gate.KEY,
    )


def csv_file(name: str, rows: Iterable[Sequence[str]]) -> Response:
    """An attachment that is written while it is read, so that its length costs no memory."""
    return Response(
        stream_with_context(csv_lines(rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
