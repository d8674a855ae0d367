"""Too many schedulers, two planners at once, and workers that stand still past their lease and then go on.

`make test` runs it small and leaves out what is marked `long`; `make faults` has 3 schedulers, 200 races, 50 stops.
"""

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from engagement.correspondence import waves
from engagement.extensions import clock, db
from engagement.outbox.models import Message, MessageState
from engagement.unit_of_work import unit_of_work
from tests.faults import naive, processes
from tests.faults.conftest import Arrange
from tests.faults.preparing import readers, wave_to
from tests.faults.promises import assert_kept
from tests.faults.sizes import KILLS, SEED, SIZE, WORKERS, sized
from tests.faults.waves import Scene
from tests.faults.worker import LEASE, MODULE

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600 + SIZE // 5)]
BEATS = 3
RACES = sized(20, 200)
STOPS = sized(2, KILLS)
STOPPED_SECONDS = LEASE.total_seconds() + 2
CONTACTS = 5
Show = Callable[[str, object], None]


def stopping(workers: list[processes.Worker], chance: random.Random, stops: int) -> int:
    """Stop half of all children for longer than a lease, again and again; gives how many were stopped."""
    stopped = 0
    while stopped < stops:
        children = [child for worker in workers for child in worker.children()]
        if not children:
            time.sleep(0.1)
            continue
        some = chance.sample(children, max(1, len(children) // 2))
        for child in some:
            os.kill(child, signal.SIGSTOP)
            time.sleep(chance.random() * 0.05)
        time.sleep(STOPPED_SECONDS)
        for child in some:
            os.kill(child, signal.SIGCONT)
        stopped += len(some)
        time.sleep(chance.random())
    return stopped


@pytest.mark.long
def test_three_schedulers_and_workers_that_stand_still_write_to_nobody_twice(
    cluster: str, broker: str, arrange: Arrange, tmp_path: Path, show: Show
) -> None:
    size = sized(300, SIZE)
    with processes.sink(tmp_path / "taken") as smtp_url, ExitStack() as beats:
        scene = arrange(cluster, broker, smtp_url, readers(size))
        for number in range(BEATS):
            beats.enter_context(processes.beat(scene.environment, tmp_path, f"beat{number}"))
        with processes.workers(WORKERS, MODULE, scene.environment, tmp_path) as workers:
            scene.wait_for(1)
            stops = stopping(workers, random.Random(SEED), STOPS)
            still_moving = scene.moving()
            scene.settle()
    outcome = scene.outcome()
    show(f"{BEATS} beats, {stops} stops past the lease", f"{outcome}; {still_moving} moving after the stops")
    assert_kept(scene, outcome)


@pytest.mark.long
def test_a_naive_sender_that_stands_still_writes_twice(
    broker: str, arrange: Arrange, tmp_path: Path, show: Show
) -> None:
    size = 200
    with processes.sink(tmp_path / "taken") as smtp_url:
        scene = arrange(f"sqlite:///{tmp_path}/naive.db", broker, smtp_url, readers(size))
        naive.hand_over(scene)
        with processes.workers(2, naive.MODULE, scene.environment, tmp_path) as workers:
            scene.wait_for(10)
            stops = stopping(workers, random.Random(SEED), 2)
            scene.rest()
    outcome = scene.outcome()
    show(f"naive, {stops} stops", outcome)
    assert outcome.twice > 0


def test_two_planners_at_once_write_one_row_for_each_contact(cluster: str, arrange: Arrange, show: Show) -> None:
    scene = arrange(cluster, "memory://", "smtp://127.0.0.1:9")
    raced(scene, waves.launch_due)
    with scene.app.app_context():
        rows, pairs, waiting = counted()
    show(f"{RACES} races of two planners", f"{RACES * CONTACTS} contacts, {rows} rows, {pairs} wanted")
    assert rows == pairs == waiting == RACES * CONTACTS


def test_two_naive_planners_at_once_write_more_rows(cluster: str, arrange: Arrange, show: Show) -> None:
    scene = arrange(cluster, "memory://", "smtp://127.0.0.1:9")
    with scene.app.app_context(), unit_of_work() as session:
        name = "uq_messages_consultation_id_contact_id_kind_occurrence"
        session.execute(text(f'ALTER TABLE messages DROP CONSTRAINT "{name}"'))
    raced(scene, naive.launch_due)
    with scene.app.app_context():
        rows, pairs, _ = counted()
    show(f"naive, {RACES} races of two planners", f"{RACES * CONTACTS} contacts, {rows} rows, {pairs} wanted")
    assert rows > pairs


def raced(scene: Scene, launch_due: Callable[..., object]) -> None:
    """Let two planners meet a new wave at the same moment, again and again."""
    ready = threading.Barrier(3)

    def plan(app: Flask) -> None:
        for _ in range(RACES):
            ready.wait(60)
            with app.app_context(), unit_of_work() as session:
                launch_due(session, clock.now())
            ready.wait(60)

    planners = [threading.Thread(target=plan, args=(scene.app,)) for _ in range(2)]
    for planner in planners:
        planner.start()
    for race in range(RACES):
        with scene.app.app_context(), unit_of_work() as session:
            wave_to(session, readers(CONTACTS, f"race{race}-"))
        ready.wait(60)
        ready.wait(60)
    for planner in planners:
        planner.join()


def counted() -> tuple[int, int, int]:
    """How many messages there are, for how many pairs of contact and occurrence, and how many of them wait."""
    session = db.session()
    pairs = select(Message.contact_id, Message.kind, Message.occurrence).distinct().subquery()
    rows = session.scalar(select(func.count()).select_from(Message)) or 0
    waiting = session.scalar(select(func.count()).where(Message.state == MessageState.PENDING)) or 0
    return rows, session.scalar(select(func.count()).select_from(pairs)) or 0, waiting
