"""Addresses that get no letters: one looked up, stopped, or written to again with a reason. No list shows them."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import EmailField

from engagement.accounts.roles import May
from engagement.contacts import suppression
from engagement.contacts.addresses import index_of, normalise
from engagement.contacts.models import SuppressionReason
from engagement.correspondence.eligibility import STOPPED_BY_OFFICER
from engagement.correspondence.silence import write_no_more
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers import scope
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import Filled, Form, reason_field
from engagement.officers.guard import current_officer, needs
from engagement.officers.notes import note
from engagement.unit_of_work import unit_of_work

REASON_NAMES = {
    SuppressionReason.ASKED: "Asked us to stop",
    SuppressionReason.COMPLAINT: "Reported our letter as unwanted mail",
    SuppressionReason.OFFICER: "Stopped by an officer",
}


class LookForm(Form):
    """One exact address to look for. Posted, so that no address is ever in a link or a log."""

    email = EmailField("Email address", widget=GovTextInput(), validators=[Filled("Enter an email address.")])


class StopForm(LookForm):
    """One address, and why nobody shall write to it."""

    reason = reason_field("Why do we write to it no more?")


class LiftForm(Form):
    """Why an address is written to again."""

    reason = reason_field("Why do we write to this address again?")


@blueprint.route("/no-letters", methods=["GET", "POST"])
@needs(May.COUNCIL)
def no_letters() -> str:
    """How many addresses get no letters and why, and what is known of one."""
    form, standing, council_id = LookForm(), None, current_officer().council_id
    if form.validate_on_submit():
        try:
            standing = suppression.in_council(db.session(), index_of(normalise(form.email.data or "")), council_id)
        except Refused as error:
            form.refuse(form.email, str(error))
    titles = {row.id: row.title for row in scope.consultations(db.session(), current_officer())}
    return render_template(
        "officers/no_letters.html",
        form=form,
        errors=form.faults,
        standing=standing,
        titles=titles,
        counts=suppression.counts(db.session(), council_id),
        reason_names=REASON_NAMES,
    )


@blueprint.route("/no-letters/add", methods=["GET", "POST"])
@needs(May.COUNCIL)
def stop_letters() -> ResponseReturnValue:
    """Write to an address no more, about any consultation."""
    form = StopForm()
    if form.validate_on_submit():
        try:
            index = index_of(normalise(form.email.data or ""))
        except Refused as error:
            form.refuse(form.email, str(error))
        else:
            with unit_of_work() as session:
                write_no_more(
                    session,
                    council_id=current_officer().council_id,
                    email_index=index,
                    why=SuppressionReason.OFFICER,
                    cancelled_because=STOPPED_BY_OFFICER,
                    now=clock.now(),
                )
                note(session, "letters stopped", reason=form.reason.data)
            flash("We write to this address no more.", "success")
            return redirect(url_for("officers.no_letters"))
    return render_template("officers/stop_letters.html", form=form, errors=form.faults)


@blueprint.route("/no-letters/<uuid:suppression_id>/lift", methods=["GET", "POST"])
@needs(May.COUNCIL)
def lift_suppression(suppression_id: uuid.UUID) -> ResponseReturnValue:
    """Write to an address again, with a reason that is kept."""
    found = suppression.find(db.session(), suppression_id, current_officer().council_id)
    form = LiftForm()
    if form.validate_on_submit():
        with unit_of_work() as session:
            suppression.lift(session, [found])
            note(session, "letters allowed again", stopped_because=found.reason, reason=form.reason.data)
        flash("We may write to this address again.", "success")
        return redirect(url_for("officers.no_letters"))
    return render_template(
        "officers/lift_suppression.html",
        form=form,
        errors=form.faults,
        found=found,
        why=REASON_NAMES[SuppressionReason(found.reason)],
    )
