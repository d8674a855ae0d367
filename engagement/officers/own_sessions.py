"""Where an officer is signed in, and signing out there from here."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engagement.accounts import sessions
from engagement.accounts.sessions import Factor
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.guard import current_officer, current_session, needs
from engagement.officers.notes import note
from engagement.unit_of_work import unit_of_work

FACTOR_NAMES = {
    Factor.APP: "a code from an app",
    Factor.PASSKEY: "a passkey",
    Factor.RECOVERY_CODE: "a recovery code",
    Factor.SINGLE_SIGN_ON: "single sign-on",
    Factor.DEMO: "the demo's link",
}


@blueprint.get("/sessions")
@needs(None)
def own_sessions() -> str:
    """Every browser in which this officer is signed in."""
    return render_template(
        "officers/sessions.html",
        sessions=sessions.of_officer(db.session(), current_officer().id, clock.now()),
        this=current_session().id,
        factor_names=FACTOR_NAMES,
    )


@blueprint.post("/sessions/<uuid:session_id>/end")
@needs(None)
def end_session(session_id: uuid.UUID) -> ResponseReturnValue:
    """Sign out in one other browser."""
    with unit_of_work() as work:
        if sessions.end(work, current_officer().id, session_id):
            note(work, "session ended", sessions=1)
    flash("You are signed out there.", "success")
    return redirect(url_for("officers.own_sessions"))


@blueprint.post("/sessions/end-others")
@needs(None)
def end_other_sessions() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    with unit_of_work() as work:
        count = sessions.end_all(work, current_officer().id, but=current_session().id)
        note(work, "session ended", sessions=count)
    flash("You are signed out everywhere else.", "success")
    return redirect(url_for("officers.own_sessions"))
