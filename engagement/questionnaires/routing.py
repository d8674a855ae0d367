"""Which page comes next: pure functions of a questionnaire and the answers so far, raw, by field key.

What is hidden counts as blank, also where another condition asks about it. The pages of a questionnaire
are the same for everybody, with the same keys; answers only decide which of them have something to show.
What is asked before sending and what is offered afterwards are routed as two questionnaires.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from engagement.questionnaires.answer_kinds import given_in, is_blank
from engagement.questionnaires.definition import Condition, Field, Question, Questionnaire, Section

Answers = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """One page: its key for the address, its title, and the questions to show on it."""

    key: str
    title: str
    section: Section
    questions: tuple[Question, ...]


def before_sending(questionnaire: Questionnaire) -> Questionnaire:
    """What is asked before answers are sent; the same object each time."""
    return _parts_once(_Same(questionnaire))[0]


def after_sending(questionnaire: Questionnaire) -> Questionnaire:
    """What is offered once answers are sent; the same object each time, without sections where there is nothing."""
    return _parts_once(_Same(questionnaire))[1]


def to_change(questionnaire: Questionnaire) -> Questionnaire:
    """What is asked while sent answers are changed; the same object each time.

    What identifies somebody is kept apart once it is sent, so it is not asked again. No condition can be about it.
    """
    return _to_change_once(_Same(questionnaire))


def path(questionnaire: Questionnaire, answers: Answers) -> tuple[Step, ...]:
    """The pages that have something to show, in order."""
    return tuple(_visible(_plan(questionnaire), answers))


def step_at(questionnaire: Questionnaire, answers: Answers, key: str) -> Step | None:
    """The page with this key, or None if there is no such page or nothing to show on it."""
    plan = _plan(questionnaire)
    position = plan.position.get(key)
    return None if position is None else next(_visible(plan, answers, position, position + 1), None)


def step_typed(questionnaire: Questionnaire, answers: Answers, key: str, typed: Answers) -> Step | None:
    """The page with this key and, beside what it shows, all that has something in `typed`; None if there is nothing.

    It is for a page whose answers elsewhere are lost: no condition may hide what somebody wrote.
    """
    plan = _plan(questionnaire)
    position = plan.position.get(key)
    if position is None:
        return None
    whole, shown = plan.steps[position], step_at(questionnaire, answers, key)
    questions = tuple(
        question
        for question in whole.questions
        if (shown and question in shown.questions)
        or any(not is_blank(typed.get(field.key, ())) for field in question.fields)
    )
    return replace(whole, questions=questions) if questions else None


def fields_at(questionnaire: Questionnaire, key: str) -> tuple[Field, ...]:
    """Everything that the page with this key can ask, shown or not; nothing if there is no such page."""
    plan = _plan(questionnaire)
    position = plan.position.get(key)
    questions = () if position is None else plan.steps[position].questions
    return tuple(field for question in questions for field in question.fields)


def next_step(questionnaire: Questionnaire, answers: Answers, key: str) -> Step | None:
    """The next page to show after this one, which may itself be hidden by now; None after the last."""
    plan = _plan(questionnaire)
    position = plan.position.get(key, len(plan.steps))
    return next(_visible(plan, answers, position + 1), None)


def previous_step(questionnaire: Questionnaire, answers: Answers, key: str) -> Step | None:
    """The last page to show before this one, which may itself be hidden by now; None before the first."""
    plan = _plan(questionnaire)
    before = tuple(_visible(plan, answers, 0, plan.position.get(key, 0)))
    return before[-1] if before else None


def next_section_step(questionnaire: Questionnaire, answers: Answers, key: str) -> Step | None:
    """The next page to show that is in a later section; None in the last."""
    plan = _plan(questionnaire)
    position = plan.position.get(key, len(plan.steps))
    here = plan.steps[position].section.key if position < len(plan.steps) else None
    return next((step for step in _visible(plan, answers, position) if step.section.key != here), None)


def visible_fields(questionnaire: Questionnaire, answers: Answers) -> tuple[Field, ...]:
    """Everything this person may answer, in order."""
    plan = _plan(questionnaire)
    hidden = _hidden(plan, answers)
    return tuple(field for key, fields in plan.fields.items() if key not in hidden for field in fields)


def is_shown(condition: Condition | None, answers: Answers) -> bool:
    """Whether a condition holds; without one, everything is shown."""
    if condition is None:
        return True
    chosen = given_in(answers.get(condition.question, ()))
    if condition.any_of:
        return any(key in condition.any_of for key in chosen)
    return not any(key in condition.none_of for key in chosen)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What does not depend on answers, worked out once for each questionnaire.

    `conditions` holds the questions that may be hidden, in order; `fields` holds every question.
    """

    steps: tuple[Step, ...]
    position: Mapping[str, int]
    conditions: Mapping[str, tuple[Condition, ...]]
    fields: Mapping[str, tuple[Field, ...]]


