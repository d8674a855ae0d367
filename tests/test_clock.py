"""The database's clock decides, and costs a page nothing."""

from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask
from sqlalchemy import event, inspect

from engagement.clock import DatabaseClock
from engagement.extensions import db
from engagement.persistence import Base


def test_the_clock_tells_the_databases_time(migrated_app: Flask) -> None:
    with migrated_app.app_context():
        now = DatabaseClock(db.engine).now()
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=2)


def test_a_wrong_clock_on_the_web_server_moves_no_deadline(migrated_app: Flask) -> None:
    with migrated_app.app_context(), time_machine.travel("2031-01-01T00:00:00+00:00"):
        now = DatabaseClock(db.engine).now()
    assert now.year < 2031


def test_the_database_is_asked_once_for_many_looks_at_the_clock(migrated_app: Flask) -> None:
    asked: list[str] = []
    with migrated_app.app_context():
        engine = db.engine
        event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        clock = DatabaseClock(engine)
        readings = [clock.now() for _ in range(50)]
    assert len([statement for statement in asked if "SELECT" in statement]) == 1
    assert readings == sorted(readings)


def test_every_table_is_known_to_the_app(migrated_app: Flask) -> None:
    with migrated_app.app_context():
        names = set(inspect(db.engine).get_table_names())
    assert set(Base.metadata.tables) == names - {"alembic_version"}
