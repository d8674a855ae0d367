"""The second person of a redaction: looks at what is left of a text before anybody uses it."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from wtforms import TextAreaField

from engagement.accounts import service as accounts
from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.errors import NotFound, Refused
from engagement.extensions import clock, db
from engagement.moderation import deciding, reading, steps
from engagement.moderation.models import TextState
from engagement.moderation.reading import Filters
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import AtMost
from engagement.officers.guard import allowed, current_officer, needs
from engagement.officers.notes import note
from engagement.officers.texts import WHY_NAMES, DecideForm
from engagement.unit_of_work import unit_of_work

ADDRESS = "/consultations/<slug>/redactions"
MOST = 200


class SecondForm(DecideForm):
    """Agree, or say what is still to be taken out."""

    note = TextAreaField(
        "What is still to be taken out? (only if you send it back)", widget=GovTextArea(), validators=[AtMost(2_000)]
    )


@blueprint.get(ADDRESS)
@needs(May.REDACT)
def redactions(slug: str) -> str:
    """The redacted texts that wait for a second person."""
    consultation = consultations.find(db.session(), slug)
    waiting = Filters(TextState.REDACTING)
    return render_template(
        "officers/redactions.html",
        consultation=consultation,
        rows=reading.listed(db.session(), consultation.id, waiting, 0, MOST),
        total=reading.count(db.session(), consultation.id, waiting),
        me=current_officer().id,
        labels=reading.labels(db.session(), consultation.id),
    )


@blueprint.route(f"{ADDRESS}/<uuid:text_id>", methods=["GET", "POST"])
@needs(May.REDACT)
def redaction(slug: str, text_id: uuid.UUID) -> ResponseReturnValue:
    """What is left of one text. Only those who read the queue see what was taken out."""
    consultation, form = consultations.find(db.session(), slug), SecondForm()
    text = deciding.find(db.session(), consultation, text_id)
    found = reading.read(db.session(), text)
    if text.state != TextState.REDACTING or found is None:
        raise NotFound("This text does not wait for a second person.")
    if form.validate_on_submit():
        agrees = "approve" in request.form
        if not agrees and not (form.note.data or "").strip():
            form.refuse(form.note, "Say what is still to be taken out.")
        else:
            try:
                with unit_of_work() as session:
                    by, now = current_officer(), clock.now()
                    held = deciding.hold(session, consultation, text_id, form.digest.data or "", by, now)
                    if agrees:
                        deciding.approve(session, held, by=by, now=now)
                    else:
                        deciding.send_back(session, held, note=form.note.data or "", by=by, now=now)
                    action = "redaction approved" if agrees else "redaction sent back"
                    note(session, action, consultation, text=str(text_id))
            except Refused as error:
                form.refuse(form.note, str(error))
            else:
                flash("The redacted text may be used now." if agrees else "It is sent back.", "success")
                return redirect(url_for("officers.redactions", slug=slug), 303)
    else:
        with unit_of_work() as session:
            note(session, "redaction read", consultation, text=str(text_id))
    last = steps.last(db.session(), text_id)
    return render_template(
        "officers/redaction.html",
        consultation=consultation,
        form=form,
        errors=form.faults,
        text=text,
        found=found,
        sees_original=allowed(May.READ_TEXTS),
        is_own=text.redacted_by == current_officer().id,
        because=WHY_NAMES.get(last.because) if last and last.because else None,
        names=accounts.names_by_actor(db.session()),
        last=last,
    )
