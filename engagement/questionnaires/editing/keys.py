"""Keys made from words: unique in a document, and never one that stood for something else in an earlier version."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from engagement.questionnaires.definition import AudienceName
from engagement.questionnaires.editing.document import Document, questions, scales, sections

# A question's key tells in a file of answers whom it was put to.
PREFIXES: Mapping[AudienceName, str] = MappingProxyType({"schools": "s_", "families": "f_", "young_people": "y_"})
# Short enough for a file's heading, with room for a number and for what hangs on a key.
LONGEST = 28
MOST_WORDS = 4
LITTLE_WORDS = """
    a about all an and any are as at be been by can could did do does for from had has have how i if in is it its me
    my of on or our should so than that the their them there these they this to us was we were what when where which
    who why will with would you your
"""
SAYS_LITTLE = frozenset(LITTLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Earlier:
    """The keys that published versions used: those of sections, questions, rows and scales, and the words that
    stood for each option of a question or scale, by its key and the option's."""

    keys: frozenset[str] = frozenset()
    options: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)


def used_in(documents: Iterable[Document]) -> Earlier:
    """What the versions with these documents used."""
    keys: set[str] = set()
    options: dict[str, dict[str, frozenset[str]]] = {}
    for document in documents:
        keys |= keys_in(document)
        for holder in (*scales(document), *questions(document)):
            known = options.setdefault(holder["key"], {})
            for option in holder.get("options", []):
                known[option["key"]] = known.get(option["key"], frozenset()) | {_plain(option["label"])}
    return Earlier(frozenset(keys), options)


def keys_in(document: Document) -> set[str]:
    """The keys of everything in a document but its options."""
    asked = list(questions(document))
    rows = [row for question in asked for row in question.get("rows", [])]
    return {part["key"] for part in (*sections(document), *scales(document), *asked, *rows)}


def made_from(words: str, taken: Collection[str], *, prefix: str = "", otherwise: str) -> str:
    """A key that reminds of the words and is not taken; `otherwise` stands in for words without a letter of ours."""
    ascii_only = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower().replace("'", "")
    every = re.findall(r"[a-z0-9]+", ascii_only)
    telling = [word for word in every if word not in SAYS_LITTLE] or every or [otherwise]
    stem = prefix
    for word in telling[:MOST_WORDS]:
        joined = f"{stem}_{word}" if stem and stem != prefix else stem + word
        if len(joined) > LONGEST and stem != prefix:
            break
        stem = joined[:LONGEST]
    if not stem[0].isalpha():
        stem = f"{otherwise}_{stem}"[:LONGEST]
    return unique(stem, taken)


def unique(stem: str, taken: Collection[str]) -> str:
    """The stem itself, or else with the first number from 2 that is free."""
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key


def for_option(label: str, taken: Collection[str], known: Mapping[str, frozenset[str]]) -> str:
    """A key for a new option. One that was published with the same words gets its key back; no other key comes back."""
    before = [key for key, labels in known.items() if _plain(label) in labels and key not in taken]
    return before[0] if before else made_from(label, {*taken, *known}, otherwise="option")


def _plain(label: str) -> str:
    return " ".join(label.split()).casefold()
