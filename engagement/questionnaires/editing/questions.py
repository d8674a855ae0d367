"""Questions of a document: added, worded, made another kind, moved and removed."""

from collections.abc import Mapping
from typing import Any

from engagement.questionnaires.answer_kinds import KINDS
from engagement.questionnaires.checks import PARTICULAR
from engagement.questionnaires.definition import KindName
from engagement.questionnaires.editing.document import (
    Document,
    Table,
    copied,
    question,
    question_at,
    say,
    section,
    sections,
)
from engagement.questionnaires.editing.keys import PREFIXES, Earlier, keys_in, made_from


def add(document: Document, section_key: str, kind: KindName, text: str, earlier: Earlier) -> tuple[Table, str]:
    """A new question at the end of a section, and its key."""
    changed = copied(document)
    taken = {*keys_in(document), *earlier.keys}
    key = made_from(text, taken, prefix=PREFIXES[document["audience"]], otherwise="question")
    section(changed, section_key).setdefault("questions", []).append({"key": key, "kind": kind, "text": text})
    return changed, key


def change(document: Document, key: str, settings: Mapping[str, Any]) -> Table:
    """The question with other settings; what is empty is left out."""
    changed = copied(document)
    say(question(changed, key), settings)
    return changed


def change_kind(document: Document, key: str, kind: KindName) -> Table:
    """The question as another kind, without the settings that this kind does not have."""
    changed = copied(document)
    found = question(changed, key)
    for setting in left_out(found, kind):
        del found[setting]
    found["kind"] = kind
    return changed


def left_out(asked: Document, kind: KindName) -> list[str]:
    """The settings of a question that it would lose as another kind."""
    return sorted(setting for setting in asked if setting in PARTICULAR - KINDS[kind].settings)


def move(document: Document, key: str, by: int) -> Table:
    """The question one place up (-1) or down (1); at the end of its section it goes into the next one."""
    changed = copied(document)
    number, position = question_at(changed, key)
    every = sections(changed)
    here = every[number]["questions"]
    if 0 <= position + by < len(here):
        here[position], here[position + by] = here[position + by], here[position]
    elif 0 <= number + by < len(every):
        there = every[number + by].setdefault("questions", [])
        there.insert(len(there) if by < 0 else 0, here.pop(position))
    return changed


def place(document: Document, key: str, section_key: str, after: str | None) -> Table:
    """The question in a section, after another one there or first. Raises NotFound."""
    changed = copied(document)
    number, position = question_at(changed, key)
    taken = sections(changed)[number]["questions"].pop(position)
    there = section(changed, section_key).setdefault("questions", [])
    keys = [other["key"] for other in there]
    there.insert(keys.index(after) + 1 if after in keys else 0, taken)
    return changed


def remove(document: Document, key: str) -> Table:
    """The document without the question. Conditions that name it stay, and are faults until somebody decides."""
    changed = copied(document)
    number, position = question_at(changed, key)
    del sections(changed)[number]["questions"][position]
    return changed
