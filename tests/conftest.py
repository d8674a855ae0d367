"""Fixtures for every test: one app a database, each test in a transaction that is rolled back.

What touches SQL passes on SQLite and on PostgreSQL: every test that uses the `app` runs on both, with one exception.
Pages (see PAGES) have their SQL from the packages below them, whose tests run on both. A test of a page shows what
people see, so each of its cases runs on one database, by turns: every file of them still runs on both. Where such a
test is about what a database does (who comes first, what is found, in which order, which characters it takes) it is
marked `every_database` and runs on both. `make every-database` runs everything on both.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from flask_migrate import upgrade
from hypothesis import settings as generated
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from config import Settings
from engagement import create_app
from engagement.extensions import db
from tests import servers
from tests.clocks import SetClock
from tests.visitor import Visitor

DATABASES = ["sqlite", "postgresql"] if servers.postgres_binaries() else ["sqlite"]
# Ten in the morning in London, while the Kent consultation of the tests is open.
START = "2025-06-16T09:00:00+00:00"

# The folders of tests of pages.
PAGES = {"journeys", "officers", "public"}

# Generated examples are judged by what they do, not by how busy the machine is.
generated.register_profile("unhurried", deadline=None)
generated.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let tests of pages run on every database too."""
    parser.addoption("--every-database", action="store_true", help="run tests of pages on every database")


def pytest_configure(config: pytest.Config) -> None:
    """Leave out what needs a browser where there is none, and what takes minutes; the heading says so."""
    chosen: str = config.option.markexpr
    wanted = [f"({chosen})"] if chosen else []
    if servers.chromium_binary() is None:
        wanted.append("not browser")
    if not {"faults", "long"} & set(chosen.split()):
        wanted.append("not long")
    config.option.markexpr = " and ".join(wanted)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of every case of a test of a page keep one database, by turns, among those that were chosen."""
    if config.option.every_database:
        return
    files: dict[Path, dict[str, list[pytest.Item]]] = {}
    for item in items:
        case = _case_of_a_page(item)
        if case and item.get_closest_marker("every_database") is None:
            files.setdefault(item.path, {}).setdefault(case, []).append(item)
    left_out = {
        item
        for cases in files.values()
        if len(cases) > 1
        for turn, case in enumerate(sorted(cases))
        for item in cases[case][: turn % 2] + cases[case][turn % 2 + 1 :]
        if len(cases[case]) > 1
    }
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=list(left_out))


def _case_of_a_page(item: pytest.Item) -> str | None:
    """The name of a test of a page without its database, or None if it has none or is about something else."""
    called = getattr(item, "callspec", None)
    if called is None or "database_url" not in called.params or not PAGES & set(item.path.parts):
        return None
    return item.name.replace(called.params["database_url"], "", 1)


def pytest_report_header(config: pytest.Config) -> list[str]:
    """What is left out and what runs it; what this machine lacks, and what to install."""
    lacks = []
    if "not long" in config.option.markexpr:
        lacks.append(
            "What takes minutes is left out, and fault tests run small. To run all: make faults; make every-state"
        )
    if not config.option.every_database:
        lacks.append("Tests of pages run on one database each, by turns. To run all on both: make every-database")
    if servers.chromium_binary() is None:
        lacks.append("There is no Chromium here: the browser tests are left out. On Debian: apt install chromium")
    if servers.postgres_binaries() is None:
        lacks.append("There is no PostgreSQL here: only SQLite is tested. On Debian: apt install postgresql")
    if servers.espeak_binary() is None:
        lacks.append("There is no espeak-ng here: the prepared voice is not tested. On Debian: apt install espeak-ng")
    return lacks


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end how many states of pages were looked at in the walks through every state."""
    passed = terminalreporter.getreports("passed")
    seen = [name for report in passed if report.when == "call" for name, _ in report.user_properties]
    if states := seen.count("page state"):
        terminalreporter.write_line(f"No fault in {states} states of pages.")


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Settings for tests: the broker stays in memory and mail goes nowhere by itself."""
    os.environ.update(ENGAGEMENT_ENV="test", REDIS_URL="memory://", SMTP_URL="smtp://127.0.0.1:9")
    return Settings.from_environment()


@pytest.fixture(scope="session", params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database, for each kind that this machine can run."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.db'}"
    else:
        with servers.postgres(durable=False) as url:
            yield url


@pytest.fixture(scope="session")
def migrated_app(settings: Settings, database_url: str) -> Iterator[Flask]:
    """An app whose database has been brought up by the migrations."""
    app = create_app(replace(settings, database_url=database_url))
    with app.app_context():
        upgrade(directory=str(Path(__file__).parent.parent / "migrations"))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    """The app, with whatever the test commits undone afterwards."""
    real_clock = migrated_app.extensions["clock"]
    migrated_app.extensions["clock"] = SetClock(START)
    # Other tests make apps too, and a task belongs to the Celery app that was made last.
    migrated_app.extensions["celery"].set_current()
    with migrated_app.app_context():
        engine = db.engine
        connection = engine.connect()
        transaction = connection.begin()
        engines = cast(dict[str | None, Engine | Connection], db.engines)
        engines[None] = connection
        db.session.remove()
        db.session.configure(join_transaction_mode="create_savepoint")
        yield migrated_app
        db.session.remove()
        engines[None] = engine
        transaction.rollback()
        connection.close()
    migrated_app.extensions["clock"] = real_clock


@pytest.fixture
def session(app: Flask) -> Session:
    """The database session of the test."""
    return db.session()


@pytest.fixture
def clock(app: Flask) -> SetClock:
    """The clock that the app reads."""
    found: SetClock = app.extensions["clock"]
    return found


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """One person with one browser."""
    return Visitor(app)


@pytest.fixture
def new_visitor(app: Flask) -> Callable[[], Visitor]:
    """Another person, or the same one on another device."""
    return lambda: Visitor(app)
