"""What the pages for writing questionnaires say of kinds and settings, and of a part as a whole."""

from collections.abc import Mapping
from types import MappingProxyType

from engagement.questionnaires.definition import KindName
from engagement.questionnaires.editing import conditions
from engagement.questionnaires.editing.document import Document, Noun, Table, options_for, part
from engagement.questionnaires.editing.words import KIND_NAMES, NAMED, SETTING_NAMES
from engagement.questionnaires.measures import MEASURES

KIND_HINTS: Mapping[KindName, str] = MappingProxyType(
    {
        "single": "People choose one option.",
        "multi": "People tick as many as apply, or as many as you allow.",
        "faces": "People choose one option. Each can have a picture beside its words.",
        "matrix": "Several rows, each answered on the same scale.",
        "rank": "People put options in order, the one that matters most first.",
        "number": "A whole number.",
        "short_text": "A few words, for example a name.",
        "long_text": "As much as people want to say, with a limit.",
    }
)
KEPT_APART_NAMES: Mapping[str, str] = MappingProxyType(
    {"organisation": "Yes, it is the name of their school or organisation", "email": "Yes, it is their email address"}
)
# What can be said of an option or row besides its words.
OF_LINES = ("measure", "leaning", "picture", "door")


def described(document: Document, noun: Noun, key: str) -> list[tuple[str, str]]:
    """A section, question or scale as pairs of what is set and how, to be read beside another."""
    found = part(document, noun, key)
    pairs = [
        (SETTING_NAMES[name], said)
        for name in SETTING_NAMES
        if name in found and name not in ("options", "questions") and (said := _said(document, found, name))
    ]
    options = options_for(document, found)
    return [*pairs, ("Options", _lines(options))] if options else pairs


def _lines(lines: list[Table]) -> str:
    """Options or rows with all that is set of them, so that no change of one goes unseen."""
    return "; ".join(
        " ".join([line["label"], *(f"({NAMED.get(value, value)})" for name, value in line.items() if name in OF_LINES)])
        for line in lines
    )


def _said(document: Document, found: Table, name: str) -> str:
    value = found[name]
    if name == "show_when":
        return conditions.in_words(document, found)
    if name == "rows":
        return _lines(value)
    if name == "kind":
        return KIND_NAMES[value]
    if name == "measure":
        return MEASURES[value].label if value in MEASURES else str(value)
    return "Yes" if value is True else str(value)
