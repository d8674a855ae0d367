"""Personal links: the way in. Opening one changes nothing."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from engagement.consultations.models import Consultation, State
from engagement.contacts.invitations import Invited
from engagement.contacts.models import InvitationState
from engagement.errors import LinkNotUsable
from engagement.extensions import clock, csrf, db
from engagement.language import gettext
from engagement.responses import drafts
from engagement.responses.models import Channel
from engagement.survey_flow import answered, dates, keys, stopping, withdrawing
from engagement.survey_flow.keys import Key

links = Blueprint("survey_flow", __name__, template_folder="templates")
csrf.exempt(links)
stopping.register(links)
answered.register(links)
withdrawing.register(links)
dates.register(links)


@links.get("/i/<token>")
def invitation(slug: str, token: str) -> Response:
    """The way in: the token moves from the address into the browser's session."""
    consultation, invited = stopping.find(slug, token)
    audience = invited.contact.audience
    held = keys.found(slug, audience)
    if not (held and held.secret == token) and not _may_answer(consultation, invited, token):
        raise LinkNotUsable(gettext("This link cannot be used."))
    keys.keep(slug, audience, Key(token, Channel.PERSONAL_LINK))
    return redirect(url_for(f"{audience}.start_page", slug=slug), 303)


def _may_answer(consultation: Consultation, invited: Invited, token: str) -> bool:
    if invited.invitation.state == InvitationState.USED:
        return False
    if consultation.state_at(clock.now()) is not State.CLOSED:
        return True
    audience = invited.contact.audience
    draft = drafts.find(db.session(), consultation_id=consultation.id, audience=audience, secret=token)
    return draft is not None
