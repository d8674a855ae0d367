"""The page of the code: what it stands for, and the buttons to change or take back. Opening a page changes nothing."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from engagement.consultations import service
from engagement.consultations.models import Consultation, State
from engagement.errors import NotFound
from engagement.extensions import clock, db
from engagement.language import lazy_gettext
from engagement.moderation.intake import forget_gone
from engagement.responses import codes, drafts, withdrawing
from engagement.responses.models import Response as Sent
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
    consultation, code = _find(slug), typed_code(slug)
    response = withdrawing.find(db.session(), consultation_id=consultation.id, typed=code)
    if response is None and code != DONE:
        return redirect(url_for("survey_flow.withdraw_page", slug=slug), 303)
    return render_template(
        "survey_flow/withdraw_confirm.html",
        consultation=consultation,
        response=response,
        locked=withdrawing.is_locked(consultation, clock.now()),
        changeable=_changeable(consultation),
        unsent=response is not None and _has_unsent(slug, response),
        form_token=keys.form_token(code),
    )


def withdraw(slug: str) -> Response:
    """Take the answers out."""
    code = typed_code(slug)
    if code and keys.is_own_form(code):
        with unit_of_work() as work:
            consultation = _find(slug)
            if withdrawing.withdraw(work, consultation, code, clock.now()):
                forget_gone(work, consultation.id)
        session[PLACE] = {slug: DONE}
    return redirect(url_for("survey_flow.withdraw_confirm", slug=slug), 303)


def typed_code(slug: str) -> str:
    """The code that was last typed in this browser and stands for a response, or empty."""
    return str(session.get(PLACE, {}).get(slug, ""))


def _find(slug: str) -> Consultation:
    consultation = service.find(db.session(), slug)
    if consultation.state_at(clock.now()) is State.DRAFT:
        raise NotFound("This consultation is not published.")
    return consultation


def _changeable(consultation: Consultation) -> bool:
    now = clock.now()
    return consultation.state_at(now) is State.OPEN and not withdrawing.is_locked(consultation, now)


def _has_unsent(slug: str, response: Sent) -> bool:
    """Whether this browser's key opens other answers to the same survey; it is given up for that of this response."""
    key = keys.found(slug, response.audience)
    if key is None:
        return False
    draft = drafts.find(
        db.session(), consultation_id=response.consultation_id, audience=response.audience, secret=key.secret
    )
    return draft is not None and not draft.submitted and draft.id != response.draft_id


def _page(consultation: Consultation, typed: str = "", problem: str = "") -> str:
    return render_template(
        "survey_flow/withdraw.html",
        consultation=consultation,
        typed=printable(typed),
        problem=problem,
        errors=[(problem, "#code")] if problem else [],
        locked=withdrawing.is_locked(consultation, clock.now()),
        changeable=_changeable(consultation),
    )
