"""The translators' files follow templates and code."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from engagement import site_texts
from engagement.commands.translations import extracted


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of translations that the test may change."""
    monkeypatch.setattr(site_texts, "FOLDER", tmp_path)
    site_texts.catalogue.cache_clear()
    place = site_texts.place("pl")
    place.parent.mkdir(parents=True)
    yield place
    site_texts.catalogue.cache_clear()


def written(place: Path, entries: str) -> None:
    """Write a file of translations with a header."""
    place.write_text(f'msgid ""\nmsgstr ""\n"Language: pl\\n"\n"X-Human-Checked: yes\\n"\n\n{entries}')


def test_updating_keeps_what_is_translated_and_adds_what_is_new(app: Flask, folder: Path) -> None:
    written(folder, 'msgid "Get help"\nmsgstr "Pomoc"\n\nmsgid "Said nowhere any more"\nmsgstr "Nigdzie"\n')
    result = app.test_cli_runner().invoke(args=["translations", "update"])
    assert result.exit_code == 0
    assert "without a translation" in result.output
    with folder.open("rb") as file:
        found = read_po(file)
    assert found["Get help"].string == "Pomoc"
    assert found["Skip to main content"].string == ""
    assert "Said nowhere any more" not in found
    assert found["There is %(num)s day left."].string == ("", "", "")
    assert "X-Human-Checked: yes" in folder.read_text()


def test_updating_twice_changes_nothing(app: Flask, folder: Path) -> None:
    written(folder, 'msgid "Get help"\nmsgstr "Pomoc"\n')
    app.test_cli_runner().invoke(args=["translations", "update"])
    once = folder.read_text()
    site_texts.catalogue.cache_clear()
    app.test_cli_runner().invoke(args=["translations", "update"])
    assert folder.read_text() == once


def test_texts_are_found_in_templates_and_in_code_with_remarks_for_translators() -> None:
    found = {text: (places, remarks) for text, places, remarks in extracted()}
    assert found["Get help"][0] == ["public/templates/public/get_help.html", "templates/layout.html"]
    assert "survey_flow/dates.py" in found["EEEE d MMMM y"][0]
    assert "Keep the letters" in found["EEEE d MMMM y"][1][0]
