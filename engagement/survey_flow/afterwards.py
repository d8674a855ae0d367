"""Questions after sending: offered on the receipt, and each page adds to the response that stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from flask import request
from sqlalchemy.orm import Session

from engagement import language
from engagement.consultations import translations
from engagement.extensions import clock, db
from engagement.language import lazy_gettext
from engagement.questionnaires import routing
from engagement.questionnaires.answer_kinds import is_blank
from engagement.questionnaires.confidential import with_marks
from engagement.questionnaires.routing import Step
from engagement.responses import afterwards, merging, reading
from engagement.responses.afterwards import Sent
from engagement.responses.merging import Clash
from engagement.responses.models import Afterwards, Response
from engagement.survey_flow import autosave, clashes, edits, keys, pages, ways
from engagement.survey_flow.audience import Audience
from engagement.survey_flow.forms import form_for
from engagement.survey_flow.overview import about
from engagement.survey_flow.visits import Visit, asked_afterwards, key_held, visit, with_key
from engagement.survey_flow.ways import Answer, to
from engagement.unit_of_work import unit_of_work

TOO_LATE = lazy_gettext(
    "The survey has closed, so nothing can be added any more. What you wrote is still here for you to read. "
    "The answers that you sent are safe."
)
LOST = lazy_gettext(
    "This page lost touch with the answers that you sent, so what you wrote here is not added. "
    "It is still here for you to read. The answers that you sent are safe."
)


class Offer(StrEnum):
    """What the receipt says about the questions after sending."""

    NONE = "none"
    ASKS = "asks"
    BEGUN = "begun"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Adding:
    """Somebody who has sent answers, with what they are offered now."""

    here: Visit
    sent: Sent

    @property
    def is_open(self) -> bool:
        """Whether they have said yes and have not finished."""
        return self.sent.response.afterwards == Afterwards.BEGUN


def offer(here: Visit, response: Response, answered: set[str]) -> Offer:
    """What a receipt says. Whoever sent a blank form is not asked about themselves either."""
    added = any(field.key in answered for field in here.asked.fields())
    if response.afterwards == Afterwards.FINISHED or not here.may_send:
        return Offer.ADDED if added else Offer.NONE
    if response.afterwards == Afterwards.BEGUN:
        return Offer.BEGUN
    asks = response.afterwards is None and here.asked.sections and not response.blank
    return Offer.ASKS if asks else Offer.NONE


def choose(audience: Audience, slug: str) -> Answer:
    """Keep the answer to the offer: yes, no, or that they are done."""
    go = request.form.get("go", "")
    with unit_of_work() as session:
        adding = _adding(session, audience, slug, to_change=True)
        if adding is None:
            return to(visit(session, audience, slug), "start_page")
        here, sent = adding.here, adding.sent
        if not keys.is_own_form(here.secret):
            return to(here, "receipt")
        if go == "no":
            afterwards.decline(sent)
        elif go == "done" and adding.is_open:
            afterwards.finish(session, sent)
        elif go == "yes" and here.may_send:
            afterwards.begin(sent)
    return _carry_on(here) if go == "yes" and adding.is_open else _receipt(here)


def end(audience: Audience, slug: str) -> Answer:
    """After the last page: thanks, and what could not be added as it is."""
    adding = _adding(db.session(), audience, slug)
    if elsewhere := _elsewhere(adding, audience, slug):
        return elsewhere
    assert adding is not None
    return ending(adding.here)


def ending(here: Visit) -> str:
    """What comes after the last page."""
    faults, last = [], None
    for step in routing.path(here.asked, here.answers):
        last = _address(here, step)
        fields = with_marks(field for question in step.questions for field in question.fields)
        faults += [
            (about(field.label, here.audience.explain(fault)), f"{last}#{field.key}")
            for field, fault in reading.problems(fields, here.answers)
        ]
    given = any(not is_blank(here.answers.get(field.key, ())) for field in here.asked.fields())
    return pages.render(here, "more_end", given=given, faults=faults, back_url=last)


def page(audience: Audience, slug: str, step: str) -> Answer:
    """One page of questions, filled with what was typed before."""
    adding = _adding(db.session(), audience, slug)
    if elsewhere := _elsewhere(adding, audience, slug):
        return elsewhere
    assert adding is not None
    here = adding.here
    found = routing.step_at(here.asked, here.answers, step)
    if found is None:
        return _to_step(here, routing.next_step(here.asked, here.answers, step))
    form = form_for(found, here.answers, audience)
    form.validate()
    return pages.question(here, here.asked, found, form, kind=pages.MORE)


def save_page(audience: Audience, slug: str, step: str) -> Answer:
    """Keep what was typed and add what is valid, then see whether it can stay as it is."""
    with unit_of_work() as session:
        adding = _adding(session, audience, slug, to_change=True)
        if adding is None or not adding.here.may_send or not keys.is_own_form(adding.here.secret):
            return autosave.refused() if autosave.asked() else _refilled(session, audience, slug, step, adding)
        here, clashing = _saved(session, adding, step)
    if autosave.asked():
        return autosave.saved(here, step, clashing)
    return clashes.page(here, step, clashing, kind=pages.MORE) if clashing else after_saving(here, step)


def _adding(session: Session, audience: Audience, slug: str, *, to_change: bool = False) -> Adding | None:
    """Who is here, in two queries; None for somebody who has not sent anything."""
    now = clock.now()
    key = key_held(audience, slug, now)
    sent = key and afterwards.find(session, slug=slug, audience=audience.name, secret=key.secret, to_change=to_change)
    if not sent:
        return None
    questionnaire = translations.worded(session, sent.consultation, sent.draft.version_id, language.chosen())
    here = Visit(audience, sent.consultation, now, key, draft=sent.draft, questionnaire=questionnaire)
    return Adding(replace(here, answers=afterwards.answers(session, sent)), sent)


def _elsewhere(adding: Adding | None, audience: Audience, slug: str) -> Answer | None:
    """Where somebody belongs who cannot add anything now."""
    if adding is None:
        return to(visit(db.session(), audience, slug), "start_page")
    if not adding.here.may_send:
        return pages.render(adding.here, "more_closed")
    return None if adding.is_open else to(adding.here, "receipt")


def _saved(session: Session, adding: Adding, step: str) -> tuple[Visit, Sequence[Clash]]:
    here = adding.here
    posted = edits.posted()
    fields = edits.fields_shown(here.asked, here.answers, step, posted)
    merged = merging.merge(adding.sent.draft.id, edits.read(fields, posted), here.answers)
    afterwards.save(session, adding.sent, here.asked, here.answers, merged.changed)
    return replace(here, answers={**here.answers, **merged.changed}), merged.clashes


def after_saving(here: Visit, step: str) -> Answer:
    """Where the button leads that was pressed; going on waits until what was typed can stay as it is."""
    go = request.form.get("go", "")
    found = routing.step_at(here.asked, here.answers, step)
    if go == "stop":
        return _receipt(here)
    if go == "looks":
        return to(here, "looks", more=step)
    if go == "back":
        before = routing.previous_step(here.asked, here.answers, step)
        return _to_step(here, before) if before else to(here, "receipt")
    if go == "skip":
        return _to_step(here, ways.step_past(here, step))
    if found is not None:
        form = form_for(found, here.answers, here.audience)
        if not form.validate():
            return pages.question(here, here.asked, found, form, kind=pages.MORE), pages.NOT_TAKEN
    return _to_step(here, routing.next_step(here.asked, here.answers, step))


def _refilled(session: Session, audience: Audience, slug: str, step: str, adding: Adding | None) -> Answer:
    here = adding.here if adding else visit(session, audience, slug)
    questionnaire = here.asked if adding else asked_afterwards(session, here)
    posted = edits.posted()
    found = routing.step_typed(questionnaire, {**here.answers, **posted}, step, posted)
    if found is None:
        return to(here, "start_page")
    notice = LOST if adding is None else audience.words.lost_touch if here.may_send else TOO_LATE
    return pages.refilled(with_key(here), questionnaire, found, posted, kind=pages.MORE, notice=notice)


def _receipt(here: Visit) -> Answer:
    """The receipt, where it says what has become of what they told."""
    return to(here, "receipt", _anchor="offer")


def _carry_on(here: Visit) -> Answer:
    """After the last page on which something was answered."""
    return _to_step(here, ways.first_left(here))


def _to_step(here: Visit, step: Step | None) -> Answer:
    return to(here, "more_page", step=step.key) if step else to(here, "more_end")


def _address(here: Visit, step: Step) -> str:
    return pages.link(here, "more_page", step=step.key)
