"""The demo's link lets a visitor in as an officer, and no other installation has it."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from config import Settings, SettingsError
from engagement import create_app
from engagement.accounts.roles import Role
from engagement.demo import door
from tests import factories
from tests.visitor import Visitor

SECRET = "a secret of this start"


@pytest.fixture
def with_door(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The app as the demo has it."""
    monkeypatch.setitem(app.config, "DEMO_DOOR", SECRET)
    monkeypatch.setattr(app, "_got_first_request", False)
    if "demo" not in app.blueprints:
        app.register_blueprint(door.blueprint, url_prefix="/demo")
    return app


def test_the_link_lets_in_as_everything_or_as_one_role(with_door: Flask, session: Session) -> None:
    factories.officer(session, list(Role), email=door.OFFICER)
    factories.officer(session, (Role.READER,), email=door.address_of(Role.READER))
    session.commit()
    visitor = Visitor(with_door)
    assert "Sending" in visitor.get(f"/demo/{SECRET}").follow()
    assert "Sending" not in visitor.get(f"/demo/{SECRET}/reader").follow()


@pytest.mark.parametrize("address", ["/demo/guessed", "/demo/", f"/demo/{SECRET}/emperor"])
def test_no_other_link_does(with_door: Flask, address: str) -> None:
    Visitor(with_door).get(address, status=404)


def test_only_the_demo_has_it(settings: Settings, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    there = create_app(replace(settings, database_url=f"sqlite:///{tmp_path}/other.db"))
    assert "demo" not in there.blueprints
    monkeypatch.setenv("DEMO_DOOR", SECRET)
    for environment in ("production", "test"):
        monkeypatch.setenv("ENGAGEMENT_ENV", environment)
        with pytest.raises(SettingsError, match="DEMO_DOOR lets anybody in"):
            Settings.from_environment()
