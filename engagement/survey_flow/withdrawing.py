"""Taking answers back: type the code, see what it stands for, and press the button. Opening a page changes nothing."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from engagement.consultations import service
from engagement.consultations.models import Consultation, State
from engagement.errors import NotFound
from engagement.extensions import clock, db
from engagement.language import lazy_gettext
from engagement.responses import codes, withdrawing
from engagement.survey_flow import keys
from engagement.survey_flow.forms import printable
from engagement.survey_flow.pages import NOT_TAKEN, Page
from engagement.unit_of_work import unit_of_work

PLACE = "withdrawing"
DONE = "done"
NOT_FOUND = lazy_gettext("We could not find answers with this code. Check each letter and try again.")


def register(links: Blueprint) -> None:
    """Add the pages of taking back, which are the same for everybody."""
    links.add_url_rule("/withdraw", "withdraw_page", withdraw_page)
    links.add_url_rule("/withdraw", "withdraw_code", withdraw_code, methods=["POST"])
    links.add_url_rule("/withdraw/confirm", "withdraw_confirm", withdraw_confirm)
    links.add_url_rule("/withdraw/confirm", "withdraw", withdraw, methods=["POST"])


def withdraw_page(slug: str) -> str:
    """Where the code is typed."""
    return _page(_find(slug))


def withdraw_code(slug: str) -> Page | Response:
    """Keep a code that stands for a response in the browser's session, and show what it is."""
    consultation, typed = _find(slug), request.form.get("code", "")
    if withdrawing.find(db.session(), consultation_id=consultation.id, typed=typed) is None:
        return _page(consultation, typed, NOT_FOUND), NOT_TAKEN
    session[PLACE] = {slug: codes.normalised(typed)}
    return redirect(url_for("survey_flow.withdraw_confirm", slug=slug), 303)


def withdraw_confirm(slug: str) -> str | Response:
    """Shows what the code stands for and asks once more, or says that it is done."""
    consultation, code = _find(slug), session.get(PLACE, {}).get(slug, "")
    response = withdrawing.find(db.session(), consultation_id=consultation.id, typed=code)
    if response is None and code != DONE:
        return redirect(url_for("survey_flow.withdraw_page", slug=slug), 303)
    return render_template(
        "survey_flow/withdraw_confirm.html",
        consultation=consultation,
        response=response,
        locked=withdrawing.is_locked(consultation, clock.now()),
        form_token=keys.form_token(code),
    )


def withdraw(slug: str) -> Response:
    """Take the answers out."""
    code = session.get(PLACE, {}).get(slug, "")
    if code and keys.is_own_form(code):
        with unit_of_work() as work:
            withdrawing.withdraw(work, _find(slug), code, clock.now())
        session[PLACE] = {slug: DONE}
    return redirect(url_for("survey_flow.withdraw_confirm", slug=slug), 303)


def _find(slug: str) -> Consultation:
    consultation = service.find(db.session(), slug)
    if consultation.state_at(clock.now()) is State.DRAFT:
        raise NotFound("This consultation is not published.")
    return consultation


def _page(consultation: Consultation, typed: str = "", problem: str = "") -> str:
    return render_template(
        "survey_flow/withdraw.html",
        consultation=consultation,
        typed=printable(typed),
        problem=problem,
        errors=[(problem, "#code")] if problem else [],
        locked=withdrawing.is_locked(consultation, clock.now()),
    )
