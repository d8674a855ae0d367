"""The pages of a survey in a preview: the templates, forms and rules of those who answer, on no draft at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from flask import request
from werkzeug.wrappers import Response as Redirect

from engagement.consultations.deadlines import london_day
from engagement.consultations.models import State
from engagement.errors import NotFound
from engagement.extensions import db
from engagement.previews import typed
from engagement.previews.questionnaires import Shown
from engagement.questionnaires import routing
from engagement.questionnaires.answer_kinds import is_blank
from engagement.questionnaires.confidential import with_marks
from engagement.responses import reading
from engagement.responses.models import Channel, Draft, Response
from engagement.survey_flow import (
    afterwards,
    autosave,
    coming_back,
    edits,
    looks,
    pages,
    receipts,
    section_list,
    views,
    ways,
)
from engagement.survey_flow.forms import form_for
from engagement.survey_flow.keys import Key
from engagement.survey_flow.visits import Visit
from engagement.survey_flow.ways import Answer, to

# Nobody's: no draft is found by it, and no response has this reference or code.
KEY = Key("preview", Channel.OPEN_LINK)
REFERENCE, CODE = "EXAMPLE", "an-example-of-a-code"


class NotPreviewed(NotFound):
    """What works only with answers that are kept, such as a colleague's link."""

    def __init__(self) -> None:
        super().__init__("This works only with answers that are kept, and a preview keeps none.")


@dataclass(frozen=True, slots=True)
class Trial:
    """Somebody trying out a questionnaire; `of` names it among all that the officer may have looked at."""

    here: Visit
    shown: Shown
    of: str

    @property
    def answering(self) -> Visit:
        """The visit as it is while questions are answered."""
        return replace(
            self.here, draft=self._draft(), questionnaire=self.shown.questionnaire, answers=typed.answers(self.of)
        )

    @property
    def sent(self) -> Visit:
        """The visit as it is once the answers are sent."""
        return replace(self.answering, draft=self._draft(submitted=True))

    def keep(self, answers: edits.Answers) -> None:
        """Remember what was typed, for this officer only."""
        typed.keep(self.of, self.shown.questionnaire, answers)

    def _draft(self, submitted: bool = False) -> Draft:
        """A draft that stands in no database, for the pages to know which version they show."""
        return Draft(
            id=self.shown.version_id,
            version_id=self.shown.version_id,
            submitted=submitted,
            started_on=london_day(self.here.now),
        )


def answer(trial: Trial, *place: str) -> Answer:
    """A page of the survey, or where its button leads. Raises NotPreviewed for what is not shown here."""
    if place in NOTHING_ASKED and request.method == "GET":
        return NOTHING_ASKED[place](trial)
    if trial.here.state is not State.OPEN:
        return to(trial.here, "start_page")
    found = PAGES.get((request.method, *place))
    if found is not None:
        return found(trial)
    match request.method, *place:
        case "GET", "q", step:
            return _question(trial, step)
        case "POST", "q", step:
            return _save(trial, step)
        case "GET", "q", step, "other":
            return _other_survey(trial, step)
        case "GET", "more", step:
            return _question(trial, step, more=True)
        case "POST", "more", step:
            return _save(trial, step, more=True)
    raise NotPreviewed


def _start_page(trial: Trial) -> Answer:
    begun = trial.here.state is State.OPEN and typed.answers(trial.of)
    return pages.start(db.session(), trial.answering if begun else trial.here)


def _start(trial: Trial) -> Answer:
    return ways.begin(trial.answering)


def _sections(trial: Trial) -> Answer:
    here = trial.answering
    listed = section_list.sections(here)
    begun = any(section.answered for section in listed)
    return pages.render(here, "sections", sections=listed, begun=begun, go_on=ways.carry_on(here).location, lead="")


