"""Workers killed at any moment: nobody gets a letter twice, and nobody is missed without a reason.

FAULTS_SIZE and FAULTS_KILLS make it longer, FAULTS_SEED repeats one run.
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url

from config import Settings
from tests import servers
from tests.faults import processes
from tests.faults.conftest import ROW
from tests.faults.naive import TASK
from tests.faults.sink import FORGETFUL
from tests.faults.waves import START, Outcome, Scene, kill_moments, prepare

SIZE = int(os.environ.get("FAULTS_SIZE", "1000"))
KILLS = int(os.environ.get("FAULTS_KILLS", "10"))
SEED = int(os.environ.get("FAULTS_SEED", "20250709"))
WORKERS = 2

pytestmark = [
    pytest.mark.faults,
    pytest.mark.timeout(120 + SIZE // 5),
    pytest.mark.skipif(servers.redis_binary() is None, reason="needs redis-server"),
]


@pytest.fixture
def broker() -> Iterator[str]:
    """A Redis server of the test's own."""
    with servers.redis() as url:
        yield url


def killing(scene: Scene, workers: list[processes.Worker], chance: random.Random, size: int, kills: int) -> None:
    """kill -9 of a child or a whole worker, each at a drawn moment of the wave."""
    for moment in kill_moments(chance, size, kills):
        scene.wait_for(moment)
        victim = chance.choice(workers)
        if chance.random() < 0.5:
            victim.kill()
        else:
            victim.kill_child(chance)


@pytest.fixture
def show(record_property: Callable[[str, object], None]) -> Callable[[str, Outcome], None]:
    """Keeps a line for the table at the end of the run."""
    started = time.monotonic()

    def keep(name: str, outcome: Outcome) -> None:
        record_property(ROW, f"{name:26} seed {SEED}, {time.monotonic() - started:4.0f} s: {outcome}")

    return keep


def test_kills_give_nobody_two_letters_and_everybody_a_reason(
    settings: Settings, database_url: str, broker: str, tmp_path: Path, show: Callable[[str, Outcome], None]
) -> None:
    chance = random.Random(SEED)
    database = servers.empty_database(database_url, tmp_path)
    with processes.sink(tmp_path / "taken") as smtp_url:
        scene = prepare(settings, database, broker, smtp_url, tmp_path, SIZE)
        with (
            processes.workers(WORKERS, "tests.faults.worker", scene.environment, tmp_path) as workers,
            processes.beat(scene.environment, tmp_path),
        ):
            scene.wait_for(1)
            with scene.readers_answering(chance):
                killing(scene, workers, chance, SIZE, KILLS)
                scene.settle()
    outcome = scene.outcome()
    show(f"outbox, {KILLS} kills, {make_url(database_url).get_backend_name()}", outcome)

    assert outcome.twice == 0
    assert outcome.late == 0
    assert_everybody_has_a_reason(scene, outcome)
    # Each child has at most two messages in hand: that of its task, and that of what it does by itself.
    assert outcome.states["unknown"] <= KILLS * processes.CONCURRENCY * 2
    assert 0 < outcome.states["cancelled"] <= outcome.answered


def test_the_same_kills_make_a_naive_sender_write_twice(
    settings: Settings, broker: str, tmp_path: Path, show: Callable[[str, Outcome], None]
) -> None:
    chance = random.Random(SEED)
    size, kills = min(SIZE, 300), min(KILLS, 6)
    with processes.sink(tmp_path / "taken") as smtp_url:
        scene = prepare(settings, f"sqlite:///{tmp_path}/naive.db", broker, smtp_url, tmp_path, size)
        scene.launch()
        for message_id in scene.message_ids():
            scene.app.extensions["celery"].send_task(TASK, args=[message_id])
        with processes.workers(WORKERS, "tests.faults.naive", scene.environment, tmp_path) as workers:
            killing(scene, workers, chance, size, kills)
            scene.settle()
    outcome = scene.outcome()
    show(f"naive, {kills} kills", outcome)
    assert outcome.twice > 0


