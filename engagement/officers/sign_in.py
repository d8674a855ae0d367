"""Signing in and out, and changing a password."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovTextInput
from wtforms import EmailField, PasswordField

from engagement.accounts import service
from engagement.errors import Refused
from engagement.extensions import clock
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import Filled, Form
from engagement.officers.guard import begin_session, current_officer, local_path, needs
from engagement.unit_of_work import unit_of_work

# The same for every reason, so that nobody learns who is an officer or whether one is locked.
NOT_LET_IN = (
    "The email address or the password is not right. After 5 wrong tries, wait 15 minutes before you try again."
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


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """The one way in."""
    onward = local_path(request.args.get("next")) or url_for("officers.consultations")
    if current_user.is_authenticated:
        return redirect(onward)
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
            return redirect(onward)
        form.refuse(form.password, NOT_LET_IN)
    return render_template("officers/sign_in.html", form=form, errors=form.faults, ended="ended" in request.args)


@blueprint.post("/sign-out")
@needs(None)
def sign_out() -> ResponseReturnValue:
    """End this officer's sessions here and everywhere."""
    with unit_of_work() as work:
        service.sign_out(work, current_officer(), clock.now())
    session.clear()
    flash("You are signed out.", "success")
    return redirect(url_for("officers.sign_in"))


@blueprint.route("/password", methods=["GET", "POST"])
@needs(None)
def password() -> ResponseReturnValue:
    """Choose a new password; it ends every session, and this one begins afresh."""
    form = PasswordForm()
    if form.validate_on_submit():
        officer = current_officer()
        try:
            with unit_of_work() as work:
                service.change_password(
                    work, officer, old=form.old.data or "", new=form.new.data or "", now=clock.now()
                )
        except Refused as error:
            form.refuse(form.new, str(error))
        else:
            begin_session(officer)
            flash("Your password is changed.", "success")
            return redirect(url_for("officers.consultations"))
    return render_template("officers/password.html", form=form, errors=form.faults)
