"""Statements that run with every letter: turned into SQL once, because building it costs more than running it."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import BindParameter, CursorResult, Dialect, TextClause, Update, bindparam, literal_column, text
from sqlalchemy.orm import Session
from sqlalchemy.sql.visitors import ExternallyTraversible, replacement_traverse


class WrittenOut:
    """An UPDATE whose own values stand in its SQL; a `bindparam` without a value gets one each time it runs."""

    def __init__(self, statement: Update) -> None:
        self._statement = statement
        self._by_dialect: dict[str, TextClause] = {}

    def run(self, session: Session, parameters: Mapping[str, Any]) -> int:
        """Execute it and give how many rows it changed."""
        dialect = session.get_bind().dialect
        if dialect.name not in self._by_dialect:
            self._by_dialect[dialect.name] = self._written(dialect)
        result = session.execute(self._by_dialect[dialect.name], parameters)
        assert isinstance(result, CursorResult)
        return result.rowcount

    def _written(self, dialect: Dialect) -> TextClause:
        places: dict[str, BindParameter[Any]] = {}

        def place(element: ExternallyTraversible, **_: Any) -> ExternallyTraversible | None:
            if isinstance(element, BindParameter) and element.required:
                places[element.key] = bindparam(element.key, type_=element.type)
                return literal_column(f":{element.key}", element.type)
            return None

        opened = cast(Update, replacement_traverse(self._statement, {}, place))
        sql = str(opened.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        return text(sql).bindparams(*places.values())