def test_a_mail_server_that_hangs_up_and_puts_off_makes_nobody_get_two(
    settings: Settings, broker: str, tmp_path: Path, show: Callable[[str, Outcome], None]
) -> None:
    size = SIZE // 5
    with processes.sink(tmp_path / "taken", lying=0.1) as smtp_url:
        scene = prepare(settings, f"sqlite:///{tmp_path}/lying.db", broker, smtp_url, tmp_path, size)
        with (
            processes.workers(1, "tests.faults.worker", scene.environment, tmp_path),
            processes.beat(scene.environment, tmp_path),
        ):
            scene.settle()
    outcome = scene.outcome()
    show("outbox, lying mail server", outcome)
    assert outcome.twice == 0
    assert_everybody_has_a_reason(scene, outcome)
    assert outcome.states["unknown"] > 0
    assert outcome.states["sent"] < outcome.reached < size


@pytest.mark.parametrize("forgetful", [False, True], ids=["log", "log that forgets"])
def test_the_log_of_the_mail_server_settles_all_that_nobody_knew(
    settings: Settings,
    broker: str,
    tmp_path: Path,
    show: Callable[[str, Outcome], None],
    monkeypatch: pytest.MonkeyPatch,
    forgetful: bool,
) -> None:
    """A log that forgets what it took shows that this test sees letters that go twice."""
    chance = random.Random(SEED)
    size, kills = SIZE // 3, max(2, KILLS // 3)
    log = tmp_path / "mail.log"
    monkeypatch.setenv("RELAY_LOG", str(log))
    kept = [str(log), str((START - datetime.now(UTC)).total_seconds()), *([FORGETFUL] if forgetful else [])]
    with processes.sink(tmp_path / "taken", 0.05, kept) as smtp_url:
        scene = prepare(settings, f"sqlite:///{tmp_path}/log.db", broker, smtp_url, tmp_path, size)
        with (
            processes.workers(WORKERS, "tests.faults.worker", scene.environment, tmp_path) as workers,
            processes.beat(scene.environment, tmp_path),
        ):
            scene.wait_for(1)
            with scene.readers_answering(chance):
                killing(scene, workers, chance, size, kills)
                scene.be_certain()
    outcome = scene.outcome()
    show(f"outbox, {'forgetful ' if forgetful else ''}log, {kills} kills", outcome)
    if forgetful:
        assert outcome.twice > 0
        return
    assert outcome.twice == 0
    assert outcome.late == 0
    assert_everybody_has_a_reason(scene, outcome)
    assert outcome.reached == outcome.states["sent"]
    assert outcome.states["unknown"] == 0


def test_without_its_broker_a_worker_still_sends(
    settings: Settings, tmp_path: Path, show: Callable[[str, Outcome], None]
) -> None:
    nobody_listens = f"redis://127.0.0.1:{servers.free_port()}/0"
    with processes.sink(tmp_path / "taken") as smtp_url:
        scene = prepare(settings, f"sqlite:///{tmp_path}/alone.db", nobody_listens, smtp_url, tmp_path, 20)
        with processes.workers(1, "tests.faults.worker", scene.environment, tmp_path):
            scene.settle()
    outcome = scene.outcome()
    show("outbox, no broker", outcome)
    assert outcome.states == {"sent": 20}
    assert outcome.twice == 0


def assert_everybody_has_a_reason(scene: Scene, outcome: Outcome) -> None:
    """Every contact has one settled row that says what happened, and the mail server agrees."""
    rows = scene.ledger()
    assert len({row.contact.id for row in rows}) == len(rows) == outcome.contacts
    assert all(row.reason for row in rows)
    assert outcome.states.keys() <= {"sent", "unknown", "cancelled"}
    assert outcome.states["sent"] <= outcome.reached <= outcome.states["sent"] + outcome.states["unknown"]
