"""The deadline: how it has moved, and moving it to a later day once everything that follows has been seen."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engagement.accounts import service as accounts
from engagement.accounts.roles import May
from engagement.consultations import closing
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation, State
from engagement.correspondence import new_deadlines
from engagement.correspondence.new_deadlines import Extension
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.day_fields import day_field
from engagement.officers.fields import Form, reason_field
from engagement.officers.guard import current_officer, needs
from engagement.officers.notes import note
from engagement.officers.query import agreed_to
from engagement.officers.waves import KIND_NAMES
from engagement.unit_of_work import unit_of_work

SHOWN_TO_ALL = "Everybody can read it on the public page. Keep names and addresses out of it."


class ExtendForm(Form):
    """Until when, and why."""

    last_day = day_field("New last day for answers", "Answers count until 11:59pm on this day.")
    reason = reason_field("Why is there more time?", SHOWN_TO_ALL)

    @property
    def wanted(self) -> date:
        """The day of a form that was found to be in order."""
        assert self.last_day.data is not None
        return self.last_day.data


@blueprint.get("/consultations/<slug>/deadline")
@needs(May.LOOK)
def deadline(slug: str) -> str:
    """When it closes, how that came about, and what can be done about it."""
    session, now = db.session(), clock.now()
    consultation = consultations.find(session, slug)
    return render_template(
        "officers/deadline.html",
        consultation=consultation,
        state=consultation.state_at(now),
        may_close=consultation.state_at(now) is State.OPEN,
        moves=consultations.deadline_history(session, consultation),
        waiting=closing.waiting(session, consultation, now),
        requests=[(row, closing.state_of(row, now)) for row in closing.history(session, consultation)],
        names=accounts.names_by_actor(db.session()),
    )


@blueprint.route("/consultations/<slug>/deadline/extend", methods=["GET", "POST"])
@needs(May.RUN)
def extend_deadline(slug: str) -> ResponseReturnValue:
    """Ask for the new day, show what it moves and whom it tells, and only then do it."""
    consultation = consultations.find(db.session(), slug)
    form = ExtendForm()
    if form.validate_on_submit():
        try:
            if "shown" in request.form:
                return _extended(consultation, form)
            found = new_deadlines.rehearse(
                db.session(),
                consultation,
                last_day=form.wanted,
                reason=form.reason.data or "",
                by=current_officer().actor,
                now=clock.now(),
            )
            return render_template(
                "officers/deadline_check.html",
                consultation=consultation,
                form=form,
                found=found,
                kind_names=KIND_NAMES,
            )
        except Refused as refusal:
            form.refuse(form.last_day, str(refusal))
    return render_template("officers/deadline_extend.html", consultation=consultation, form=form, errors=form.faults)


def _extended(consultation: Consultation, form: ExtendForm) -> ResponseReturnValue:
    with unit_of_work() as session:
        done = new_deadlines.extend(
            session,
            consultation,
            last_day=form.wanted,
            reason=form.reason.data or "",
            by=current_officer().actor,
            now=clock.now(),
        )
        _refuse_if_more_than_shown(done)
        note(
            session,
            "deadline extended",
            consultation,
            reason=form.reason.data or "",
            last_day=form.wanted.isoformat(),
            moved=len(done.moves),
            told=done.told,
        )
    flash("The deadline has moved. Nothing else has to be done for it.", "success")
    return redirect(url_for("officers.deadline", slug=consultation.slug), 303)


def _refuse_if_more_than_shown(done: Extension) -> None:
    """An officer agreed to the number on the page, so no more than that may be told."""
    if not agreed_to(done.told):
        raise Refused("More contacts would be told now than the page said. Look at what follows once more.")
