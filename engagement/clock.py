"""The time: the database's clock decides, so that every process agrees on a deadline."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import Engine, text

RECHECK_SECONDS = 60.0
QUESTION = {
    "postgresql": "SELECT extract(epoch from clock_timestamp())",
    "sqlite": "SELECT (julianday('now') - 2440587.5) * 86400.0",
}


class Clock(Protocol):
    """Whatever can tell the present instant in UTC."""

    def now(self) -> datetime: ...


class DatabaseClock:
    """The database's clock, asked once a minute and carried on by the monotonic clock in between.

    A stepped or wrong clock on a web server therefore moves no deadline, and a page costs no query.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._anchor: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        """The present instant, in UTC."""
        ticks = time.monotonic()
        if self._anchor is None or ticks - self._anchor[1] > RECHECK_SECONDS:
            self._anchor = self._ask()
        instant, asked_at = self._anchor
        return instant + timedelta(seconds=time.monotonic() - asked_at)

    def _ask(self) -> tuple[datetime, float]:
        with self._engine.connect() as connection:
            seconds = float(connection.scalar(text(QUESTION[self._engine.dialect.name])) or 0)
        return datetime.fromtimestamp(seconds, UTC), time.monotonic()
