"""Personal links: the way in, and the way to ask for no more letters. Opening one changes nothing."""

from flask import Blueprint, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from engagement.consultations import service
from engagement.consultations.deadlines import london_day
from engagement.consultations.models import Consultation, State
from engagement.contacts import invitations
from engagement.contacts.invitations import Invited
from engagement.contacts.models import InvitationState
from engagement.errors import LinkNotUsable, NotFound
from engagement.extensions import clock, csrf, db
from engagement.outbox.service import cancel_waiting
from engagement.responses import drafts
from engagement.responses.models import Channel
from engagement.survey_flow import dates, keys, withdrawing
from engagement.survey_flow.keys import Key
from engagement.unit_of_work import unit_of_work

STOP = "stop"
ASKED_TO_STOP = "Asked for no more letters"

links = Blueprint("survey_flow", __name__, template_folder="templates")
csrf.exempt(links)
withdrawing.register(links)
dates.register(links)


@links.get("/i/<token>")
def invitation(slug: str, token: str) -> Response:
    """The way in: the token moves from the address into the browser's session."""
    consultation, invited = _find(slug, token)
    audience = invited.contact.audience
    held = keys.found(slug, audience)
    if not (held and held.secret == token) and not _may_answer(consultation, invited, token):
        raise LinkNotUsable("This link cannot be used.")
    keys.keep(slug, audience, Key(token, Channel.PERSONAL_LINK))
    return redirect(url_for(f"{audience}.start_page", slug=slug), 303)


@links.get("/stop/<token>")
def stop_link(slug: str, token: str) -> Response:
    """The way to the button: a mail program that opens every link presses no buttons."""
    _find(slug, token)
    session[STOP] = {**session.get(STOP, {}), slug: token}
    return redirect(url_for("survey_flow.stop_page", slug=slug), 303)


@links.get("/stop")
def stop_page(slug: str) -> str:
    """Asks once more, or says that it is done."""
    token = _stop_token(slug)
    consultation, invited = _find(slug, token)
    return render_template(
        "survey_flow/stop.html",
        consultation=consultation,
        done=invitations.asked_to_stop(db.session(), invited.contact),
        form_token=keys.form_token(token),
    )


@links.post("/stop")
def stop(slug: str) -> Response:
    """No more letters to this address about this consultation."""
    token = _stop_token(slug)
    if keys.is_own_form(token):
        with unit_of_work() as work:
            _, invited = _find(slug, token)
            now = clock.now()
            invitations.opt_out(work, invited, london_day(now))
            cancel_waiting(work, contact_id=invited.contact.id, reason=ASKED_TO_STOP, now=now)
    return redirect(url_for("survey_flow.stop_page", slug=slug), 303)


def _find(slug: str, token: str) -> tuple[Consultation, Invited]:
    consultation = service.find(db.session(), slug)
    if consultation.state_at(clock.now()) is State.DRAFT:
        raise NotFound("This consultation is not published.")
    invited = invitations.find(db.session(), consultation.id, token)
    if invited is None:
        raise LinkNotUsable("This link cannot be used.")
    return consultation, invited


def _may_answer(consultation: Consultation, invited: Invited, token: str) -> bool:
    if invited.invitation.state == InvitationState.USED:
        return False
    if consultation.state_at(clock.now()) is not State.CLOSED:
        return True
    audience = invited.contact.audience
    draft = drafts.find(db.session(), consultation_id=consultation.id, audience=audience, secret=token)
    return draft is not None


def _stop_token(slug: str) -> str:
    token: str | None = session.get(STOP, {}).get(slug)
    if token is None:
        raise LinkNotUsable("This link cannot be used.")
    return token
