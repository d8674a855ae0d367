"""Signing in with a password and then a second factor, signing out, and changing a password."""

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovTextInput
from wtforms import EmailField, PasswordField, StringField

from engagement.accounts import codes, passkeys, service, sessions
from engagement.accounts.sessions import Factor
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import Filled, Form
from engagement.officers.guard import begin_session, current_officer, current_session, local_path, needs
from engagement.officers.notes import note
from engagement.unit_of_work import unit_of_work

# The same for every reason, so that nobody learns who is an officer or whether one is locked.
NOT_LET_IN = (
    "The email address or the password is not right. After 5 wrong tries, wait 15 minutes before you try again."
)
WRONG_CODE = (
    "This code is not right or has been used. Wait for the next one. "
    "After 5 wrong tries, wait 15 minutes before you try again."
)


class SignInForm(Form):
    """Who somebody says they are."""

    email = EmailField("Email address", widget=GovTextInput(), validators=[Filled("Enter your email address.")])
    password = PasswordField("Password", widget=GovPasswordInput(), validators=[Filled("Enter your password.")])


class PasswordForm(Form):
    """The old password and the new one."""

    old = PasswordField("Present password", widget=GovPasswordInput(), validators=[Filled("Enter the present one.")])
    new = PasswordField(
        "New password",
        widget=GovPasswordInput(),
        description="At least 12 characters. Three or four unrelated words work well.",
        validators=[Filled("Enter a new password.")],
    )


class CodeForm(Form):
    """A code of an app, or a recovery code."""

    code = StringField(
        "Code",
        widget=GovTextInput(),
        description="The 6 digits that your app shows now, or one of your recovery codes.",
        validators=[Filled("Enter a code.")],
    )


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """The one way in, in two steps: the password here, then a second factor."""
    if current_user.is_authenticated:
        return redirect(onward())
    form = SignInForm()
    if form.validate_on_submit():
        officer = service.sign_in(
            email=form.email.data or "",
            password=form.password.data or "",
            came_from=request.remote_addr or "",
            now=clock.now(),
        )
        if officer is not None:
            begin_session(officer)
            return redirect(url_for("officers.second_factor", next=local_path(request.args.get("next"))))
        form.refuse(form.password, NOT_LET_IN)
    return render_template("officers/sign_in.html", form=form, errors=form.faults, ended="ended" in request.args)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@needs(None)
def second_factor() -> ResponseReturnValue:
    """The second step: a code, unless it is a passkey. Officers without a factor are sent to set one up instead."""
    if current_session().factor is not None:
        return redirect(onward())
    officer, form = current_officer(), CodeForm()
    if form.validate_on_submit():
        factor = codes.prove(officer, form.code.data or "", clock.now())
        if factor is not None:
            begin_session(officer, factor)
            if factor is Factor.RECOVERY_CODE:
                left = codes.recovery_codes_left(db.session(), officer.id)
                flash(f"You used a recovery code. You have {left} left.", "success")
            return redirect(onward())
        form.refuse(form.code, WRONG_CODE)
    with unit_of_work() as work:
        asked = passkeys.ask_to_show(work, officer, site(), current_session().id)
        by_code = codes.has_app(work, officer.id)
    return render_template("officers/second_factor.html", form=form, errors=form.faults, asked=asked, by_code=by_code)


@blueprint.post("/sign-in/passkey")
@needs(None)
def show_passkey() -> ResponseReturnValue:
    """The second step with a passkey, which a browser shows by script."""
    officer, began = current_officer(), current_session()
    if began.factor is None:
        with unit_of_work() as work:
            right = passkeys.shown(work, officer, site(), began.id, request.form.get("credential", ""))
        if not right:
            flash(passkeys.NOT_TAKEN, "error")
            return redirect(url_for("officers.second_factor", next=local_path(request.args.get("next"))))
        begin_session(officer, Factor.PASSKEY)
    return redirect(onward())


@blueprint.post("/sign-out")
@needs(None)
def sign_out() -> ResponseReturnValue:
    """End this session, and every copy of it."""
    with unit_of_work() as work:
        sessions.end(work, current_officer().id, current_session().id)
        note(work, "signed out")
    session.clear()
    flash("You are signed out.", "success")
    return redirect(url_for("officers.sign_in"))


@blueprint.route("/password", methods=["GET", "POST"])
@needs(None)
def password() -> ResponseReturnValue:
    """Choose a new password; it ends the sessions on other devices."""
    form = PasswordForm()
    if form.validate_on_submit():
        officer = current_officer()
        try:
            with unit_of_work() as work:
                service.change_password(
                    work,
                    officer,
                    old=form.old.data or "",
                    new=form.new.data or "",
                    stays=current_session().id,
                    now=clock.now(),
                )
        except Refused as error:
            form.refuse(form.new, str(error))
        else:
            flash("Your password is changed.", "success")
            return redirect(url_for("officers.consultations"))
    return render_template("officers/password.html", form=form, errors=form.faults)


def onward() -> str:
    """Where an officer wanted to go before they were asked who they are."""
    return local_path(request.args.get("next")) or url_for("officers.consultations")


def site() -> passkeys.Site:
    """What passkeys are made for."""
    return passkeys.Site(current_app.config["PUBLIC_URL"])
