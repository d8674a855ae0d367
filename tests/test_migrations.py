"""The migrations bring an empty database to what the models say, and back, on every kind of database."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect, text

from config import Settings
from engagement import create_app
from engagement.extensions import db
from engagement.persistence import Base
from tests import servers

MIGRATIONS = str(Path(__file__).parents[1] / "migrations")


@pytest.fixture
def empty(settings: Settings, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app whose database of its own has nothing in it."""
    app = create_app(replace(settings, database_url=servers.empty_database(database_url, tmp_path)))
    with app.app_context():
        yield app
        db.engine.dispose()


def test_there_is_one_newest_migration() -> None:
    assert len(ScriptDirectory(MIGRATIONS).get_heads()) == 1


@pytest.mark.usefixtures("empty")
def test_an_empty_database_comes_up_to_what_the_models_say() -> None:
    upgrade(directory=MIGRATIONS)
    assert set(inspect(db.engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
    check(directory=MIGRATIONS)


@pytest.mark.usefixtures("empty")
def test_a_table_that_no_migration_made_is_noticed() -> None:
    upgrade(directory=MIGRATIONS)
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE stray (id INTEGER)"))
    with pytest.raises(SystemExit):
        check(directory=MIGRATIONS)


@pytest.mark.usefixtures("empty")
def test_migrating_twice_changes_nothing_and_going_back_leaves_nothing() -> None:
    upgrade(directory=MIGRATIONS)
    upgrade(directory=MIGRATIONS)
    downgrade(directory=MIGRATIONS, revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
