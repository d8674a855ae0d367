"""A file is gone through piece by piece: whoever is killed or comes second, every line counts once."""

import multiprocessing
import os
import signal
import time
import tracemalloc
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from config import Settings
from engagement import create_app
from engagement.consultations.models import Consultation
from engagement.contacts.imports import stages, upload, working
from engagement.contacts.imports.models import ContactImport, ImportAddress, ImportPiece, Stage
from engagement.contacts.models import Contact, Invitation
from engagement.extensions import clock, db
from engagement.unit_of_work import unit_of_work
from tests import factories, servers

ROOT = Path(__file__).parents[3]
# Every seventh line repeats the address before it.
LINES = 5_000
PEOPLE = LINES - LINES // 7


@pytest.fixture
def lasting(settings: Settings, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database of its own in which commits last, so that other processes see them."""
    app = create_app(replace(settings, database_url=servers.empty_database(database_url, tmp_path)))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        yield app
        db.session.remove()
        db.engine.dispose()


def begin(lines: int = LINES) -> tuple[Consultation, uuid.UUID]:
    """A file that waits to be tried out."""
    numbers = (line - 1 if line % 7 == 0 else line for line in range(1, lines + 1))
    content = "email,school\n" + "".join(f"office@school-{n}.example,School {n}\n" for n in numbers)
    with unit_of_work() as session:
        asked = factories.consultation(session)
        job = stages.begin(
            session, asked, audience="schools", name="a.csv", upload=upload.read(content.encode()), now=clock.now()
        )
        stages.choose(session, job, job.match)
        return asked, job.id


def work(app: Flask) -> None:
    """What a worker process does."""
    with app.app_context():
        db.engine.dispose(close=False)  # the parent's connections are not ours
        working.go_on(clock, seconds=60)
        os._exit(0)


def kill_half_way(app: Flask, import_id: uuid.UUID) -> None:
    """Start a worker and kill it once it has gone through a piece."""
    before = progress(import_id)
    worker = multiprocessing.get_context("fork").Process(target=work, args=(app,))
    worker.start()
    end = time.monotonic() + 30
    while progress(import_id) == before and time.monotonic() < end:
        time.sleep(0.01)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    worker.join(10)
    assert worker.exitcode == -signal.SIGKILL


def progress(import_id: uuid.UUID) -> tuple[str, int]:
    db.session.rollback()
    job = db.session.get_one(ContactImport, import_id, populate_existing=True)
    return job.stage, job.next_piece


def count(table: type[Contact | Invitation | ImportAddress]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.usefixtures("lasting")
def test_killed_workers_lose_nothing_and_nobody_is_added_twice(lasting: Flask) -> None:
    asked, import_id = begin()
    kill_half_way(lasting, import_id)
    working.go_on(clock, seconds=60)
    assert progress(import_id)[0] == Stage.CHECKED
    assert count(Contact) == 0
    with unit_of_work() as session:
        stages.confirm(session, stages.find(session, asked, import_id, to_change=True))
    for _ in range(3):
        kill_half_way(lasting, import_id)
    working.go_on(clock, seconds=60)
    assert progress(import_id)[0] == Stage.DONE
    job = db.session.get_one(ContactImport, import_id)
    assert (job.counts["added"], job.counts["refused"]) == (PEOPLE, LINES - PEOPLE)
    assert (count(Contact), count(Invitation), count(ImportAddress)) == (PEOPLE, PEOPLE, 0)
    assert set(db.session.scalars(select(ImportPiece.rows_sealed))) == {None}


def test_two_workers_at_once_share_a_file_and_count_each_line_once(lasting: Flask) -> None:
    asked, import_id = begin()
    for _ in range(2):
        workers = [multiprocessing.get_context("fork").Process(target=work, args=(lasting,)) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(60)
        working.go_on(clock, seconds=60)
        if progress(import_id)[0] == Stage.CHECKED:
            with unit_of_work() as session:
                stages.confirm(session, stages.find(session, asked, import_id, to_change=True))
    assert progress(import_id)[0] == Stage.DONE
    assert (count(Contact), count(Invitation)) == (PEOPLE, PEOPLE)
    assert sum(db.session.get_one(ContactImport, import_id).counts[name] for name in ("added", "refused")) == LINES


@pytest.mark.usefixtures("lasting")
def test_people_who_answer_get_their_turn_between_two_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[float] = []
    monkeypatch.setattr(time, "sleep", turns.append)
    _, import_id = begin(upload.PIECE * 3)
    working.go_on(clock, seconds=60, import_id=import_id)
    on_sqlite = db.engine.dialect.name == "sqlite"
    assert turns == ([working.OTHERS_TURN_SECONDS] * 3 if on_sqlite else [])


@pytest.mark.usefixtures("lasting")
def test_a_file_four_times_as_long_needs_no_more_memory() -> None:
    peaks = []
    for lines in (500, 2_000):
        asked, import_id = begin(lines)
        db.session.remove()
        tracemalloc.start()
        working.go_on(clock, seconds=120, import_id=import_id)
        with unit_of_work() as session:
            stages.confirm(session, stages.find(session, asked, import_id, to_change=True))
        working.go_on(clock, seconds=120, import_id=import_id)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert progress(import_id)[0] == Stage.DONE
    assert peaks[1] < peaks[0] * 1.5
