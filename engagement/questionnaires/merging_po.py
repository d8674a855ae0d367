"""A translator's file taken into the translation that is kept: what is new, what stays, and what cannot be used."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from babel.messages.catalog import Message

from engagement.questionnaires import translation
from engagement.questionnaires.definition import Questionnaire
from engagement.questionnaires.po_files import Catalogue
from engagement.questionnaires.translation import Text


class Outcome(StrEnum):
    """What became of one text of a file."""

    TAKEN = "taken"
    SAME = "same"
    MISSING = "missing"
    OUT_OF_DATE = "out_of_date"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Row:
    """One text: its context, its English, what its translation is now, and what became of the file's."""

    context: str
    source: str
    translation: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Merged:
    """The whole translation, and what became of every text."""

    catalogue: Catalogue
    rows: tuple[Row, ...]


def merge(questionnaire: Questionnaire, kept: Catalogue, given: Catalogue) -> Merged:
    """Take what a file gives for the present English; nothing that is kept is lost to a gap in the file.

    A translation of other English is kept as unfinished (fuzzy) where there is no better one, so that it is not
    shown and the translator finds it.
    """
    merged = translation.catalogue(questionnaire, given.language)
    merged.human_checked = given.human_checked
    before, now = _by_context(kept), _by_context(given)
    rows = []
    for text in translation.texts(questionnaire):
        found, had = now.get(text.context, {}), before.get(text.context, {})
        usable, usable_before = _usable(text, found), _usable(text, had)
        entry = merged.get(text.source, text.context)
        assert entry is not None
        leftover = next(iter((found | had).values()), None)
        if words := usable or usable_before:
            entry.string = words
        elif leftover is not None:
            entry.string = str(leftover.string)
            entry.flags.add("fuzzy")
        rows.append(Row(text.context, text.source, str(entry.string), _outcome(usable, usable_before, bool(found))))
    known = {row.context for row in rows}
    rows += [
        Row(context, str(message.id), str(message.string), Outcome.UNKNOWN)
        for context, messages in now.items()
        if context not in known
        for message in messages.values()
    ]
    return Merged(merged, tuple(rows))


def _by_context(catalogue: Catalogue) -> Mapping[str, dict[str, Message]]:
    """Every entry that says something, by its context and its English."""
    found: dict[str, dict[str, Message]] = {}
    for message in catalogue.entries():
        if message.context and str(message.string or "").strip():
            found.setdefault(message.context, {})[str(message.id)] = message
    return found


def _usable(text: Text, messages: Mapping[str, Message]) -> str:
    message = messages.get(text.source)
    return "" if message is None or message.fuzzy else str(message.string).strip()


def _outcome(usable: str, usable_before: str, was_given: bool) -> Outcome:
    if usable:
        return Outcome.SAME if usable == usable_before else Outcome.TAKEN
    return Outcome.OUT_OF_DATE if was_given else Outcome.MISSING
