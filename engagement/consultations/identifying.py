"""Words that may say who somebody is: an officer looks at each before everybody can read it.

It points and never decides. It finds what has a shape; a name that looks like any other word is for the officer to see.
"""

import re
from collections.abc import Collection
from typing import NamedTuple

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
# Ten digits or eleven as people write them here, or the same with the country's code.
_PHONE = re.compile(r"(?<![\d£])(?:\+44(?: ?\(0\))?|0)(?:[ ().-]*\d){8,10}(?!\d)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_STREET = re.compile(
    r"\b\d+[a-z]?,? (?:[A-Z][\w']+ ){1,3}(?:Road|Street|Lane|Avenue|Close|Drive|Way|Crescent|Gardens|Court|Hill)\b"
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Rev|Councillor|Cllr)\.? [A-Z][\w'-]+")
_SCHOOL = re.compile(r"\b(?:[A-Z][\w']+ ){1,4}(?:School|Academy|College|Trust|Ltd|Limited|Group)\b")
# Two words with capitals, of which the first does not only begin a sentence.
_TWO_WORDS = re.compile(r"(?<![.?!:\n] )(?<!\A)(?<!\n)\b[A-Z][a-z'-]+ [A-Z][a-z'-]+\b")
_SHAPES = (
    ("an email address", _EMAIL),
    ("a phone number", _PHONE),
    ("a postcode", _POSTCODE),
    ("a street", _STREET),
    ("a person's name", _TITLED),
    ("the name of a school or company", _SCHOOL),
    ("perhaps a name", _TWO_WORDS),
)


class Pointer(NamedTuple):
    """Words that stand in a text, and what they may be."""

    words: str
    what: str


def pointers(text: str, known: Collection[str] = ()) -> list[Pointer]:
    """What in a text may tell who somebody is, each once; nothing that is only part of `known` public names."""
    found: list[Pointer] = []
    for what, shape in _SHAPES:
        for match in shape.finditer(text):
            words = match.group().strip()
            covered = any(words in other.words for other in found)
            if not covered and not any(words.casefold() in name.casefold() for name in known):
                found.append(Pointer(words, what))
    return found
