"""The link in an invitation: it leaves the address at once, and then asks for a password."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput
from wtforms import PasswordField

from engagement.accounts import inviting
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import Filled, Form
from engagement.unit_of_work import unit_of_work

INVITED = "officer_invitation"


class WelcomeForm(Form):
    """A first password, or a new one."""

    password = PasswordField(
        "Password",
        widget=GovPasswordInput(),
        description="At least 12 characters. Three or four unrelated words work well.",
        validators=[Filled("Enter a password.")],
    )


@blueprint.get("/invitation/<token>")
def invitation(token: str) -> ResponseReturnValue:
    """Take the token out of the address."""
    session[INVITED] = token
    return redirect(url_for("officers.welcome"))


@blueprint.route("/welcome", methods=["GET", "POST"])
def welcome() -> ResponseReturnValue:
    """Choose a password, once; signing in comes after it as for everybody."""
    token, form = str(session.get(INVITED, "")), WelcomeForm()
    try:
        officer = inviting.find(db.session(), token, clock.now())
    except Refused as error:
        return render_template("officers/welcome.html", form=None, refused=str(error))
    if form.validate_on_submit():
        try:
            with unit_of_work() as work:
                inviting.accept(work, token, password=form.password.data or "", now=clock.now())
        except Refused as error:
            form.refuse(form.password, str(error))
        else:
            session.pop(INVITED)
            flash("Your password is set. Sign in with it.", "success")
            return redirect(url_for("officers.sign_in"))
    return render_template("officers/welcome.html", form=form, errors=form.faults, email=officer.email)
