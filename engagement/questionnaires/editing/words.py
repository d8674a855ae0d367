"""The words that officers read for what a document is made of, and what is wrong with one in these words."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from engagement.questionnaires import schema
from engagement.questionnaires.definition import KindName, Layout, Leaning
from engagement.questionnaires.editing.document import Document, Table, called
from engagement.questionnaires.faults import Path, node_at
from engagement.questionnaires.measures import MEASURES

LAYOUT_NAMES: Mapping[Layout, str] = MappingProxyType(
    {"sections": "A page for each section", "one_per_page": "A page for each question"}
)
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
LEANING_NAMES: Mapping[Leaning, str] = MappingProxyType(
    {"favourable": "Good", "middle": "In the middle", "unfavourable": "Bad", "unsure": "Does not know"}
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
QUOTED = re.compile(r'"(\w+)"')


def wrong(document: Document) -> list[str]:
    """Everything that keeps a document from being published, a sentence each with the words that it is about."""
    return [f"{_name(part)}: {said}" if part else said for part, said in _faults(document)]


def by_part(document: Document) -> dict[str, list[str]]:
    """What is wrong by the key of the section, question or scale that it belongs to; "" for none."""
    found: dict[str, list[str]] = {}
    for part, said in _faults(document):
        found.setdefault(part["key"] if part else "", []).append(said)
    return found


def plain(sentence: str) -> str:
    """A fault in the words of these pages, without the names that stand in files."""
    for pattern, instead in PLAIN:
        if found := pattern.fullmatch(sentence):
            said = found.expand(instead)
            return QUOTED.sub(_named, said)
    return QUOTED.sub(_named, sentence)


def _named(found: re.Match[str]) -> str:
    word = found[1]
    return f'"{NAMED.get(word, word)}"'


def _faults(document: Document) -> list[tuple[Table | None, str]]:
    """What is wrong in plain words, each thing once, with the part that it belongs to."""
    found: list[tuple[Table | None, str]] = []
    for path, sentence in schema.faults(document):
        fault = _part_at(document, path), plain(sentence)
        if fault not in found:
            found.append(fault)
    return found


def _part_at(document: Document, path: Path) -> Table | None:
    """The question that a path leads into, or else the section or scale, or None."""
    if len(path) < 2 or path[0] not in ("sections", "scales"):
        return None
    found: Table | None = node_at(document, path[:4] if path[2:3] == ("questions",) and len(path) > 3 else path[:2])
    return found


def _name(part: Table) -> str:
    if "title" in part:
        return f'The section "{called(part)}"'
    return f'The question "{called(part)}"' if "text" in part else f'The scale "{part["key"]}"'
