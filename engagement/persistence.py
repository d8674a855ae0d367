"""The typed declarative base, constraint names and column types that every table shares."""

import hashlib
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    CursorResult,
    DateTime,
    Dialect,
    LargeBinary,
    MetaData,
    String,
    TypeDecorator,
    UpdateBase,
    Uuid,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, registry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. Refuses naive values on the way in and gives UTC on the way out (SQLite drops zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Ids are random, so that neither their order nor their gaps tell when a row was made.
RowId = Annotated[uuid.UUID, mapped_column(Uuid, primary_key=True, default=uuid.uuid4)]
Document = Annotated[dict[str, Any], mapped_column(JSON)]


class Base(DeclarativeBase):
    """What every model inherits. Tables name themselves; constraints are named by convention."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UTCDateTime, bytes: LargeBinary, uuid.UUID: Uuid, list[str]: JSON},
    )


class Digest(FunctionElement[str]):
    """The SHA-256 of a text in hex, made by the database (see `sha256_hex` for SQLite, which has none)."""

    type = String(64)
    name = "sha256_hex"
    inherit_cache = True


@compiles(Digest)
def _of_sqlite(element: Digest, compiler: SQLCompiler, **kwargs: Any) -> str:
    return f"sha256_hex({compiler.process(element.clauses, **kwargs)})"


@compiles(Digest, "postgresql")
def _of_postgresql(element: Digest, compiler: SQLCompiler, **kwargs: Any) -> str:
    return f"encode(sha256(convert_to({compiler.process(element.clauses, **kwargs)}, 'UTF8')), 'hex')"


def sha256_hex(text: str | None) -> str | None:
    """What SQLite calls for a `Digest`."""
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()


def insert_or(session: Session, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can say what to do where a unique key already has the row (`on_conflict_...`)."""
    return postgresql.insert(table) if session.get_bind().dialect.name == "postgresql" else sqlite.insert(table)


def insert_unless_there(session: Session, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that leaves a row alone where a unique key already has one (`rowcount` counts the new ones)."""
    return insert_or(session, table).on_conflict_do_nothing()


def rows_changed(session: Session, statement: UpdateBase, parameters: Mapping[str, Any] | None = None) -> int:
    """Execute an INSERT, UPDATE or DELETE and give how many rows it touched."""
    # PostgreSQL's count of an INSERT is thrown away unless it is asked for.
    result = session.execute(statement, parameters, execution_options={"preserve_rowcount": True})
    assert isinstance(result, CursorResult)
    return result.rowcount
