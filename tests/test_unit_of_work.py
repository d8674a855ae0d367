"""Only a unit of work commits, and it does all or nothing."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.outbox.models import Heartbeat
from engagement.unit_of_work import unit_of_work
from tests.clocks import SetClock


def test_what_a_unit_of_work_did_is_still_there_afterwards(session: Session, clock: SetClock) -> None:
    with unit_of_work() as work:
        work.add(Heartbeat(name="beat", at=clock.now()))
    session.rollback()
    assert session.scalars(select(Heartbeat.name)).all() == ["beat"]


def test_a_unit_of_work_that_fails_leaves_nothing(session: Session, clock: SetClock) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work() as work:
        work.add(Heartbeat(name="beat", at=clock.now()))
        work.flush()
        raise ZeroDivisionError
    assert session.scalar(select(func.count()).select_from(Heartbeat)) == 0


def test_units_of_work_do_not_nest(session: Session) -> None:
    with unit_of_work(), pytest.raises(RuntimeError, match="do not nest"), unit_of_work():
        pass


def test_a_change_made_outside_a_unit_of_work_is_not_committed_by_the_next_one(
    session: Session, clock: SetClock
) -> None:
    session.add(Heartbeat(name="stray", at=clock.now()))
    with pytest.raises(RuntimeError, match="outside a unit of work"), unit_of_work():
        pass
