"""Setting up: what a consultation has, what it lacks, and the few steps that change what the public sees."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engagement.accounts.roles import May
from engagement.consultations import service as consultations
from engagement.consultations import versions
from engagement.consultations.models import Consultation, State
from engagement.consultations.readiness import lacking
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import Form
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.officers.set_up_tasks import groups_of
from engagement.reporting.progress import progress
from engagement.unit_of_work import unit_of_work

ADDRESS = "/consultations/<slug>/set-up"


@blueprint.get(ADDRESS)
@needs(May.SET_UP)
def check_list(slug: str) -> str:
    """Everything there is to set up, what is missing first said in words, and what can be done next."""
    session, now = db.session(), clock.now()
    consultation = consultations.find(session, slug)
    state = consultation.state_at(now)
    groups = groups_of(session, consultation, now)
    return render_template(
        "officers/check_list.html",
        consultation=consultation,
        state=state,
        groups=groups,
        missing=[(sentence, task.address) for _, tasks in groups for task in tasks for sentence in task.missing],
        advised=[(sentence, task.address) for _, tasks in groups for task in tasks for sentence in task.advised],
        may_archive=state is State.CLOSED and not consultation.in_grace_at(now) and not consultation.archived_at,
    )


@blueprint.route(f"{ADDRESS}/publish", methods=["GET", "POST"])
@needs(May.SET_UP)
def publish_consultation(slug: str) -> ResponseReturnValue:
    """Say what becomes public and when, and only then publish it."""
    session, now = db.session(), clock.now()
    consultation = consultations.find(session, slug)
    asked = versions.audiences_asked(session, consultation.id)
    form = Form()
    if form.validate_on_submit():
        with unit_of_work() as work:
            consultations.publish(work, consultation, now=now)
            note(work, "consultation published", consultation)
        flash("It is published.", "success")
        return redirect(url_for("officers.check_list", slug=slug), 303)
    if consultation.published_at is not None or lacking(consultation, asked, now):
        return redirect(url_for("officers.check_list", slug=slug))
    return render_template(
        "officers/publish_consultation.html",
        consultation=consultation,
        asked=asked,
        opens_at_once=consultation.opens_at <= now,
    )


@blueprint.route(f"{ADDRESS}/withdraw", methods=["GET", "POST"])
@needs(May.SET_UP)
def withdraw_consultation(slug: str) -> ResponseReturnValue:
    """Asks once, then makes a draft again of what was announced and has not opened."""

    def do(session: Session, consultation: Consultation) -> None:
        numbers = progress(session, consultation.id).values()
        answered = any(counts.answered or counts.started for counts in numbers)
        consultations.withdraw(session, consultation, answered=answered, now=clock.now())

    return _ask_once(slug, "withdraw", "consultation withdrawn", "It is a draft again, which only officers see.", do)


@blueprint.route(f"{ADDRESS}/archive", methods=["GET", "POST"])
@needs(May.SET_UP)
def archive_consultation(slug: str) -> ResponseReturnValue:
    """Asks once, then puts a closed consultation away."""

    def do(session: Session, consultation: Consultation) -> None:
        consultations.archive(session, consultation, now=clock.now())

    return _ask_once(slug, "archive", "consultation archived", "It is in the archive.", do)


@blueprint.route(f"{ADDRESS}/bring-back", methods=["GET", "POST"])
@needs(May.SET_UP)
def bring_back_consultation(slug: str) -> ResponseReturnValue:
    """Asks once, then takes it out of the archive."""
    return _ask_once(
        slug, "bring back", "consultation brought back", "It is out of the archive.", consultations.bring_back
    )


def _ask_once(
    slug: str, what: str, action: str, done: str, do: Callable[[Session, Consultation], None]
) -> ResponseReturnValue:
    consultation = consultations.find(db.session(), slug)
    form = Form()
    errors: list[tuple[str, str | None]] = []
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                do(session, consultation)
                note(session, action, consultation)
        except Refused as refusal:
            errors = [(str(refusal), None)]
        else:
            flash(done, "success")
            return redirect(url_for("officers.check_list", slug=slug), 303)
    return render_template("officers/set_up_step.html", consultation=consultation, what=what, errors=errors)
