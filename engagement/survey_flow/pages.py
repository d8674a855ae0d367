"""The pages of the journey: an audience's own where it has one, else the one that all share."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from flask import render_template, url_for
from jinja2 import Template
from sqlalchemy.orm import Session
from wtforms.form import BaseForm

from engagement.consultations import sheets, videos
from engagement.consultations.models import State
from engagement.paper import library
from engagement.questionnaires import routing
from engagement.questionnaires.answer_kinds import length_limit
from engagement.questionnaires.confidential import with_marks
from engagement.questionnaires.definition import Questionnaire
from engagement.questionnaires.routing import Step
from engagement.survey_flow import edits, keys, overview, quoting, writers
from engagement.survey_flow.dates import day_in_words, moment_in_words
from engagement.survey_flow.edits import Carried
from engagement.survey_flow.forms import form_for
from engagement.survey_flow.visits import Visit

# A page of questions is of one of two kinds: its template, and where it is saved.
FIRST, MORE = ("page", "save_page"), ("more", "save_more")
# Unprocessable: it tells machines that nothing is settled. All that was typed is saved by then.
NOT_TAKEN = 422
Page = tuple[str, int]


def render(here: Visit, template: str, **context: Any) -> str:
    """One page in the audience's own version of the template, or the shared one."""
    names: list[str | Template] = [f"{here.audience.name}/{template}.html", f"survey_flow/{template}.html"]
    return render_template(
        names,
        here=here,
        audience=here.audience,
        words=here.audience.words,
        consultation=here.consultation,
        errors_title=here.audience.words.look_again,
        writers=partial(writers.others, here),
        form_token=keys.form_token(here.key.secret) if here.key else "",
        grace=here.audience.words.grace.format(until=moment_in_words(here.grace_ends))
        if here.in_grace and not here.sent
        else "",
        changing=here.audience.words.changing.format(day=day_in_words(here.draft.reopened_from))
        if here.draft and here.draft.reopened_from and here.changing and here.may_send
        else "",
        **context,
    )


def link(here: Visit, endpoint: str, **values: Any) -> str:
    """The address of a page of this survey."""
    return url_for(f"{here.audience.name}.{endpoint}", slug=here.consultation.slug, **values)


def start(session: Session, here: Visit, notice: str = "") -> str:
    """The first page, or what there is instead of it before the opening and after the close."""
    if here.state is State.UPCOMING:
        return render(here, "upcoming")
    if not here.may_send:
        return render(here, "closed")
    has_sheet = here.audience.information_sheet and sheets.current(session, here.consultation.id) is not None
    offer = library.offered(session, here.consultation.id).get(here.audience.name)
    return render(here, "start", notice=notice, has_sheet=has_sheet, offer=offer)


def question(
    here: Visit,
    questionnaire: Questionnaire,
    step: Step,
    form: BaseForm,
    notice: str = "",
    carried: Sequence[Carried] | None = None,
    kind: tuple[str, str] = FIRST,
) -> str:
    """One page of questions. `carried`: what its form says that it showed, if that is not what is saved."""
    template, saves = kind
    if carried is None:
        carried = edits.seen(step, here.draft, here.answers) if here.draft else ()
    back = routing.previous_step(questionnaire, here.answers, step.key)
    several = len(step.questions) > 1
    fields = with_marks(field for question in step.questions for field in question.fields)
    labels = {field.key: field.label for field in fields}
    sections = list(dict.fromkeys(page.section.title for page in routing.path(questionnaire, here.answers)))
    return render(
        here,
        template,
        step=step,
        action=link(here, saves, step=step.key),
        form=form,
        carried=carried,
        notice=notice,
        heading=step.section.title if several else step.questions[0].text,
        alone=not several,
        length_limit=length_limit,
        signed=videos.of_version(here.consultation, here.draft.version_id) if here.draft else {},
        place=(sections.index(step.section.title) + 1, len(sections))
        if questionnaire.layout == "sections" and step.section.title in sections
        else None,
        back_url=link(here, "page", step=back.key) if back else link(here, "start"),
        errors=[
            (overview.about(labels[field.name], field.errors[0]) if several else field.errors[0], f"#{field.name}")
            for field in form
            if field.errors
        ],
    )


def refilled(
    here: Visit,
    questionnaire: Questionnaire,
    step: Step,
    posted: Mapping[str, Sequence[str]],
    kind: tuple[str, str] = FIRST,
    notice: str = "",
) -> str:
    """A page that could not be saved, with all that was typed.

    It is answered as an ordinary page: what stands between us and people may put its own text in place of an error's,
    and here the page is the only copy of what they typed.
    """
    answers = {**here.answers, **posted}
    words = here.audience.words
    notice = notice or (words.lost_touch if here.draft else words.lost_place)
    form = form_for(step, answers, here.audience)
    return question(replace(here, answers=answers), questionnaire, step, form, notice, edits.seen_before(posted), kind)


def check(here: Visit, notice: str = "", *, explain: bool = False) -> Page:
    """All answers; with `explain`, what must be changed or cleared before they can be sent."""
    chapters = overview.chapters(here)
    lines = (line for chapter in chapters for block in chapter.blocks for line in block.lines)
    faults = [(line.fault, line.href) for line in lines if line.problem]
    back = (
        link(here, "sections")
        if here.member
        else link(here, "page", step=routing.path(here.asked, here.answers)[-1].key)
    )
    page = render(
        here,
        "my_part" if here.member else "check",
        lead=writers.lead_of(here),
        unfinished=() if here.member else writers.unfinished(here),
        chapters=chapters,
        notice=notice,
        faults=faults,
        errors=faults if explain else [],
        asks_reference=quoting.is_asked(here),
        quoted=quoting.typed(),
        more_follows=bool(routing.after_sending(here.questionnaire).sections) if here.questionnaire else False,
        back_url=back,
    )
    return page, NOT_TAKEN if explain and faults else 200
