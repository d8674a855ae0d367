"""Closing before the deadline: one officer asks, another who may read answers decides, and nothing happens before."""

import uuid
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engagement.accounts import service as accounts
from engagement.accounts.roles import May
from engagement.consultations import closing
from engagement.consultations import service as consultations
from engagement.consultations.deadlines import at_london
from engagement.consultations.decisions import ClosingRequest, RequestState
from engagement.consultations.models import Consultation
from engagement.correspondence import new_deadlines
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.day_fields import clock_field, day_field
from engagement.officers.deadline import SHOWN_TO_ALL
from engagement.officers.fields import Form, reason_field
from engagement.officers.guard import allowed, current_officer, needs
from engagement.officers.notes import note
from engagement.officers.recipients import ConfirmForm
from engagement.officers.waves import KIND_NAMES
from engagement.unit_of_work import unit_of_work

DONE = {
    "approve": "The request is approved. The deadline has changed.",
    "decline": "The request is declined. The deadline stays as it was.",
    "take_back": "The request is taken back. The deadline stays as it was.",
}


class CloseEarlyForm(Form):
    """When, and why."""

    day = day_field("Day on which it would close")
    time = clock_field("Time at which it would close", "In London, for example 17:00.")
    reason = reason_field("Why does it have to close early?", SHOWN_TO_ALL)

    @property
    def wanted(self) -> datetime:
        """The instant of a form that was found to be in order."""
        assert self.day.data is not None
        assert self.time.data is not None
        return at_london(self.day.data, self.time.data)


@blueprint.route("/consultations/<slug>/deadline/close-early", methods=["GET", "POST"])
@needs(May.RUN)
def close_early(slug: str) -> ResponseReturnValue:
    """Ask another officer to close before the deadline."""
    consultation = consultations.find(db.session(), slug)
    form = CloseEarlyForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                asked = closing.ask(
                    session,
                    consultation,
                    closes_at=form.wanted,
                    reason=form.reason.data or "",
                    by=current_officer().actor,
                    now=clock.now(),
                )
                note(session, "early close asked for", consultation, request=str(asked.id), reason=asked.reason)
        except Refused as refusal:
            form.refuse(form.day, str(refusal))
        else:
            flash("Your request waits for another officer. Nothing has changed yet.", "success")
            return redirect(url_for("officers.closing_request", slug=slug, request_id=asked.id), 303)
    return render_template("officers/close_early.html", consultation=consultation, form=form, errors=form.faults)


@blueprint.get("/consultations/<slug>/deadline/requests/<uuid:request_id>")
@needs(May.LOOK)
def closing_request(slug: str, request_id: uuid.UUID) -> str:
    """One request: what would follow, and what the officer who reads it can do."""
    session, now, officer = db.session(), clock.now(), current_officer()
    consultation = consultations.find(session, slug)
    asked = closing.find(session, consultation, request_id)
    state = closing.state_of(asked, now)
    waits, own = state is RequestState.WAITING, asked.asked_by == officer.actor
    return render_template(
        "officers/closing_request.html",
        consultation=consultation,
        asked=asked,
        state=state,
        cancelled=new_deadlines.letters_after(session, consultation, asked.closes_at) if waits else [],
        may_decide=waits and not own and allowed(May.SIGN_OFF),
        may_take_back=waits and own,
        names=accounts.names_by_actor(db.session()),
        kind_names=KIND_NAMES,
    )


@blueprint.post("/consultations/<slug>/deadline/requests/<uuid:request_id>/<any(approve, decline, take_back):step>")
@needs(May.SIGN_OFF)
def decide_closing(slug: str, request_id: uuid.UUID, step: str) -> ResponseReturnValue:
    """Approve, decline or take back a request, whoever may."""
    consultation = consultations.find(db.session(), slug)
    if not ConfirmForm().validate_on_submit():
        return redirect(url_for("officers.closing_request", slug=slug, request_id=request_id), 303)
    officer, now = current_officer(), clock.now()
    with unit_of_work() as session:
        asked = closing.find(session, consultation, request_id)
        if step == "take_back":
            closing.take_back(session, asked, by=officer.actor, now=now)
        else:
            closing.decide(session, asked, approved=step == "approve", by=officer.actor, now=now)
        cancelled = 0
        if step == "approve":
            cancelled = _closed(consultation, asked)
        note(session, f"early close: {step}", consultation, request=str(asked.id), letters_cancelled=cancelled)
    flash(DONE[step], "success")
    return redirect(url_for("officers.deadline", slug=slug), 303)


def _closed(consultation: Consultation, asked: ClosingRequest) -> int:
    """Close as was asked, in the present unit of work; gives how many letters are cancelled."""
    _, cancelled = new_deadlines.close_early(
        db.session(),
        consultation,
        closes_at=asked.closes_at,
        reason=asked.reason,
        by=current_officer().actor,
        now=clock.now(),
    )
    return len(cancelled)
