"""The Flask extensions, unbound: `create_app` binds them."""

import sqlite3
from typing import cast

from flask import Flask, current_app
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, event
from werkzeug.local import LocalProxy

from engagement.clock import Clock, DatabaseClock
from engagement.persistence import Base, sha256_hex
from engagement.vault import Vault

# Objects stay readable after a commit, and a read never takes SQLite's write lock (see unit_of_work).
db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()
vault = cast(Vault, LocalProxy(lambda: current_app.extensions["vault"]))
audit_key = cast(bytes, LocalProxy(lambda: current_app.config["AUDIT_KEY"]))
clock = cast(Clock, LocalProxy(lambda: current_app.extensions["clock"]))

WRITES = "engagement_writes"


def prepare_sqlite(engine: Engine) -> None:
    """Make SQLite fit for many people at once: WAL, foreign keys, patience, and BEGIN IMMEDIATE for writers."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, record: object) -> None:
        # The begin event below speaks instead.
        connection.isolation_level = None
        # What is deleted is overwritten: without secure_delete it would stay in the file until its place is needed.
        pragmas = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000", "secure_delete=ON")
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("sha256_hex", 1, sha256_hex, deterministic=True)

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def bind(app: Flask) -> None:
    """Bind every extension to one app."""
    db.init_app(app)
    migrate.init_app(app, db, render_as_batch=True)
    login_manager.init_app(app)
    csrf.init_app(app)
    app.extensions["vault"] = Vault(app.config["VAULT_KEYS"], app.config["INDEX_KEY"])
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine)
        app.extensions["clock"] = DatabaseClock(db.engine)
