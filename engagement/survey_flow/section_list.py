"""The sections of a survey, each with how far it has come, to begin or carry on with any of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from engagement.extensions import db
from engagement.questionnaires import routing
from engagement.questionnaires.answer_kinds import is_blank
from engagement.questionnaires.confidential import with_marks
from engagement.questionnaires.definition import Field
from engagement.questionnaires.routing import Step
from engagement.responses import reading
from engagement.survey_flow import pages, ways, writers
from engagement.survey_flow.audience import Audience
from engagement.survey_flow.visits import Visit, visit
from engagement.survey_flow.ways import Answer


@dataclass(frozen=True, slots=True)
class Listed:
    """One section that this person is shown. `look_again`: something in it cannot be sent as it is.

    `writers` are those who wrote in it, besides whoever is here.
    """

    title: str
    href: str
    asked: int
    answered: int
    look_again: bool
    writers: str


def sections(here: Visit) -> list[Listed]:
    """Every section that has something to ask this person, in order, with its state."""
    grouped: dict[str, list[Step]] = {}
    for step in routing.path(here.asked, here.answers):
        grouped.setdefault(step.section.key, []).append(step)
    return [_listed(here, steps) for steps in grouped.values()]


def section_list(audience: Audience, slug: str) -> Answer:
    """All sections with their state; after the close, all answers to read."""
    here = visit(db.session(), audience, slug)
    if elsewhere := ways.elsewhere(here):
        return elsewhere
    if not here.may_send:
        return ways.to(here, "check")
    listed = sections(here)
    return pages.render(
        here,
        "my_sections" if here.member else "sections",
        sections=listed,
        begun=any(section.answered for section in listed),
        go_on=ways.carry_on(here).location,
        lead=writers.lead_of(here),
    )


def _listed(here: Visit, steps: Sequence[Step]) -> Listed:
    fields: list[Field] = [field for step in steps for question in step.questions for field in question.fields]
    typed = {field.key: here.answers.get(field.key, ()) for field in fields}
    return Listed(
        title=steps[0].section.title,
        href=pages.link(here, "page", step=steps[0].key),
        asked=len(fields),
        answered=sum(not is_blank(raw) for raw in typed.values()),
        look_again=bool(reading.problems(with_marks(fields), here.answers)),
        writers=writers.others(here, fields),
    )
