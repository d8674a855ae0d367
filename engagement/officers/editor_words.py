"""The words that the pages for writing questionnaires use: kinds, settings, what is wrong, and a part as a whole."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from engagement.questionnaires.definition import KindName, Leaning
from engagement.questionnaires.editing import conditions
from engagement.questionnaires.editing.document import Document, Noun, Table, options_for, part
from engagement.questionnaires.faults import Fault, Path
from engagement.questionnaires.measures import MEASURES

KIND_NAMES: Mapping[KindName, str] = MappingProxyType(
    {
        "single": "One choice",
        "multi": "Several choices",
        "faces": "One choice with pictures",
        "matrix": "Grid",
        "rank": "Put in order",
        "number": "Number",
        "short_text": "Short text",
        "long_text": "Long text",
    }
)
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
LEANING_NAMES: Mapping[Leaning, str] = MappingProxyType(
    {"favourable": "Good", "middle": "In the middle", "unfavourable": "Bad", "unsure": "Does not know"}
)
KEPT_APART_NAMES: Mapping[str, str] = MappingProxyType(
    {"organisation": "Yes, it is the name of their school or organisation", "email": "Yes, it is their email address"}
)
SETTING_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "title": "Heading",
        "introduction": "Introduction",
        "after_sending": "Asked after sending",
        "text": "Question",
        "kind": "Kind",
        "help": "Help text",
        "options": "Options",
        "rows": "Rows",
        "scale": "Scale",
        "measure": "Measure",
        "leaning": "Good or bad",
        "picture": "Picture",
        "door": "Other questionnaire",
        "max_choices": "Most choices",
        "minimum": "Smallest number",
        "maximum": "Largest number",
        "max_length": "Most characters",
        "show_when": "Condition",
        "kept_apart": "Kept apart",
        "may_be_confidential": "May be confidential",
        "questions": "Questions",
        "sections": "Sections",
    }
)
# Faults that an officer meets while writing, said as what to do on these pages.
PLAIN = (
    (re.compile(r'"questions" is empty; fill it in\.'), "There are no questions in this section yet. Add one."),
    (re.compile(r'"sections" is (empty; fill it in|missing; add it)\.'), "There are no sections yet. Add one."),
    (re.compile(r'a "(\w+)" question needs options; add "options" or "scale"\.'), "It has no options yet. Add some."),
    (re.compile(r'"options" is (empty; fill it in|missing; add it)\.'), "It has no options yet. Add some."),
    (re.compile(r'"rows" is missing and a "matrix" question needs it; add it\.'), "It has no rows yet. Add some."),
    (re.compile(r'"scale" is missing and a "matrix" question needs it; add it\.'), "It has no scale yet. Choose one."),
    (
        re.compile(r'"show_when" names question "\w+", which does not exist; .*'),
        "Its condition is about a question that is not there any more. Change the condition.",
    ),
    (
        re.compile(r'"show_when" names question "\w+", which is not asked earlier; .*'),
        "Its condition is about a question that comes later. Move that question up or change the condition.",
    ),
    (
        re.compile(r'"show_when" names option "\w+", which question "\w+" does not have; .*'),
        "Its condition is about an option that is not there any more. Change the condition.",
    ),
    (
        re.compile(r'"show_when" names question "\w+" of kind .*'),
        "Its condition is about a question without options. Change the condition.",
    ),
    (
        re.compile(r'"leaning" is missing and the measure "(\w+)" needs it; .*'),
        'Say for each option whether it is good or bad, because the measure "\\1" compares them.',
    ),
    (
        re.compile(r'no option has leaning "(\w+)" and the measure "(\w+)" needs one; add it\.'),
        'The measure "\\2" needs at least one option that counts as "\\1". Add it.',
    ),
    (
        re.compile(r'"scale" is "\w+", which is not among the scales; .*'),
        "Its scale is not there any more. Choose another.",
    ),
)
NAMED: dict[str, str] = {
    **SETTING_NAMES,
    **{str(key): name for key, name in (*KIND_NAMES.items(), *LEANING_NAMES.items())},
    **{key: one.label for key, one in MEASURES.items()},
}
# What can be said of an option or row besides its words.
OF_LINES = ("measure", "leaning", "picture", "door")
QUOTED = re.compile(r'"(\w+)"')


def plain(sentence: str) -> str:
    """A fault in the words of these pages, without the names that stand in files."""
    for pattern, instead in PLAIN:
        if found := pattern.fullmatch(sentence):
            said = found.expand(instead)
            return QUOTED.sub(_named, said)
    return QUOTED.sub(_named, sentence)


def by_part(document: Document, faults: list[Fault]) -> dict[str, list[str]]:
    """What is wrong, in plain words, by the key of the section, question or scale that it belongs to; "" for none."""
    found: dict[str, list[str]] = {}
    for path, sentence in faults:
        said = plain(sentence)
        known = found.setdefault(_key_at(document, path), [])
        if said not in known:
            known.append(said)
    return found


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


def _named(found: re.Match[str]) -> str:
    word = found[1]
    return f'"{NAMED.get(word, word)}"'


def _key_at(document: Document, path: Path) -> str:
    if len(path) >= 4 and path[0] == "sections" and path[2] == "questions":
        return str(document["sections"][path[1]]["questions"][path[3]]["key"])
    if len(path) >= 2 and path[0] in ("sections", "scales"):
        return str(document[str(path[0])][path[1]]["key"])
    return ""
