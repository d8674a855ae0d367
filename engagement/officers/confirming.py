"""Signing in again in the middle of work, before what reaches far. What a form held is sent on afterwards."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovTextInput
from wtforms import PasswordField, StringField

from engagement.accounts import codes, passkeys, service, sessions
from engagement.extensions import clock
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import Form
from engagement.officers.guard import CONFIRM, current_officer, current_session, local_path, needs
from engagement.officers.sign_in import NOT_LET_IN, WRONG_CODE, onward, site
from engagement.unit_of_work import unit_of_work

# Our own fields, told from those of the form that is kept.
OURS = "confirm_"


class ConfirmForm(Form):
    """The password or a code, whichever an officer has."""

    confirm_password = PasswordField("Password", widget=GovPasswordInput())
    confirm_code = StringField("Code from your app, or a recovery code", widget=GovTextInput())


@blueprint.route("/confirm", methods=["GET", "POST"])
@needs(None)
def confirm() -> ResponseReturnValue:
    """Ask who it is. The gate shows this page, too, in answer to a form that was sent too late.

    Whoever has just shown it in another tab goes on at once: single sign-on leaves our pages, and what is kept waits.
    """
    ours = request.endpoint == CONFIRM
    form = ConfirmForm() if ours else ConfirmForm(formdata=None)
    known = sessions.confirmed(current_session(), clock.now())
    if ours and form.validate_on_submit() and (known or _shown(form)):
        if not known:
            with unit_of_work() as work:
                sessions.confirm(work, current_session().id, clock.now())
        # 307 has the browser send the kept form on, as it was typed.
        return redirect(onward(), 307 if f"{OURS}kept" in request.form else 303)
    wanted = request.args.get("next") if ours else request.full_path.rstrip("?")
    with unit_of_work() as work:
        asked = passkeys.ask_to_show(work, current_officer(), site(), current_session().id)
    return render_template(
        "officers/confirm.html",
        form=form,
        errors=form.faults,
        asked=asked,
        by_password=current_officer().password_hash is not None,
        action=url_for(CONFIRM, next=local_path(wanted)),
        kept=[pair for pair in request.form.items(multi=True) if not _is_ours(pair[0])],
        is_kept=not ours or f"{OURS}kept" in request.form,
        is_done=known and wanted is None,
    )


def _is_ours(name: str) -> bool:
    return name == "csrf_token" or name.startswith(OURS)


def _shown(form: ConfirmForm) -> bool:
    """Whether the officer showed who they are; says at the field why not."""
    officer, now = current_officer(), clock.now()
    answer = request.form.get(f"{OURS}credential")
    if answer:
        with unit_of_work() as work:
            right = passkeys.shown(work, officer, site(), current_session().id, answer)
        if not right:
            form.refuse(form.confirm_password, passkeys.NOT_TAKEN)
        return right
    if officer.password_hash is None:
        if codes.prove(officer, form.confirm_code.data or "", now) is None:
            form.refuse(form.confirm_code, WRONG_CODE)
            return False
        return True
    came_from, password = request.remote_addr or "", form.confirm_password.data or ""
    if service.sign_in(email=officer.email, password=password, came_from=came_from, now=now) is None:
        form.refuse(form.confirm_password, NOT_LET_IN.replace("The email address or the password", "The password"))
        return False
    return True
