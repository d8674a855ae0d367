"""Questionnaires to print: a small one in people's awkward words, and what must be readable on any form."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args

from engagement.paper.cover import Layout
from engagement.questionnaires import schema
from engagement.questionnaires.definition import Questionnaire
from tests.questionnaires import documents

LAYOUTS: tuple[Layout, ...] = get_args(Layout)


def small(**changes: object) -> Questionnaire:
    """The small questionnaire, with settings changed by their place: `sections__1__questions__0__text`."""
    document: Any = documents.small()
    for place, value in changes.items():
        *way, last = place.split("__")
        node = document
        for step in way:
            node = node[int(step) if step.isdigit() else step]
        node[last] = value
    return schema.load(document, "small.toml")


def asking(text: str) -> Questionnaire:
    """The small questionnaire, with one text as its first question, its help, an option and a heading."""
    return small(
        sections__0__title=text,
        sections__0__questions__0__text=text,
        sections__0__questions__0__help=text,
        sections__0__questions__0__options=[{"key": "lot_1", "label": text}, {"key": "none", "label": "None"}],
    )


def without_email() -> Questionnaire:
    """The small questionnaire, with nothing that is kept apart."""
    questionnaire = small()
    *first, last = questionnaire.sections
    return replace(questionnaire, sections=(*first, replace(last, questions=last.questions[:-1])))


def words_in(questionnaire: Questionnaire) -> Iterator[str]:
    """Every text that somebody has to be able to read to answer."""
    for section in questionnaire.sections:
        yield section.title
        yield from filter(None, [section.introduction])
        for question in section.questions:
            yield question.text
            yield from filter(None, [question.help])
            yield from (option.label for option in question.options)
            yield from (row.label for row in question.rows)
