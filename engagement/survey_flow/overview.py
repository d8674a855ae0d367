"""All answers of one person, section by section, with what must be changed before they can be sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from engagement.language import lazy_gettext
from engagement.questionnaires import answer_kinds, confidential, routing
from engagement.questionnaires.confidential import marks
from engagement.questionnaires.definition import Field
from engagement.questionnaires.translation import capitalised
from engagement.responses import reading
from engagement.survey_flow import writers
from engagement.survey_flow.forms import printable
from engagement.survey_flow.visits import Visit

# What stands below a text that may be marked is worded by the site; the questionnaire words everything else.
OWN_WORDS = {
    "Commercially confidential": lazy_gettext("Commercially confidential"),
    "This is commercially confidential": lazy_gettext("This is commercially confidential"),
    "Why is it commercially confidential?": lazy_gettext("Why is it commercially confidential?"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One field on the page that shows all answers. `value` is empty where nothing was answered.

    `writers` are those who changed it last, besides whoever is here.
    """

    label: str
    value: str
    problem: str
    href: str
    writers: str

    @property
    def fault(self) -> str:
        """The problem, with what it is about."""
        return about(self.label, self.problem)


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one section, or within it those of one question that has several."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One section of the page that shows all answers."""

    title: str
    blocks: Sequence[Block]


def about(label: str, problem: str) -> str:
    """A problem with what it is about, for a list of problems."""
    return f"{label.rstrip('?')}: {problem}"


def chapters(here: Visit) -> list[Chapter]:
    """Everything this person may answer, as sections; the lines of a matrix stand together under its question."""
    sections: dict[str, list[Block]] = {}
    for step in routing.path(here.asked, here.answers):
        address = url_for(f"{here.audience.name}.page", slug=here.consultation.slug, step=step.key)
        for asked in step.questions:
            lines = [_line(here, field, address) for field in _shown(here, asked.fields)]
            title = asked.text if asked.rows else ""
            sections.setdefault(step.section.title, []).append(Block(title, lines))
    return [Chapter(title, _joined(blocks)) for title, blocks in sections.items()]


def _shown(here: Visit, fields: Sequence[Field]) -> list[Field]:
    marked = [mark for field in fields if confidential.is_marked(field, here.answers) for mark in marks(field)]
    faulty = [mark for field in fields for mark in marks(field) if reading.problem(_raw(here, mark), mark)]
    return [field for field in confidential.with_marks(fields) if field in fields or field in marked + faulty]


def _raw(here: Visit, field: Field) -> Sequence[str]:
    return here.answers.get(field.key, ())


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """Neighbours without a title of their own as one block."""
    joined: list[Block] = []
    for block in blocks:
        if joined and not block.title and not joined[-1].title:
            joined[-1] = Block("", [*joined[-1].lines, *block.lines])
        else:
            joined.append(block)
    return joined


def _line(here: Visit, field: Field, address: str) -> Line:
    raw = _raw(here, field)
    label, href = capitalised(_own_word(field.label)), f"{address}#{field.key}"
    found = reading.problem(raw, field)
    problem = here.audience.explain(found) if found else ""
    return Line(label, in_words(raw, field), problem, href, writers.others(here, [field]))


def _own_word(text: str) -> str:
    return str(OWN_WORDS[text]) if text in OWN_WORDS else text


def in_words(raw: Sequence[str], field: Field) -> str:
    """What was typed for one field, for people to read, also where it cannot be sent as it is; empty for a blank."""
    if answer_kinds.is_blank(raw):
        return ""
    if reading.problem(raw, field) is None:
        return _own_word(printable(answer_kinds.display(reading.read(raw, field), field)))
    typed = answer_kinds.display(answer_kinds.given_in(raw), field) if field.question.options else "\n".join(raw)
    return printable(typed)
