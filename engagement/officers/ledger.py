"""The mail ledger: every message with its state, reason and time; the balance; the pause for everything."""

import uuid

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row, func, select

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation
from engagement.contacts.models import Contact
from engagement.extensions import clock, db
from engagement.officers import scope
from engagement.officers.blueprint import AUDIENCE_NAMES, blueprint
from engagement.officers.fields import Form, reason_field
from engagement.officers.guard import current_officer, needs
from engagement.officers.mail_status import status_for
from engagement.officers.notes import note
from engagement.officers.overview import waves_of
from engagement.officers.paging import PAGE_SIZE, Page, offset_of
from engagement.officers.query import chosen, kept, page_in_query
from engagement.officers.recipients import ConfirmForm
from engagement.officers.waves import KIND_NAMES, name_of
from engagement.outbox import holds
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.unit_of_work import unit_of_work

STATE_NAMES = {
    MessageState.PENDING: "Waiting",
    MessageState.CLAIMED: "With a worker",
    MessageState.DOTTING: "Being handed over",
    MessageState.SENT: "Sent",
    MessageState.UNKNOWN: "Not known",
    MessageState.FAILED: "Failed",
    MessageState.CANCELLED: "Cancelled",
    MessageState.SKIPPED: "Not written",
}
MESSAGE_KINDS = {
    **KIND_NAMES,
    MessageKind.ACKNOWLEDGEMENT: "Acknowledgement",
    MessageKind.COLLEAGUE: "Link for a colleague",
    MessageKind.TEST: "Test to an officer",
}


class PauseForm(Form):
    """Why nothing shall leave."""

    reason = reason_field(
        "Why do you pause all sending?", "Other officers see this. Keep names and addresses out of it."
    )


@blueprint.get("/consultations/<slug>/mail")
@needs(May.CONTACTS)
def ledger(slug: str) -> str:
    """The messages of one consultation, the latest due first. Addresses stay shut here."""
    session, now = db.session(), clock.now()
    consultation = consultations.find(session, slug)
    waves = {
        str(wave.id): f"{AUDIENCE_NAMES[wave.audience]}: {name_of(consultation, wave)}"  # type: ignore[index]  # the column holds audiences only
        for wave in waves_of(session, consultation)
    }
    state, kind, wave = chosen("state", set(MessageState)), chosen("kind", set(MessageKind)), chosen("wave", waves)
    status = status_for(session, current_officer(), now)
    return render_template(
        "officers/ledger.html",
        consultation=consultation,
        page=_messages(consultation, state, kind, wave),
        status=status,
        balance=status.counts.get(slug, {}),
        waves=waves,
        filters=kept(state=state, kind=kind, wave=wave),
        state_names=STATE_NAMES,
        kind_names=MESSAGE_KINDS,
    )


@blueprint.route("/sending", methods=["GET", "POST"])
@needs(May.COUNCIL)
def sending() -> ResponseReturnValue:
    """Whether mail leaves at all, for every consultation, and the pause with its reason."""
    form = PauseForm()
    if form.validate_on_submit():
        with unit_of_work() as session:
            holds.stop_council(session, current_officer().council_id, form.reason.data or "", clock.now())
            note(session, "sending paused", reason=form.reason.data)
        flash("Sending is paused. Nothing leaves until somebody resumes it.", "success")
        return redirect(url_for("officers.sending"))
    return render_template(
        "officers/sending.html",
        form=form,
        errors=form.faults,
        status=status_for(db.session(), current_officer(), clock.now()),
        titles={row.slug: row.title for row in scope.consultations(db.session(), current_officer())},
        state_names=STATE_NAMES,
        stopped=holds.why_stopped(db.session(), current_officer().council_id) is not None,
        told=len(current_app.config["ALARMS_TO"]),
    )


@blueprint.route("/sending/resume", methods=["GET", "POST"])
@needs(May.COUNCIL)
def resume_sending() -> ResponseReturnValue:
    """Let mail leave again, once it is confirmed how much is waiting."""
    if not ConfirmForm().validate_on_submit():
        status = status_for(db.session(), current_officer(), clock.now())
        waiting = sum(counts[MessageState.PENDING] for counts in status.counts.values())
        return render_template("officers/resume.html", status=status, waiting=waiting)
    with unit_of_work() as session:
        holds.let_council_go(session, current_officer().council_id)
        note(session, "sending resumed")
    flash("Mail leaves again.", "success")
    return redirect(url_for("officers.sending"))


def _messages(
    consultation: Consultation, state: str | None, kind: str | None, wave: str | None
) -> Page[Row[tuple[Message, str | None]]]:
    wanted = select(Message).where(Message.consultation_id == consultation.id)
    if state:
        wanted = wanted.where(Message.state == state)
    if kind:
        wanted = wanted.where(Message.kind == kind)
    if wave:
        wanted = wanted.where(Message.wave_id == uuid.UUID(wave))
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    number, before = offset_of(page_in_query(), total)
    rows = db.session.execute(
        wanted.add_columns(Contact.audience)
        .outerjoin(Contact, Contact.id == Message.contact_id)
        .order_by(Message.due_at.desc(), Message.id)
        .limit(PAGE_SIZE)
        .offset(before)
    ).all()
    return Page(rows, number, total)
