"""Words that may tell which supplier asked: an officer looks at each before everybody can read it.

It points and never decides. It finds what has a shape; a name that looks like any other word is for the officer to see.
"""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from engagement.moderation import detectors

# A day or a year is in many answers and tells nothing of who asked.
DATE, PHONE, SHORTEST_PHONE = "date", "phone number", 7
_STREET = re.compile(
    r"\b\d+[a-z]?,? (?:[A-Z][\w']+ ){1,3}(?:Road|Street|Lane|Avenue|Close|Drive|Way|Crescent|Gardens|Court|Hill)\b"
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Rev|Councillor|Cllr)\.? [A-Z][\w'-]+")
_SCHOOL = re.compile(r"\b(?:[A-Z][\w']+ ){1,4}(?:School|Academy|College|Trust|Ltd|Limited|Group)\b")
# Two words with capitals, of which the first does not only begin a sentence.
_TWO_WORDS = re.compile(r"(?<![.?!:\n] )(?<!\A)(?<!\n)\b[A-Z][a-z'-]+ [A-Z][a-z'-]+\b")
_NAMES = (
    ("street", _STREET),
    ("person's name", _TITLED),
    ("name of a school or company", _SCHOOL),
    ("perhaps a name", _TWO_WORDS),
)


class Mention(NamedTuple):
    """Words that stand in a text, and what they may be."""

    words: str
    what: str


def mentions(text: str, known: Collection[str] = ()) -> list[Mention]:
    """What in a text may tell who somebody is, each once; nothing that is only part of `known` public names."""
    found: list[Mention] = []
    for mention in _all(text):
        covered = any(mention.words in other.words for other in found)
        if not covered and not any(mention.words.casefold() in name.casefold() for name in known):
            found.append(mention)
    return found


def _all(text: str) -> Iterator[Mention]:
    for start, end, what in detectors.pointers(text):
        words = text[start:end].strip()
        is_number = what == PHONE and sum(sign.isdigit() for sign in words) < SHORTEST_PHONE
        if what != DATE and not is_number:
            yield Mention(words, what)
    for what, shape in _NAMES:
        for match in shape.finditer(text):
            yield Mention(match.group().strip(), what)
