"""Runs migrations with the app's own engine and metadata."""

from typing import Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection

import engagement.accounts.door_models
import engagement.accounts.models
import engagement.audit.models
import engagement.consultations.decisions
import engagement.consultations.log_models
import engagement.consultations.models
import engagement.consultations.revisions
import engagement.consultations.working_copy_models
import engagement.contacts.imports.models
import engagement.contacts.models
import engagement.correspondence.models
import engagement.councils.models
import engagement.moderation.models
import engagement.outbox.models
import engagement.paper.models
import engagement.responses.models  # noqa: F401  # imported so that the metadata is whole
from engagement.extensions import db
from engagement.persistence import UTCDateTime


def drop_empty(migration_context: object, revision: object, directives: list[object]) -> None:
    """Make no file when nothing changed."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():  # type: ignore[attr-defined]  # Alembic gives a list of objects
        directives[:] = []


def render_item(kind: str, item: object, autogen_context: object) -> str | Literal[False]:
    """Write our instant as what the database stores, so that an old migration needs none of today's code."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UTCDateTime) else False


def run(connection: Connection) -> None:
    """Migrate over one connection, SQLite by copying tables."""
    context.configure(
        connection=connection,
        target_metadata=db.metadatas[None],
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
        process_revision_directives=drop_empty,
    )
    with context.begin_transaction():
        context.run_migrations()


def without_foreign_keys(connection: Connection) -> None:
    """Let SQLite copy a table that others refer to, and refuse the outcome if a reference then leads nowhere."""
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]  # a driver connection, outside a transaction
    try:
        run(connection)
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise RuntimeError("a migration left a reference that leads nowhere")
        connection.commit()
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]  # as it was when it came


with current_app.app_context(), db.engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        without_foreign_keys(connection)
    else:
        run(connection)
        connection.commit()
