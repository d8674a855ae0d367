"""The demo is loaded once, and never where real people answer."""

from pathlib import Path

import pytest
from flask import Flask

from tests.commands.conftest import Run, refused


def test_the_demo_is_refused_in_production(app: Flask, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "ENVIRONMENT", "production")
    assert "not for production" in refused(run("demo", "load"))


def test_loading_it_twice_says_that_it_is_there(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("demo", "load").stdout == "The demo is loaded.\n"
    assert "there already" in run("demo", "load").stdout
