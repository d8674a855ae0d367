"""The views of one door: find who is here, check what the clock allows, do it, say where next."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flask import request, send_from_directory
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engagement import language
from engagement.consultations import versions
from engagement.consultations.models import State
from engagement.extensions import db
from engagement.questionnaires import routing
from engagement.questionnaires.confidential import with_marks
from engagement.responses import drafts, merging, reading
from engagement.responses.merging import Clash
from engagement.survey_flow import (
    autosave,
    clashes,
    coming_back,
    edits,
    keys,
    looks,
    pages,
    quoting,
    receipts,
    sending,
    sent_meanwhile,
    team_links,
    ways,
)
from engagement.survey_flow.audience import Audience
from engagement.survey_flow.forms import form_for
from engagement.survey_flow.visits import Visit, asked_first, begin, current_version, visit, with_key
from engagement.survey_flow.ways import Answer, elsewhere, to
from engagement.unit_of_work import unit_of_work


def start_page(audience: Audience, slug: str) -> Answer:
    """What this is about, if this audience is asked. The browser gets its key here, so a double click begins once."""
    here = visit(db.session(), audience, slug)
    if here.by_team_link:
        return team_links.start(here)
    if here.draft is None:
        current_version(db.session(), here)
    return to(here, "receipt") if here.sent else pages.start(db.session(), with_key(here))


def start(audience: Audience, slug: str) -> Answer:
    """Begin, or carry on."""
    with unit_of_work() as session:
        here = visit(session, audience, slug, to_change=True)
        if here.draft is None and here.state is State.OPEN and not here.by_team_link:
            if not keys.is_own_form(here.secret):
                return pages.start(session, with_key(here), audience.words.lost_touch)
            here = begin(session, here)
    if here.draft is None:
        return to(here, "start_page")
    return to(here, "receipt") if here.sent else ways.begin(here)


def page(audience: Audience, slug: str, step: str) -> Answer:
    """One page of questions, filled with what was typed before."""
    here = visit(db.session(), audience, slug)
    if other := elsewhere(here):
        return other
    if not here.may_send:
        return to(here, "check")
    found = routing.step_at(here.asked, here.answers, step)
    if found is None:
        elsewhere_in_it = here.member is not None and not routing.fields_at(here.asked, step)
        return team_links.not_shared(here) if elsewhere_in_it else ways.onward(here, step)
    form = form_for(found, here.answers, audience)
    form.validate()
    return pages.question(here, here.asked, found, form)


def save_page(audience: Audience, slug: str, step: str) -> Answer:
    """Keep what was typed, then see whether it can stay as it is."""
    with unit_of_work() as session:
        here = visit(session, audience, slug, to_change=True)
        if here.sent:
            return autosave.refused() if autosave.asked() else sent_meanwhile.page(session, here, step)
        own = keys.is_own_form(here.secret)
        # Taken back while somebody changed them: what they typed since is kept as new answers, and they are told.
        lost = here.draft is None and keys.was_changing(here.secret)
        if lost and autosave.asked():
            return autosave.refused()
        if own and here.draft is None and here.state is State.OPEN and not here.by_team_link:
            here = begin(session, here)
        if not own or here.draft is None:
            return autosave.refused() if autosave.asked() else _refilled(session, here, step)
        here, clashing = _saved(session, here, step)
    if autosave.asked():
        return autosave.saved(here, step, clashing)
    if lost:
        return to(here, "taken_back")
    return clashes.page(here, step, clashing) if clashing else after_saving(here, step)


def other_survey(audience: Audience, slug: str, step: str) -> Answer:
    """Says that another audience's survey would fit better, and leaves the choice."""
    here = visit(db.session(), audience, slug)
    if other := elsewhere(here):
        return other
    found = routing.step_at(here.asked, here.answers, step)
    option = ways.signpost(here, found) if found else None
    if option is None or option.door not in versions.audiences_asked(db.session(), here.consultation.id):
        return ways.onward(here, step)
    return pages.render(here, "other_survey", door=option.door, stay=ways.onward(here, step).location)


