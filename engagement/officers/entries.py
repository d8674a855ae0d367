"""Answers that came on paper, by phone or by email: the list of them, beginning one, and taking one out."""

import uuid
from datetime import date
from typing import cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovTextArea, GovTextInput
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import StringField, TextAreaField

from engagement.accounts.models import Officer
from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation
from engagement.contacts import invitations
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.moderation.intake import forget_gone
from engagement.officers.blueprint import AUDIENCE_NAMES, blueprint
from engagement.officers.fields import AtMost, Form, one_of, reason_field
from engagement.officers.guard import current_officer, needs
from engagement.officers.notes import note
from engagement.outbox.service import cancel_asking
from engagement.questionnaires.definition import AudienceName
from engagement.responses import entries as typing
from engagement.responses.entries import NeedsAReason
from engagement.responses.entry_models import Entry, EntryState
from engagement.responses.models import Channel
from engagement.unit_of_work import unit_of_work
from engagement.written_days import read_day

ADDRESS = "/consultations/<slug>/entries"
CHANNEL_NAMES = {Channel.PAPER: "Paper", Channel.PHONE: "Phone", Channel.EMAIL: "Email or letter"}
STATE_NAMES = {
    EntryState.TYPING: ("Being typed", "blue"),
    EntryState.WAITING: ("Waiting for the second typing", "yellow"),
    EntryState.DIFFERING: ("Differences to resolve", "orange"),
    EntryState.COUNTED: ("Counted", "green"),
    EntryState.TAKEN_OUT: ("Taken out", "grey"),
}
STOPPED = "Answered on paper or by phone"
TWICE = (
    ("no", "Once: it counts as soon as it is typed"),
    ("yes", "Twice: a second officer types it without seeing it"),
)


class UnknownReference(Refused):
    """A reference that no letter to this audience has."""

    def __init__(self) -> None:
        super().__init__("We do not know this reference for this audience. Check it, or leave the field empty.")


class BeginForm(Form):
    """What is known of an answer before it is typed."""

    audience = one_of("Whose answers are they?", AUDIENCE_NAMES.items(), "Choose whose answers they are.")
    channel = one_of("How did they come?", CHANNEL_NAMES.items(), "Choose how they came.")
    received = StringField(
        "When did they come?", widget=GovTextInput(), description="For example 27 June 2025, or 27/6/2025."
    )
    late_because = TextAreaField(
        "If they came after the last day: why? (optional otherwise)",
        widget=GovTextArea(),
        description="Late answers are kept apart. They count only if that is decided for all of "
        "them. Keep names out of the reason.",
        validators=[AtMost(500)],
    )
    reference = StringField(
        "Reference in our letter (optional)",
        widget=GovTextInput(),
        description="It stops reminders to that contact at once. It is not kept with the answers.",
    )
    typed_twice = one_of("How often are they typed?", TWICE, "Choose how often they are typed.")


class TakeOutForm(Form):
    """Why an entry is taken out, and whom to write to again."""

    reason = reason_field("Why do you take it out?")
    reference = StringField(
        "Reference in our letter (optional)",
        widget=GovTextInput(),
        description="Give it if this contact has not answered after all, so that reminders reach them again.",
    )


@blueprint.get(ADDRESS)
@needs(May.ENTER)
def entries(slug: str) -> str:
    """Every entry with its state, those that need somebody first."""
    consultation = consultations.find(db.session(), slug)
    order = list(EntryState)
    rows = db.session.scalars(select(Entry).where(Entry.consultation_id == consultation.id)).all()
    return render_template(
        "officers/entries.html",
        consultation=consultation,
        entries=sorted(rows, key=lambda row: (order.index(EntryState(row.state)), row.received_on)),
        names=dict(db.session.execute(select(Officer.id, Officer.name)).all()),
        me=current_officer().id,
        state_names=STATE_NAMES,
        channel_names=CHANNEL_NAMES,
        compared=sum(row.compared or 0 for row in rows),
        agreed=sum(row.agreed or 0 for row in rows),
    )


@blueprint.route(f"{ADDRESS}/new", methods=["GET", "POST"])
@needs(May.ENTER)
def new_entry(slug: str) -> ResponseReturnValue:
    """Say what came, and begin to type it."""
    consultation = consultations.find(db.session(), slug)
    form = BeginForm(typed_twice="no")
    if form.validate_on_submit():
        try:
            received_on = read_day(form.received.data or "")
            if received_on is None:
                raise Refused("Enter the day they came, for example 27 June 2025.")
            with unit_of_work() as session:
                entry = _begin(session, consultation, form, received_on)
        except UnknownReference as error:
            form.refuse(form.reference, str(error))
        except NeedsAReason as error:
            form.refuse(form.late_because, str(error))
        except Refused as error:
            form.refuse(form.received, str(error))
        else:
            return redirect(url_for("officers.type_entry", slug=slug, entry_id=entry.id), 303)
    return render_template("officers/entry_new.html", consultation=consultation, form=form, errors=form.faults)


@blueprint.route(f"{ADDRESS}/<uuid:entry_id>/take-out", methods=["GET", "POST"])
@needs(May.ENTER)
def take_out_entry(slug: str, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Take an entry out after saying why, with all that was typed."""
    consultation = consultations.find(db.session(), slug)
    entry = typing.find(db.session(), consultation, entry_id)
    form = TakeOutForm()
    if form.validate_on_submit():
        reference = (form.reference.data or "").strip()
        try:
            with unit_of_work() as session:
                held = typing.find(session, consultation, entry_id, to_change=True)
                typing.take_out(session, consultation, held, because=form.reason.data or "", now=clock.now())
                forget_gone(session, consultation.id)
                if reference and not invitations.unmark_quoted(
                    session, consultation_id=consultation.id, audience=held.audience, typed=reference
                ):
                    raise UnknownReference
                note(session, "entry taken out", consultation, entry=str(entry_id), reason=form.reason.data)
        except UnknownReference as error:
            form.refuse(form.reference, str(error))
        except Refused as error:
            form.refuse(form.reason, str(error))
        else:
            flash("The entry is taken out.", "success")
            return redirect(url_for("officers.entries", slug=slug), 303)
    return render_template(
        "officers/entry_take_out.html",
        consultation=consultation,
        entry=entry,
        form=form,
        errors=form.faults,
        channel_names=CHANNEL_NAMES,
    )


def _begin(session: Session, consultation: Consultation, form: BeginForm, received_on: date) -> Entry:
    now, audience = clock.now(), cast(AudienceName, form.audience.data)
    entry = typing.begin(
        session,
        consultation,
        audience=audience,
        channel=Channel(form.channel.data),
        received_on=received_on,
        late_because=form.late_because.data or "",
        typed_twice=form.typed_twice.data == "yes",
        by=current_officer().id,
        now=now,
    )
    reference = (form.reference.data or "").strip()
    if reference:
        contact_id = invitations.mark_quoted(
            session, consultation_id=consultation.id, audience=audience, typed=reference
        )
        if contact_id is None:
            raise UnknownReference
        cancel_asking(session, contact_id=contact_id, reason=STOPPED, now=now)
    note(session, "entry begun", consultation, entry=str(entry.id), audience=audience, channel=entry.channel)
    return entry
