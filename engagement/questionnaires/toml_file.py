"""A questionnaire as the one TOML file that says it: what was read from such a file is written back byte for byte."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from engagement.questionnaires import schema
from engagement.questionnaires.definition import Questionnaire

FIRST_LINE = "# What {audience} are asked. docs/questionnaires.md tells how to read and change this file."
# Characters that TOML wants escaped; a new line may stand in a text of several lines.
ESCAPED = re.compile(r'[\x00-\x1f\x7f"\\]')
ESCAPED_IN_LINES = re.compile(r'[\x00-\x09\x0b-\x1f\x7f\\]|"(?="")|"\Z')


def write(questionnaire: Questionnaire) -> str:
    """The file, always the same for equal questionnaires: a choice and a matrix row each have a line of their own."""
    document = schema.dump(questionnaire)
    first = FIRST_LINE.format(audience=questionnaire.audience.replace("_", " "))
    return "\n".join([first, *_settings(document), *_tables(document)]) + "\n"


def read(content: bytes, source: str) -> Questionnaire:
    """The questionnaire in a file. Raises InvalidDocument; each fault begins with `source`."""
    return schema.load(schema.parse_toml(content, source), source)


def _tables(document: Mapping[str, Any]) -> Iterator[str]:
    for scale in document.get("scales", ()):
        yield from ("", "[[scales]]", *_settings(scale))
    for section in document["sections"]:
        yield from ("", "[[sections]]", *_settings(section))
        for question in section["questions"]:
            yield from ("", "[[sections.questions]]", *_settings(question))


def _settings(table: Mapping[str, Any]) -> Iterator[str]:
    for name, value in table.items():
        if name in ("options", "rows"):
            yield from (f"{name} = [", *(f"  {_value(line)}," for line in value), "]")
        elif name not in ("scales", "sections", "questions"):
            yield f"{name} = {_in_lines(value) if isinstance(value, str) and chr(10) in value else _value(value)}"


def _value(value: object) -> str:
    if isinstance(value, str):
        return f'"{ESCAPED.sub(_escape, value)}"'
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{name} = {_value(inner)}' for name, inner in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value)


def _in_lines(text: str) -> str:
    return f'"""\n{ESCAPED_IN_LINES.sub(_escape, text)}"""'


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    return f"\\{character}" if character in '"\\' else f"\\u{ord(character):04X}"
