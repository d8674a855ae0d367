"""Where somebody goes next, from the button they pressed and what they have answered."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from flask import redirect
from werkzeug.wrappers import Response

from engagement.questionnaires import routing
from engagement.questionnaires.answer_kinds import is_blank
from engagement.questionnaires.definition import Option
from engagement.questionnaires.routing import Step
from engagement.survey_flow import keys
from engagement.survey_flow.pages import link
from engagement.survey_flow.visits import Visit

Answer = str | tuple[str, int] | Response


def to(here: Visit, endpoint: str, **values: Any) -> Response:
    """Send the browser on to a page of this survey."""
    return redirect(link(here, endpoint, **values), 303)


def to_step(here: Visit, step: Step | None) -> Response:
    """Send the browser on to a page of questions; after the last one, to all answers."""
    return to(here, "page", step=step.key) if step else to(here, "check")


def carry_on(here: Visit) -> Response:
    """After the last page on which something was answered."""
    return to_step(here, first_left(here))


def first_left(here: Visit) -> Step | None:
    """The page after the last one on which something was answered."""
    steps = routing.path(here.asked, here.answers)
    begun = [number for number, step in enumerate(steps, start=1) if _is_begun(here, step)]
    return next(iter(steps[begun[-1] if begun else 0 :]), None)


def onward(here: Visit, step: str) -> Response:
    """The next page."""
    return to_step(here, routing.next_step(here.asked, here.answers, step))


def past(here: Visit, step: str) -> Response:
    """Past what this page belongs to: the rest of a section, or one question."""
    return to_step(here, step_past(here, step))


def step_past(here: Visit, step: str) -> Step | None:
    """The page that comes after what this one belongs to."""
    by_section = here.asked.layout == "sections"
    following = routing.next_section_step if by_section else routing.next_step
    return following(here.asked, here.answers, step)


def back(here: Visit, step: str) -> Response:
    """The page before."""
    before = routing.previous_step(here.asked, here.answers, step)
    return to_step(here, before) if before else first_page(here)


def first_page(here: Visit) -> Response:
    """What comes before all questions."""
    return to(here, "sections" if here.audience.lists_sections else "start_page")


def begin(here: Visit) -> Response:
    """From the start page: to the list of sections, or on with the questions."""
    return to(here, "sections") if here.audience.lists_sections else carry_on(here)


def elsewhere(here: Visit) -> Response | None:
    """Where somebody belongs who has not begun, has already sent, or whose answers were taken back meanwhile."""
    if here.draft is None:
        return to(here, "taken_back" if keys.was_changing(here.secret) else "start_page")
    return to(here, "receipt") if here.sent else None


def signpost(here: Visit, step: Step) -> Option | None:
    """The chosen option that says another audience's survey would fit better, if there is one."""
    for question in step.questions:
        for option in question.options:
            if option.door and option.key in here.answers.get(question.key, ()):
                return option
    return None


# What the buttons of a page do besides going on. None of them asks whether the answers are right.
WAYS: Mapping[str, Callable[[Visit, str], Response]] = MappingProxyType(
    {
        "skip": past,
        "back": back,
        "overview": lambda here, step: to(here, "check"),
        "save": lambda here, step: to(here, "saved"),
        "sections": lambda here, step: first_page(here),
        "looks": lambda here, step: to(here, "looks", step=step),
    }
)


def _is_begun(here: Visit, step: Step) -> bool:
    return any(
        not is_blank(here.answers.get(field.key, ())) for question in step.questions for field in question.fields
    )
