"""Nothing in the audit trail can be changed, removed or slipped in without being found."""

import uuid
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from engagement.audit import trail
from engagement.audit.models import Entry
from engagement.extensions import db
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock


@pytest.fixture
def five(session: Session, clock: SetClock) -> Session:
    """A session whose trail has five entries."""
    asked = factories.consultation(session)
    for count in range(5):
        trail.record(
            session, now=clock.now(), actor="officer:1", action="looked", consultation_id=asked.id, contacts=count
        )
    return session


def test_entries_are_numbered_without_gaps_and_hold_together(five: Session) -> None:
    assert five.scalars(select(Entry.number).order_by(Entry.number)).all() == [1, 2, 3, 4, 5]
    verdict = trail.verify(five)
    assert (verdict.intact, verdict.entries) == (True, 5)


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "officer:2"},
        {"action": "looked away"},
        {"detail": {"contacts": 99}},
        {"consultation_id": None},
        {"mac": "f" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_entry_is_found_by_its_number(five: Session, change: dict[str, object]) -> None:
    five.execute(update(Entry).where(Entry.number == 3).values(**change))
    five.expire_all()
    assert trail.verify(five).broken_at == 3


def test_a_moment_moved_by_a_microsecond_is_found(five: Session, clock: SetClock) -> None:
    five.execute(update(Entry).where(Entry.number == 4).values(at=clock.now().replace(microsecond=1)))
    five.expire_all()
    assert trail.verify(five).broken_at == 4


def test_an_entry_taken_out_of_the_middle_is_found(five: Session) -> None:
    five.execute(delete(Entry).where(Entry.number == 2))
    assert trail.verify(five).broken_at == 2


def test_an_entry_slipped_in_at_the_end_is_found(five: Session, clock: SetClock) -> None:
    five.execute(insert(Entry).values(number=6, at=clock.now(), actor="x", action="y", detail={}, mac="0" * 64))
    assert trail.verify(five).broken_at == 6


def test_a_chain_cut_at_the_end_is_found_by_who_knows_how_long_it_was(five: Session) -> None:
    five.execute(delete(Entry).where(Entry.number == 5))
    assert trail.verify(five).intact
    assert trail.verify(five, expected=5).broken_at == 5


def test_an_entry_sealed_with_another_key_is_found(five: Session, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "AUDIT_KEY", b"k" * 32)
    assert trail.verify(five).broken_at == 1


def test_an_empty_trail_is_whole(session: Session) -> None:
    assert trail.verify(session) == trail.Verdict(0)


def test_twenty_writers_at_once_make_one_whole_chain(migrated_app: Flask) -> None:
    marker = f"at once {uuid.uuid4()}"

    def write() -> None:
        with migrated_app.app_context(), unit_of_work() as session:
            now = migrated_app.extensions["clock"].now()
            trail.record(session, now=now, actor=trail.SYSTEM, action="wrote", marker=marker)

    writers = [Thread(target=write) for _ in range(20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with migrated_app.app_context():
        verdict = trail.verify(db.session())
        assert (verdict.intact, verdict.entries) == (True, 20)
        with unit_of_work() as session:
            session.execute(delete(Entry))
