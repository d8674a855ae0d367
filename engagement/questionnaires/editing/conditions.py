"""Conditions of a document: which question may decide, which depend on one, and what a condition says in words."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from engagement.questionnaires.checks import CHOOSING
from engagement.questionnaires.editing.document import (
    Document,
    Table,
    called,
    copied,
    options_for,
    part,
    question_at,
    questions,
    say,
    section,
    section_at,
    sections,
)

Noun = Literal["section", "question"]
Way = Literal["any_of", "none_of"]


@dataclass(frozen=True, slots=True)
class Dependant:
    """A section or question that is shown depending on an answer; `options` are the keys that it names."""

    noun: Noun
    key: str
    words: str
    question: str
    options: tuple[str, ...]


def may_decide(document: Document, noun: Noun, key: str) -> list[Table]:
    """The questions that are asked before a section or question and have options to choose."""
    number, position = (section_at(document, key), 0) if noun == "section" else question_at(document, key)
    earlier = [asked for before in sections(document)[:number] for asked in before.get("questions", [])]
    here = sections(document)[number].get("questions", [])[:position]
    return [asked for asked in (*earlier, *here) if asked["kind"] in CHOOSING]


def decide(document: Document, noun: Noun, key: str, by: str, way: Way, options: Sequence[str]) -> Table:
    """The section or question shown depending on the answer to another question."""
    changed = copied(document)
    say(part(changed, noun, key), {"show_when": {"question": by, way: list(options)}})
    return changed


def drop(document: Document, noun: Noun, key: str) -> Table:
    """The section or question shown to everybody."""
    changed = copied(document)
    say(part(changed, noun, key), {"show_when": None})
    return changed


def depending_on(document: Document, keys: Collection[str]) -> list[Dependant]:
    """What depends on one of these questions, in order."""
    return [found for found in _every(document) if found.question in keys]


def lost_with(document: Document, key: str, noun: Noun) -> list[Dependant]:
    """What would depend on nothing once a section or question is gone."""
    gone = {key} if noun == "question" else {asked["key"] for asked in section(document, key).get("questions", [])}
    itself = {key, *gone}
    return [found for found in depending_on(document, gone) if found.key not in itself]


def in_words(document: Document, holder: Document) -> str:
    """What decides whether a section or question is shown, as a sentence; empty if everybody sees it."""
    condition = holder.get("show_when")
    if condition is None:
        return ""
    asked = next((other for other in questions(document) if other["key"] == condition.get("question")), None)
    if asked is None:
        return "Depends on a question that is not there any more."
    labels = {option["key"]: option["label"] for option in options_for(document, asked)}
    way = "none_of" if "none_of" in condition else "any_of"
    chosen = [f'"{labels[key]}"' if key in labels else "an option that is gone" for key in condition.get(way, [])]
    named = " or ".join([", ".join(chosen[:-1]), chosen[-1]]) if len(chosen) > 1 else "".join(chosen) or "nothing"
    begins = "Only for those who chose" if way == "any_of" else "Not for those who chose"
    return f'{begins} {named} at "{asked["text"]}"'


def _every(document: Document) -> Iterator[Dependant]:
    for holder in sections(document):
        yield from _of("section", holder)
        for asked in holder.get("questions", []):
            yield from _of("question", asked)


def _of(noun: Noun, holder: Table) -> Iterator[Dependant]:
    condition = holder.get("show_when")
    if condition is not None:
        options = (*condition.get("any_of", ()), *condition.get("none_of", ()))
        yield Dependant(noun, holder["key"], called(holder), condition.get("question", ""), options)
