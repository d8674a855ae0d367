"""Answers that came after the close: listed, kept apart, and counted only if an officer decides it for all of them."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.accounts import service as accounts
from engagement.accounts.roles import May
from engagement.consultations import late
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation, State
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import Form, one_of, reason_field
from engagement.officers.guard import allowed, current_officer, needs
from engagement.officers.notes import note
from engagement.responses.models import Response
from engagement.unit_of_work import unit_of_work

CHOICES = {"no": "Do not count late answers", "yes": "Count late answers, all of them"}


class LateForm(Form):
    """Whether late answers count, and why."""

    included = one_of("What is to become of late answers?", CHOICES.items(), "Choose whether late answers count.")
    reason = reason_field("Why?", "It is shown with the results. Keep names and addresses out of it.")


@blueprint.route("/consultations/<slug>/late", methods=["GET", "POST"])
@needs(May.LOOK)
def late_answers(slug: str) -> ResponseReturnValue:
    """What came late, without a word of it, and the rule for counting it."""
    session, officer, now = db.session(), current_officer(), clock.now()
    consultation = consultations.find(session, slug)
    form = LateForm()
    if form.is_submitted() and not allowed(May.SIGN_OFF):
        abort(403)
    if form.validate_on_submit():
        included, reason = form.included.data == "yes", form.reason.data or ""
        try:
            with unit_of_work() as work:
                late.decide(work, consultation, included=included, reason=reason, by=officer.actor, now=now)
                note(work, "late answers decided", consultation, included=included, reason=reason)
        except Refused as refusal:
            form.refuse(form.included, str(refusal))
        else:
            flash("Late answers count now." if included else "Late answers do not count now.", "success")
            return redirect(url_for("officers.late_answers", slug=slug), 303)
    return render_template(
        "officers/late_answers.html",
        consultation=consultation,
        form=form,
        errors=form.faults,
        may_decide=allowed(May.SIGN_OFF) and consultation.state_at(now) is State.CLOSED,
        rules=late.rules(session, consultation),
        rows=_listed(session, consultation),
        names=accounts.names_by_actor(db.session()),
    )


def late_among(session: Session, consultation: Consultation) -> int:
    """How many answers came late, whether or not they count."""
    came = select(func.count()).select_from(Response)
    return session.scalar(came.where(Response.consultation_id == consultation.id, Response.late.is_(True))) or 0


def _listed(session: Session, consultation: Consultation) -> list[tuple[str, str, object, int]]:
    """How many came late, by audience, channel and day."""
    by = (Response.audience, Response.channel, Response.received_on)
    rows = session.execute(
        select(*by, func.count())
        .where(Response.consultation_id == consultation.id, Response.late.is_(True))
        .group_by(*by)
        .order_by(Response.received_on, Response.audience, Response.channel)
    )
    return [(audience, channel.replace("_", " "), day, count) for audience, channel, day, count in rows]
