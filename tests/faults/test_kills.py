"""Workers killed at any moment: nobody gets a letter twice, and nobody is missed without a reason.

`make test` sends little and leaves out what is marked `long`; `make faults` runs all of it at its full size.
FAULTS_SIZE and FAULTS_KILLS say how long it is, FAULTS_SEED repeats one run.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests import servers
from tests.faults import naive, processes
from tests.faults.conftest import Arrange
from tests.faults.outcomes import kill_moments
from tests.faults.preparing import START, readers
from tests.faults.promises import assert_kept
from tests.faults.sink import FORGETFUL
from tests.faults.sizes import KILLS, SEED, SIZE, WORKERS
from tests.faults.waves import Scene
from tests.faults.worker import MODULE

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240 + SIZE // 5)]
Show = Callable[[str, object], None]


def killing(scene: Scene, workers: list[processes.Worker], chance: random.Random, size: int, kills: int) -> None:
    """kill -9 of a child or a whole worker, each at a drawn moment of the wave."""
    for moment in kill_moments(chance, size, kills):
        scene.wait_for(moment)
        victim = chance.choice(workers)
        if chance.random() < 0.5:
            victim.kill()
        else:
            victim.kill_child(chance)


@pytest.mark.parametrize(
    "database_url",
    [
        pytest.param(
            "postgresql", marks=pytest.mark.skipif(not servers.postgres_binaries(), reason="needs PostgreSQL")
        ),
        pytest.param("sqlite", marks=pytest.mark.long),
    ],
    indirect=True,
)
def test_kills_give_nobody_two_letters_and_everybody_a_reason(
    database_url: str, broker: str, arrange: Arrange, tmp_path: Path, show: Show
) -> None:
    chance = random.Random(SEED)
    database = servers.empty_database(database_url, tmp_path)
    with processes.sink(tmp_path / "taken") as smtp_url:
        scene = arrange(database, broker, smtp_url, readers(SIZE))
        with (
            processes.workers(WORKERS, MODULE, scene.environment, tmp_path) as workers,
            processes.beat(scene.environment, tmp_path),
        ):
            scene.wait_for(1)
            with scene.readers_answering(chance):
                killing(scene, workers, chance, SIZE, KILLS)
                scene.settle()
    outcome = scene.outcome()
    show(f"outbox, {KILLS} kills, {make_url(database_url).get_backend_name()}", outcome)
    assert_kept(scene, outcome)
    # Each child has at most two messages in hand: that of its task, and that of what it does by itself.
    assert outcome.states["unknown"] <= KILLS * processes.CONCURRENCY * 2
    assert 0 < outcome.states["cancelled"] <= outcome.answered


def test_the_same_kills_make_a_naive_sender_write_twice(
    broker: str, arrange: Arrange, tmp_path: Path, show: Show
) -> None:
    chance = random.Random(SEED)
    size, kills = min(SIZE, 300), min(KILLS, 6)
    with processes.sink(tmp_path / "taken") as smtp_url:
        scene = arrange(f"sqlite:///{tmp_path}/naive.db", broker, smtp_url, readers(size))
        naive.hand_over(scene)
        with processes.workers(2, naive.MODULE, scene.environment, tmp_path) as workers:
            killing(scene, workers, chance, size, kills)
            scene.rest()
    outcome = scene.outcome()
    show(f"naive, {kills} kills", outcome)
    assert outcome.twice > 0


@pytest.mark.long
@pytest.mark.parametrize("forgetful", [False, True], ids=["log", "log that forgets"])
def test_the_log_of_the_mail_server_settles_all_that_nobody_knew(
    cluster: str,
    broker: str,
    arrange: Arrange,
    tmp_path: Path,
    show: Show,
    monkeypatch: pytest.MonkeyPatch,
    forgetful: bool,
) -> None:
    """A log that forgets what it took shows that this test sees letters that go twice."""
    chance = random.Random(SEED)
    size, kills = (SIZE // 5, KILLS // 5) if forgetful else (SIZE, KILLS)
    log = tmp_path / "mail.log"
    monkeypatch.setenv("RELAY_LOG", str(log))
    kept = [str(log), str((START - datetime.now(UTC)).total_seconds()), *([FORGETFUL] if forgetful else [])]
    with processes.sink(tmp_path / "taken", 0.05, kept) as smtp_url:
        scene = arrange(cluster, broker, smtp_url, readers(size))
        with (
            processes.workers(WORKERS, MODULE, scene.environment, tmp_path) as workers,
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
    assert_kept(scene, outcome)
    assert outcome.reached == outcome.states["sent"]
    assert outcome.states["unknown"] == 0