class _Same:
    """A questionnaire as a cache key, by identity: to hash one by value would cost more than the work saved."""

    __slots__ = ("questionnaire",)

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    def __hash__(self) -> int:
        return id(self.questionnaire)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.questionnaire is self.questionnaire


def shared_part(
    questionnaire: Questionnaire, sections: Iterable[str], answers: Answers
) -> tuple[Questionnaire, Answers]:
    """What is left for somebody who is given some sections only, with the answers that decide what they are shown.

    The questionnaire is the same object each time. An answer elsewhere that is hidden counts as blank here too.
    """
    part = _shared_once(_Same(questionnaire), frozenset(sections))
    theirs = {field.key for field in part.fields()}
    hidden = {field.key for field in questionnaire.fields()} - {
        field.key for field in visible_fields(questionnaire, answers)
    }
    return part, {key: raw for key, raw in answers.items() if key in theirs or key not in hidden}


@lru_cache(maxsize=256)
def _shared_once(same: _Same, sections: frozenset[str]) -> Questionnaire:
    whole = same.questionnaire
    return replace(whole, sections=tuple(section for section in whole.sections if section.key in sections))


@lru_cache(maxsize=64)
def _parts_once(same: _Same) -> tuple[Questionnaire, Questionnaire]:
    whole = same.questionnaire
    after = tuple(section for section in whole.sections if section.after_sending)
    if not after:
        return whole, replace(whole, sections=())
    before = tuple(section for section in whole.sections if not section.after_sending)
    return replace(whole, sections=before), replace(whole, sections=after)


@lru_cache(maxsize=64)
def _to_change_once(same: _Same) -> Questionnaire:
    before = before_sending(same.questionnaire)
    sections = (
        replace(section, questions=tuple(question for question in section.questions if question.kept_apart is None))
        for section in before.sections
    )
    return replace(before, sections=tuple(section for section in sections if section.questions))


def _plan(questionnaire: Questionnaire) -> _Plan:
    return _plan_once(_Same(questionnaire))


@lru_cache(maxsize=64)
def _plan_once(same: _Same) -> _Plan:
    questionnaire = same.questionnaire
    pages = _questions_as_pages if questionnaire.layout == "one_per_page" else _sections_as_pages
    steps = tuple(pages(questionnaire))
    conditions = {
        question.key: tuple(filter(None, (section.show_when, question.show_when)))
        for section in questionnaire.sections
        for question in section.questions
    }
    return _Plan(
        steps=steps,
        position={step.key: position for position, step in enumerate(steps)},
        conditions={key: found for key, found in conditions.items() if found},
        fields={question.key: question.fields for question in questionnaire.questions()},
    )


def _questions_as_pages(questionnaire: Questionnaire) -> Iterator[Step]:
    for section in questionnaire.sections:
        for question in section.questions:
            yield Step(question.key, question.text, section, (question,))


def _sections_as_pages(questionnaire: Questionnaire) -> Iterator[Step]:
    """A section is a page, or several: without JavaScript nothing can appear while somebody answers."""
    for section in questionnaire.sections:
        pages: list[list[Question]] = [[]]
        for question in section.questions:
            asked = {other.key for other in pages[-1]}
            if question.show_when is not None and question.show_when.question in asked:
                pages.append([])
            pages[-1].append(question)
        for number, questions in enumerate(pages, start=1):
            key = section.key if number == 1 else f"{section.key}-{number}"
            yield Step(key, section.title, section, tuple(questions))


def _hidden(plan: _Plan, answers: Answers) -> set[str]:
    """The keys of the questions that are not shown. Conditions look back only, so one pass is enough."""
    hidden: set[str] = set()
    counting = dict(answers)
    for key, conditions in plan.conditions.items():
        if not all(is_shown(condition, counting) for condition in conditions):
            hidden.add(key)
            counting.pop(key, None)
    return hidden


def _visible(plan: _Plan, answers: Answers, start: int = 0, stop: int | None = None) -> Iterator[Step]:
    hidden = _hidden(plan, answers)
    for step in plan.steps[start:stop]:
        if hidden.isdisjoint(question.key for question in step.questions):
            yield step
        elif shown := tuple(question for question in step.questions if question.key not in hidden):
            yield replace(step, questions=shown)
