"""Come-back words: shown on request, and a way back to a draft on any device."""

from flask import request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engagement.errors import NotFound
from engagement.extensions import db
from engagement.language import lazy_gettext
from engagement.responses import codes, drafts
from engagement.responses.models import Channel
from engagement.survey_flow import keys, pages
from engagement.survey_flow.audience import Audience
from engagement.survey_flow.forms import printable
from engagement.survey_flow.keys import Key
from engagement.survey_flow.visits import Visit, visit, with_key
from engagement.survey_flow.ways import to
from engagement.unit_of_work import unit_of_work

Answer = str | tuple[str, int] | Response
NOT_FOUND = lazy_gettext("We could not find answers with these words. Check each letter and try again.")
PRESS_AGAIN = lazy_gettext(
    "We could not be sure that this page was yours. What you wrote is still here. Press the button again."
)


def saved_page(here: Visit) -> str:
    """Says that all is saved, and how to come back."""
    words = codes.come_back_words(here.draft.id) if here.draft and here.draft.words_key else ""
    return pages.render(here, "saved", words_offered=may_have_words(here), words_shown=words)


def may_have_words(here: Visit) -> bool:
    """Whether words are offered: not where the next person may find them, nor where a personal link does the same."""
    return (
        here.draft is not None
        and here.key is not None
        and not here.audience.clear_screen
        and here.key.channel is Channel.OPEN_LINK
    )


def show_words(audience: Audience, slug: str) -> Answer:
    """Have the words open the draft from now on."""
    with unit_of_work() as session:
        here = visit(session, audience, slug, to_change=True)
        if here.draft and may_have_words(here) and not here.sent and keys.is_own_form(here.secret):
            drafts.give_words(session, here.draft)
    return to(here, "saved")


def come_back_page(audience: Audience, slug: str) -> Answer:
    """Where the words are typed."""
    return _page(with_key(_here(db.session(), audience, slug)))


def come_back(audience: Audience, slug: str) -> Answer:
    """Give this browser the draft of the words that were typed."""
    session, typed = db.session(), request.form.get("words", "")
    here = _here(session, audience, slug)
    if not keys.is_own_form(here.secret):
        return _page(with_key(here), typed, PRESS_AGAIN)
    if not drafts.opens_by_words(session, consultation_id=here.consultation.id, audience=audience.name, typed=typed):
        return _page(here, typed, NOT_FOUND), pages.NOT_TAKEN
    keys.keep(slug, audience.name, Key(codes.normalised(typed), Channel.OPEN_LINK))
    return to(here, "start_page")


def _here(session: Session, audience: Audience, slug: str) -> Visit:
    if audience.clear_screen:
        raise NotFound("There are no words here.")
    return visit(session, audience, slug)


def _page(here: Visit, typed: str = "", problem: str = "") -> str:
    return pages.render(
        here, "come_back", typed=printable(typed), problem=problem, errors=[(problem, "#words")] if problem else []
    )
