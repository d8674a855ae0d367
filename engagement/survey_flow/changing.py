"""Changing what was sent, from the receipt or with its code: the journey begins again, and what was sent stays sent.

Where people share a device, what somebody sent is never shown again: they answer anew, and the new answers take the
place of the old ones.
"""

from dataclasses import replace

from flask import redirect, url_for
from sqlalchemy.orm import Session

from engagement.consultations import versions
from engagement.extensions import db
from engagement.questionnaires import routing
from engagement.responses import codes, drafts, reopening, withdrawing
from engagement.responses.models import Channel, Draft
from engagement.survey_flow import keys, pages
from engagement.survey_flow.audience import Audience
from engagement.survey_flow.keys import Key
from engagement.survey_flow.visits import Visit, visit, with_draft
from engagement.survey_flow.ways import Answer, carry_on, elsewhere, to
from engagement.survey_flow.withdrawing import typed_code
from engagement.unit_of_work import unit_of_work


def change(audience: Audience, slug: str) -> Answer:
    """Begin to change, from the receipt."""
    with unit_of_work() as work:
        here = visit(work, audience, slug, to_change=True)
        if here.draft is None or not here.may_change or not keys.is_own_form(here.secret):
            return to(here, "receipt")
        here = _reopened(work, here, here.draft)
    return _begin(here)


def change_with_code(audience: Audience, slug: str) -> Answer:
    """Begin to change on any device, with the code that was typed. The browser's key is the come-back words then."""
    code = typed_code(slug)
    with unit_of_work() as work:
        here = visit(work, audience, slug)
        response = withdrawing.find(work, consultation_id=here.consultation.id, typed=code)
        draft = drafts.hold(work, response.draft_id) if response and response.audience == audience.name else None
        if draft is None or not replace(here, draft=draft).may_change or not keys.is_own_form(code):
            return redirect(url_for("survey_flow.withdraw_confirm", slug=slug), 303)
        key = Key(codes.normalised(drafts.give_words(work, draft)), Channel.OPEN_LINK)
        here = _reopened(work, replace(here, key=key), draft)
    keys.keep(slug, audience.name, key)
    return _begin(here)


def keep_page(audience: Audience, slug: str) -> Answer:
    """Asks once more before changes are forgotten."""
    here = visit(db.session(), audience, slug)
    if other := elsewhere(here):
        return other
    return pages.render(here, "keep") if here.changing else to(here, "check")


def keep(audience: Audience, slug: str) -> Answer:
    """Stop changing: what was sent is what counts."""
    with unit_of_work() as work:
        here = visit(work, audience, slug, to_change=True)
        if here.draft is not None and keys.is_own_form(here.secret):
            reopening.keep_what_was_sent(work, here.draft, asked=here.asked)
    return to(here, "receipt")


def taken_back(audience: Audience, slug: str) -> Answer:
    """Says that the answers that were being changed here have been taken back meanwhile."""
    here = visit(db.session(), audience, slug)
    if here.sent or here.changing or not keys.was_changing(here.secret):
        return elsewhere(here) or to(here, "start_page")
    return pages.render(here, "taken_back")


def _reopened(work: Session, here: Visit, draft: Draft) -> Visit:
    whole = versions.compiled(work, draft.version_id)
    reopening.reopen(work, draft, put_back=None if here.audience.clear_screen else routing.to_change(whole))
    return with_draft(work, here, to_change=True)


def _begin(here: Visit) -> Answer:
    assert here.secret is not None
    keys.note_change(here.secret)
    return carry_on(here) if here.audience.clear_screen else to(here, "check")
