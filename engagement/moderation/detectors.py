"""What in a text may identify somebody. A detector only points; a person decides."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

import phonenumbers
from stdnum.gb import nhs, upn

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
POSTCODE = re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b", re.IGNORECASE)
NHS_NUMBER = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
UPN = re.compile(r"\b[A-Z]\d{11}[A-Z\d]\b", re.IGNORECASE)
NATIONAL_INSURANCE = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.IGNORECASE
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DATE = re.compile(
    rf"\b(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d{{2}})|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\.?,? \d{{4}})\b",
    re.IGNORECASE,
)
# Shorter names are too often other words.
SHORTEST_NAME = 3
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Pointer(NamedTuple):
    """Something in a text, from and to which character, and what it looks like."""

    start: int
    end: int
    what: str


class Piece(NamedTuple):
    """A part of a text, and what it looks like, if like anything."""

    text: str
    what: str | None


def pointers(text: str, names: Collection[str] = ()) -> list[Pointer]:
    """What may identify somebody, in order and never overlapping; `names` are words of names, in lower case."""
    found = [*_names(text, names), *(pointer for detect in _DETECTORS for pointer in detect(text))]
    found.sort(key=lambda pointer: (pointer.start, -pointer.end))
    apart: list[Pointer] = []
    for pointer in found:
        if not apart or pointer.start >= apart[-1].end:
            apart.append(pointer)
    return apart


def pieces(text: str, found: Iterable[Pointer]) -> list[Piece]:
    """The whole text, cut where something was found."""
    cut: list[Piece] = []
    place = 0
    for start, end, what in found:
        cut += [Piece(text[place:start], None), Piece(text[start:end], what)]
        place = end
    return [piece for piece in (*cut, Piece(text[place:], None)) if piece.text]


def words_of(name: str) -> set[str]:
    """The words of a name that are looked for."""
    return {word.lower() for word in WORD.findall(name) if len(word) >= SHORTEST_NAME}


def _matching(
    pattern: re.Pattern[str], what: str, holds: Callable[[str], bool] = bool
) -> Callable[[str], Iterator[Pointer]]:
    def detect(text: str) -> Iterator[Pointer]:
        for match in pattern.finditer(text):
            if holds(match.group()):
                yield Pointer(match.start(), match.end(), what)

    return detect


def _phone_numbers(text: str) -> Iterator[Pointer]:
    for match in phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.POSSIBLE):
        yield Pointer(match.start, match.end, "phone number")


def _names(text: str, names: Collection[str]) -> Iterator[Pointer]:
    """Words that stand in a name of the contact list, written as names are."""
    for match in WORD.finditer(text) if names else ():
        if match.group()[0].isupper() and match.group().lower() in names:
            yield Pointer(match.start(), match.end(), "name in the contact list")


# What is more particular comes first: of two that begin alike and end alike, the first is shown.
_DETECTORS: tuple[Callable[[str], Iterator[Pointer]], ...] = (
    _matching(EMAIL, "email address"),
    _matching(NHS_NUMBER, "NHS number", nhs.is_valid),
    _matching(UPN, "pupil number", upn.is_valid),
    _matching(NATIONAL_INSURANCE, "National Insurance number"),
    _matching(DATE, "date"),
    _matching(POSTCODE, "postcode"),
    _phone_numbers,
)