def _question(trial: Trial, step: str, more: bool = False) -> Answer:
    here = trial.sent if more else trial.answering
    found = routing.step_at(here.asked, here.answers, step)
    if found is None:
        following = routing.next_step(here.asked, here.answers, step)
        return _to_more(here, following) if more else ways.to_step(here, following)
    form = form_for(found, here.answers, here.audience)
    form.validate()
    return pages.question(here, here.asked, found, form, kind=pages.MORE if more else pages.FIRST)


def _save(trial: Trial, step: str, more: bool = False) -> Answer:
    if autosave.asked():
        return autosave.refused()
    here = trial.sent if more else trial.answering
    posted = edits.posted()
    fields = edits.fields_shown(here.asked, here.answers, step, posted)
    given = {edit.field.key: edit.typed for edit in edits.read(fields, posted)}
    here = replace(here, answers={**here.answers, **given})
    trial.keep(here.answers)
    return afterwards.after_saving(here, step) if more else views.after_saving(here, step)


def _other_survey(trial: Trial, step: str) -> Answer:
    here = trial.answering
    found = routing.step_at(here.asked, here.answers, step)
    option = ways.signpost(here, found) if found else None
    if option is None:
        return ways.onward(here, step)
    return pages.render(here, "other_survey", door=option.door, stay=ways.onward(here, step).location)


def _saved(trial: Trial) -> Answer:
    return coming_back.saved_page(trial.answering)


def _check(trial: Trial) -> Answer:
    return pages.check(trial.answering)


def _send(trial: Trial) -> Answer:
    here = trial.answering
    fields = routing.visible_fields(here.asked, here.answers)
    if reading.problems(with_marks(fields), here.answers):
        return pages.check(here, explain=True)
    if not _answered(here) and "blank" not in request.form:
        return pages.render(here, "blank", quoted="")
    return to(here, "receipt")


def _receipt(trial: Trial) -> Answer:
    """The receipt of answers that were never sent: as an example."""
    here = trial.sent
    example = Response(
        reference=REFERENCE,
        received_on=london_day(here.now),
        in_grace=False,
        blank=not _answered(trial.answering),
        receipts_mailed=0,
    )
    return receipts.of(here, example, _answered(trial.answering), code=CODE)


def _clear(trial: Trial) -> Answer:
    typed.forget()
    return to(trial.here, "cleared")


def _cleared(trial: Trial) -> Answer:
    return pages.render(trial.here, "cleared")


def _more(trial: Trial) -> Answer:
    here = trial.sent
    if request.form.get("go") != "yes":
        return to(here, "receipt", _anchor="offer")
    return _to_more(here, next(iter(routing.path(here.asked, here.answers)), None))


def _more_end(trial: Trial) -> Answer:
    return afterwards.ending(trial.sent)


def _looks(trial: Trial) -> Answer:
    here = trial.answering
    return pages.render(
        here,
        "looks",
        chosen=looks.fitted(typed.chosen_looks(), here),
        came_from=looks.came_from(),
        back_url=looks.return_from(here).location,
    )


def _choose_looks(trial: Trial) -> Answer:
    typed.choose_looks(request.form.to_dict())
    return looks.return_from(trial.here)


def _to_more(here: Visit, step: routing.Step | None) -> Redirect:
    return to(here, "more_page", step=step.key) if step else to(here, "more_end")


def _answered(here: Visit) -> set[str]:
    shown = routing.visible_fields(here.asked, here.answers)
    return {field.key for field in shown if not is_blank(here.answers.get(field.key, ()))}


Page = Callable[[Trial], Answer]
# What there is to see before the opening and after the close as well.
NOTHING_ASKED: Mapping[tuple[str, ...], Page] = {(): _start_page, ("cleared",): _cleared}
PAGES: Mapping[tuple[str, ...], Page] = {
    ("POST", "start"): _start,
    ("GET", "sections"): _sections,
    ("GET", "save"): _saved,
    ("GET", "check"): _check,
    ("POST", "send"): _send,
    ("GET", "receipt"): _receipt,
    ("POST", "clear"): _clear,
    ("GET", "looks"): _looks,
    ("POST", "looks"): _choose_looks,
    ("POST", "more"): _more,
    ("GET", "more"): _more_end,
}
