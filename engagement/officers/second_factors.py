"""An officer's own second factors: an app, passkeys, and recovery codes for the day on which both are lost."""

import uuid

import segno
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engagement.accounts import codes, passkeys, sessions
from engagement.accounts.sessions import Factor
from engagement.errors import NotFound, Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.guard import begin_session, confirmed, current_officer, current_session, needs
from engagement.officers.notes import note
from engagement.officers.sign_in import WRONG_CODE, CodeForm, site
from engagement.unit_of_work import unit_of_work

LAST_ONE = "This is your only second factor. Add another one before you take it away."


@blueprint.get("/security")
@needs(None)
def security() -> str:
    """What this officer has, and how many recovery codes are left."""
    officer = current_officer()
    return render_template(
        "officers/security.html",
        has_app=codes.has_app(db.session(), officer.id),
        keys=passkeys.of_officer(db.session(), officer.id),
        left=codes.recovery_codes_left(db.session(), officer.id),
    )


@blueprint.route("/security/set-up", methods=["GET", "POST"])
@needs(None)
@confirmed
def set_up() -> ResponseReturnValue:
    """Add an app, or have a browser add a passkey. The first factor opens the workspace and brings recovery codes."""
    officer, now, form = current_officer(), clock.now(), CodeForm()
    form.code.description = "The 6 digits that your app shows now."
    if form.validate_on_submit():
        with unit_of_work() as work:
            taken = codes.take_app(work, officer, _digits(form.code.data or ""), now)
            if taken:
                note(work, "authenticator app added")
        if taken:
            return _added(Factor.APP, "Your app is set up.")
        form.refuse(form.code, WRONG_CODE)
    with unit_of_work() as work:
        secret = codes.offer_app(work, officer, now)
        asked = passkeys.ask_to_add(work, officer, site(), current_session().id) if site().can_have_passkeys else None
    return render_template(
        "officers/set_up.html",
        form=form,
        errors=form.faults,
        picture=picture_of(codes.link_for_app(officer, secret)),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        asked=asked,
        first=current_session().factor is None,
    )


@blueprint.post("/security/passkeys")
@needs(None)
@confirmed
def add_passkey() -> ResponseReturnValue:
    """Keep the passkey that a browser made."""
    officer, now = current_officer(), clock.now()
    try:
        with unit_of_work() as work:
            passkeys.add(
                work,
                officer,
                site(),
                current_session().id,
                answer=request.form.get("credential", ""),
                name=sessions.device_in_words(request.user_agent.string),
                now=now,
            )
            note(work, "passkey added")
    except Refused as error:
        flash(str(error), "error")
        return redirect(url_for("officers.set_up"))
    return _added(Factor.PASSKEY, "Your passkey is set up.")


@blueprint.post("/security/passkeys/<uuid:passkey_id>/remove")
@needs(None)
@confirmed
def remove_passkey(passkey_id: uuid.UUID) -> ResponseReturnValue:
    """Take a passkey away."""
    return _remove(passkey_id)


@blueprint.post("/security/app/remove")
@needs(None)
@confirmed
def remove_app() -> ResponseReturnValue:
    """Take the app away."""
    return _remove(None)


@blueprint.post("/security/recovery-codes")
@needs(None)
@confirmed
def recovery_codes() -> str:
    """Make a new set of recovery codes and show it this once; the set before it ends."""
    with unit_of_work() as work:
        fresh = codes.new_recovery_codes(work, current_officer().id)
        note(work, "recovery codes made")
    return render_template("officers/recovery_codes.html", codes=fresh, onward=url_for("officers.security"))


def picture_of(link: str) -> Markup:
    """A QR code as SVG, dark on light whatever the page's colours, without any style of its own."""
    drawn = segno.make(link, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass=None)
    return Markup(drawn)  # noqa: S704  # made by the library from squares alone


def _added(factor: Factor, sentence: str) -> ResponseReturnValue:
    if current_session().factor is not None:
        flash(sentence, "success")
        return redirect(url_for("officers.security"))
    officer = current_officer()
    begin_session(officer, factor)
    with unit_of_work() as work:
        fresh = codes.new_recovery_codes(work, officer.id)
    return render_template("officers/recovery_codes.html", codes=fresh, onward=url_for("officers.consultations"))


def _remove(passkey_id: uuid.UUID | None) -> ResponseReturnValue:
    """Take away a passkey or, where none is named, the app; the last of both stays."""
    officer = current_officer()
    try:
        with unit_of_work() as work:
            gone = passkeys.remove(work, officer.id, passkey_id) if passkey_id else codes.remove_app(work, officer.id)
            if not gone:
                raise NotFound("There is no such factor.")
            if not codes.has_factor(work, officer.id):
                raise Refused(LAST_ONE)
            note(work, "passkey taken away" if passkey_id else "authenticator app taken away")
    except Refused as error:
        flash(str(error), "error")
    else:
        flash("It is taken away and opens nothing any more.", "success")
    return redirect(url_for("officers.security"))


def _digits(code: str) -> str:
    return "".join(sign for sign in code if sign.isalnum())
