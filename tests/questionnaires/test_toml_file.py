"""A questionnaire and its file say the same, in the same words each time."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from engagement.commands.questionnaires import shipped
from engagement.errors import InvalidDocument
from engagement.questionnaires import schema, toml_file
from tests.questionnaires.generated import documents


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.parts[-3])
def test_every_questionnaire_that_comes_with_the_platform_is_given_back_byte_for_byte(path: Path) -> None:
    content = path.read_bytes()
    assert toml_file.write(toml_file.read(content, path.name)).encode() == content


@given(documents())
def test_any_questionnaire_is_the_same_after_being_written_and_read(document: dict[str, Any]) -> None:
    questionnaire = schema.load(document, "generated")
    written = toml_file.write(questionnaire)
    assert toml_file.read(written.encode(), "generated") == questionnaire
    assert toml_file.write(toml_file.read(written.encode(), "generated")) == written


@pytest.mark.parametrize("awkward", ['Two\nlines, "quoted"', 'Ends in """', "\\n\n\t\x7f \r\n'''", '"'])
def test_texts_of_several_lines_quotes_and_backslashes_survive(awkward: str) -> None:
    questionnaire = toml_file.read(shipped()[0].read_bytes(), "shipped")
    section = replace(questionnaire.sections[0], introduction=awkward)
    changed = replace(questionnaire, sections=(section, *questionnaire.sections[1:]))
    assert toml_file.read(toml_file.write(changed).encode(), "changed") == changed


def test_a_file_from_another_system_may_have_its_line_ends_and_its_mark() -> None:
    content = shipped()[0].read_bytes()
    saved_elsewhere = b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")
    assert toml_file.read(saved_elsewhere, "elsewhere") == toml_file.read(content, "here")


def test_what_is_not_toml_is_refused_with_the_place() -> None:
    with pytest.raises(InvalidDocument, match=r"notes\.toml: this is not TOML; correct it here: .*line 1"):
        toml_file.read(b"Dear all,", "notes.toml")
