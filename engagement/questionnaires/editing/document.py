"""The parts of a document that is being written, found by key."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from engagement.errors import NotFound

Document = Mapping[str, Any]
Table = dict[str, Any]
Noun = Literal["section", "question", "scale"]


def copied(document: Document) -> Table:
    """A copy that may be changed."""
    return copy.deepcopy(dict(document))


def sections(document: Document) -> list[Table]:
    """The sections in order."""
    found: list[Table] = document.get("sections", [])
    return found


def scales(document: Document) -> list[Table]:
    """The scales in order."""
    found: list[Table] = document.get("scales", [])
    return found


def questions(document: Document) -> Iterator[Table]:
    """Every question in order."""
    for section in sections(document):
        yield from section.get("questions", [])


def section(document: Document, key: str) -> Table:
    """A section by its key. Raises NotFound."""
    return sections(document)[section_at(document, key)]


def section_at(document: Document, key: str) -> int:
    """Where a section stands, from 0. Raises NotFound."""
    for position, found in enumerate(sections(document)):
        if found["key"] == key:
            return position
    raise NotFound("This section is not there any more.")


def question(document: Document, key: str) -> Table:
    """A question by its key. Raises NotFound."""
    section_number, position = question_at(document, key)
    found: Table = sections(document)[section_number]["questions"][position]
    return found


def question_at(document: Document, key: str) -> tuple[int, int]:
    """Where a question stands: its section and its place there, from 0. Raises NotFound."""
    for number, holder in enumerate(sections(document)):
        for position, found in enumerate(holder.get("questions", [])):
            if found["key"] == key:
                return number, position
    raise NotFound("This question is not there any more.")


def scale(document: Document, key: str) -> Table:
    """A scale by its key. Raises NotFound."""
    for found in scales(document):
        if found["key"] == key:
            return found
    raise NotFound("This scale is not there any more.")


def holder_of(document: Document, key: str) -> Table:
    """The scale or question with this key; no two of them share one. Raises NotFound."""
    return scale(document, key) if any(found["key"] == key for found in scales(document)) else question(document, key)


def part(document: Document, noun: Noun, key: str) -> Table:
    """The section, question or scale with a key. Raises NotFound."""
    return {"section": section, "question": question, "scale": scale}[noun](document, key)


def called(found: Document) -> str:
    """The words of a section or question: its heading or what it asks."""
    return str(found["title"] if "title" in found else found["text"])


def measured(document: Document) -> Iterator[tuple[str, str]]:
    """Each measure that a question or row belongs to, with its words; a measure comes once for each of them."""
    for asked in questions(document):
        parts = [(asked.get("measure"), asked["text"])]
        parts += [(row.get("measure"), row["label"]) for row in asked.get("rows", [])]
        yield from ((measure, words) for measure, words in parts if measure)


def options_for(document: Document, asked: Document) -> list[Table]:
    """What can be chosen at a question: the options of its scale or its own, none if its scale is not there."""
    holders = [found for found in scales(document) if found["key"] == asked["scale"]] if "scale" in asked else [asked]
    options: list[Table] = holders[0].get("options", []) if holders else []
    return options


def say(table: Table, settings: Mapping[str, Any]) -> None:
    """Set what says something and leave out what says nothing."""
    for name, value in settings.items():
        if value is None or value is False or value in ("", []):
            table.pop(name, None)
        else:
            table[name] = value
