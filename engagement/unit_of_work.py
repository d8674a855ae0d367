"""The one place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from engagement.extensions import WRITES, db

OPEN = "unit_of_work_open"


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Do all of what the block does, or none of it.

    The block gets a fresh writing transaction: on SQLite it begins IMMEDIATE, because a read that turns
    into a write half way is refused under load. Objects read before keep the values they had; whoever
    decides on a row's state inside the block reads it again or changes it by one statement.

    Raises RuntimeError when units are nested or when something was changed outside one.
    """
    session = db.session()
    if session.info.get(OPEN):
        raise RuntimeError("units of work do not nest")
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was changed outside a unit of work")
    session.commit()  # ends the reading transaction, which has nothing to write
    session.info[OPEN] = True
    try:
        session.connection(execution_options={WRITES: True})
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(OPEN, None)
