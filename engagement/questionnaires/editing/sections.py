"""Sections of a document: added, worded, moved, removed and laid out on pages."""

from collections.abc import Mapping
from typing import Any

from engagement.questionnaires.definition import Layout
from engagement.questionnaires.editing.document import Document, Table, copied, say, section, section_at, sections
from engagement.questionnaires.editing.keys import Earlier, keys_in, made_from


def add(document: Document, title: str, earlier: Earlier, *, after_sending: bool = False) -> tuple[Table, str]:
    """A new section and its key. It comes last, but before what is asked after sending unless it is asked then too."""
    changed = copied(document)
    key = made_from(title, {*keys_in(document), *earlier.keys}, otherwise="section")
    made: Table = {"key": key, "title": title, "questions": []}
    say(made, {"after_sending": after_sending})
    every = changed.setdefault("sections", [])
    before = len(every) if after_sending else sum(not other.get("after_sending") for other in every)
    every.insert(before, made)
    return changed, key


def change(document: Document, key: str, settings: Mapping[str, Any]) -> Table:
    """The section with other settings; what is empty is left out."""
    changed = copied(document)
    say(section(changed, key), settings)
    return changed


def lay_out(document: Document, layout: Layout) -> Table:
    """The document with a page for each section or for each question."""
    return {**copied(document), "layout": layout}


def move(document: Document, key: str, by: int) -> Table:
    """The section one place up (-1) or down (1), or where it was at either end."""
    changed = copied(document)
    every = sections(changed)
    here = section_at(changed, key)
    there = here + by
    if 0 <= there < len(every):
        every[here], every[there] = every[there], every[here]
    return changed


def remove(document: Document, key: str) -> Table:
    """The document without the section and its questions."""
    changed = copied(document)
    del sections(changed)[section_at(changed, key)]
    return changed