def saved(audience: Audience, slug: str) -> Answer:
    """Says that all is saved, and how to come back."""
    here = visit(db.session(), audience, slug)
    return elsewhere(here) or coming_back.saved_page(here)


def check(audience: Audience, slug: str) -> Answer:
    """All answers, to look over before they are sent."""
    here = visit(db.session(), audience, slug)
    return elsewhere(here) or pages.check(here)


def send(audience: Audience, slug: str) -> Answer:
    """Send the answers, once; what cannot be sent as it is comes back explained."""
    with unit_of_work() as session:
        here = visit(session, audience, slug, to_change=True)
        if other := elsewhere(here):
            return other
        if not here.may_send or here.member is not None:
            return to(here, "check")
        if not keys.is_own_form(here.secret):
            return pages.check(here, audience.words.lost_touch)
        fields = routing.visible_fields(here.asked, here.answers)
        if reading.problems(with_marks(fields), here.answers):
            return pages.check(here, explain=True)
        if not reading.given(fields, here.answers) and "blank" not in request.form:
            return pages.render(here, "blank", quoted=quoting.typed())
        sending.send(session, here, mode=looks.chosen().mode)
        quoted = quoting.stop_reminders(session, here)
    return to(here, "receipt", reference=quoted)


def receipt(audience: Audience, slug: str) -> Answer:
    """What was received, shown to the browser that sent it."""
    here = visit(db.session(), audience, slug)
    if here.draft is None or not here.sent:
        return to(here, "check" if here.changing else "start_page")
    if here.member is not None:
        return pages.render(here, "team_sent")
    return receipts.page(here)


def clear(audience: Audience, slug: str) -> Answer:
    """Have this browser forget whose answers these are."""
    here = visit(db.session(), audience, slug)
    if not keys.is_own_form(here.secret):
        return to(here, "start_page")
    keys.forget(slug, audience.name)
    looks.reset()
    language.forget()
    return to(here, "cleared")


def cleared(audience: Audience, slug: str) -> Answer:
    """Nothing of the last person is left on this screen."""
    return pages.render(visit(db.session(), audience, slug), "cleared")


def picture(folder: Path, slug: str, filename: str) -> Response:
    """A picture that belongs to one door."""
    return send_from_directory(folder, filename)


def instead(audience: Audience, endpoint: str, slug: str) -> Answer:
    """Where somebody lands who opens the address of a button."""
    return to(visit(db.session(), audience, slug), endpoint)


def _saved(session: Session, here: Visit, step: str) -> tuple[Visit, Sequence[Clash]]:
    """The visit with what could be saved, and what a person has to choose first."""
    assert here.draft is not None
    posted = edits.posted()
    fields = edits.fields_shown(here.asked, here.answers, step, posted)
    merged = merging.merge(here.draft.id, edits.read(fields, posted), here.answers)
    apart = [field.key for field in fields if field.question.kept_apart]
    drafts.save(session, here.draft, merged.changed, sealed=apart, written_by=here.member.id if here.member else None)
    return replace(here, answers={**here.answers, **merged.changed}), merged.clashes


def after_saving(here: Visit, step: str) -> Answer:
    """Where the button leads that was pressed; going on waits until what was typed can stay as it is."""
    way = ways.WAYS.get(request.form.get("go", ""), ways.onward)
    found = routing.step_at(here.asked, here.answers, step)
    if not here.may_send:
        return to(here, "check")
    if way is not ways.onward or found is None:
        return way(here, step)
    form = form_for(found, here.answers, here.audience)
    if not form.validate():
        return pages.question(here, here.asked, found, form), pages.NOT_TAKEN
    return to(here, "other_survey", step=step) if ways.signpost(here, found) else ways.onward(here, step)


def _refilled(session: Session, here: Visit, step: str) -> Answer:
    questionnaire = here.asked if here.draft else asked_first(session, here)
    posted = edits.posted()
    found = routing.step_typed(questionnaire, {**here.answers, **posted}, step, posted)
    if found is None:
        return to(here, "start_page")
    return pages.refilled(with_key(here), questionnaire, found, posted)
