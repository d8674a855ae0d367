"""The demo's link lets a visitor in as an officer, and no other installation has it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from config import Settings, SettingsError
from engagement import create_app
from engagement.accounts.roles import Role
from engagement.demo import door
from engagement.demo.preparing import MIGRATIONS
from engagement.extensions import db
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.visitor import Visitor

SECRET = "a secret of this start"


@pytest.fixture
def demo(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The app as the demo has it, with an officer who is everything and one who reads."""
    database = f"sqlite:///{tmp_path}/demo.db"
    app = create_app(replace(settings, database_url=database, demo_door=SECRET))
    with app.app_context():
        upgrade(directory=MIGRATIONS)
        with unit_of_work() as session:
            factories.officer(session, list(Role), email=door.OFFICER)
            factories.officer(session, (Role.READER,), email=door.address_of(Role.READER))
    yield app
    with app.app_context():
        db.engine.dispose()


def test_the_link_lets_in_as_everything_or_as_one_role(demo: Flask) -> None:
    visitor = Visitor(demo)
    assert "Sending" in visitor.get(f"/demo/{SECRET}").follow()
    assert "Sending" not in visitor.get(f"/demo/{SECRET}/reader").follow()


@pytest.mark.parametrize("address", ["/demo/guessed", "/demo/", f"/demo/{SECRET}/emperor"])
def test_no_other_link_does(demo: Flask, address: str) -> None:
    Visitor(demo).get(address, status=404)


def test_only_the_demo_has_it(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = create_app(replace(settings, database_url=f"sqlite:///{tmp_path}/other.db"))
    assert "demo" not in there.blueprints
    monkeypatch.setenv("DEMO_DOOR", SECRET)
    for environment in ("production", "test"):
        monkeypatch.setenv("ENGAGEMENT_ENV", environment)
        with pytest.raises(SettingsError, match="DEMO_DOOR lets anybody in"):
            Settings.from_environment()
