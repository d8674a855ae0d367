"""What the shared ways of writing promise on every database."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from engagement.clock import Clock
from engagement.outbox.models import Heartbeat
from engagement.persistence import insert_or, insert_unless_there, rows_changed


def test_an_insert_counts_the_rows_that_are_new(session: Session, clock: Clock) -> None:
    beat = insert_unless_there(session, Heartbeat).values(name="beat", at=clock.now())
    assert [rows_changed(session, beat), rows_changed(session, beat)] == [1, 0]


def test_an_update_counts_the_rows_it_finds(session: Session, clock: Clock) -> None:
    session.execute(insert_or(session, Heartbeat).values(name="beat", at=clock.now()))
    assert rows_changed(session, update(Heartbeat).where(Heartbeat.name == "beat").values(at=clock.now())) == 1
    assert rows_changed(session, update(Heartbeat).where(Heartbeat.name == "none").values(at=clock.now())) == 0
