"""A broker that is emptied, killed and away: letters go on, and visitors notice nothing.

`make test` runs it small; what is marked `long` runs only in `make faults`, where the broker is away for two minutes.
"""

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from config import Settings
from tests import servers
from tests.faults import breaking, naive, processes
from tests.faults.conftest import Arrange
from tests.faults.people import People
from tests.faults.preparing import readers
from tests.faults.promises import assert_kept
from tests.faults.sizes import SEED, SIZE, WORKERS, sized
from tests.faults.worker import MODULE
from tests.live import live_server

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600 + SIZE // 5)]
FLUSHES = sized(2, 5)
KILLS = sized(1, 3)
AWAY_SECONDS = sized(6, 120)
MOST_LOST_SECONDS = 10
Show = Callable[[str, object], None]


@pytest.mark.long
def test_a_broker_that_breaks_costs_seconds_and_no_letter(
    settings: Settings,
    cluster: str,
    fragile_broker: breaking.Broker,
    arrange: Arrange,
    tmp_path: Path,
    show: Show,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = random.Random(SEED)
    size = sized(250, SIZE)
    monkeypatch.setenv("REDIS_URL", fragile_broker.url)
    with (
        processes.sink(tmp_path / "taken") as smtp_url,
        live_server(settings, cluster, tmp_path) as live,
    ):
        scene = arrange(cluster, fragile_broker.url, smtp_url, readers(size))
        with (
            processes.workers(WORKERS, MODULE, scene.environment, tmp_path),
            processes.beat(scene.environment, tmp_path),
            People.answering(live.url, 4) as people,
        ):
            breaks = [fragile_broker.flush] * FLUSHES + [fragile_broker.kill] * KILLS
            chance.shuffle(breaks)
            for number, broken in enumerate(breaks):
                scene.wait_for((number + 1) * size // 3 // len(breaks))
                broken()
            fragile_broker.kill(AWAY_SECONDS)
            returned = time.time()
            scene.settle()
    outcome = scene.outcome()
    after = [at for at, _ in scene.taken().lines if at > returned]
    gap = max((later - earlier for earlier, later in zip([returned, *after], after, strict=False)), default=0.0)
    show(
        f"broker: {FLUSHES} flushes, {KILLS} kills, {AWAY_SECONDS} s away",
        f"{outcome}; longest silence after return {gap:.1f} s; {people}",
    )
    assert_kept(scene, outcome)
    assert after, "the wave was over before the broker came back"
    assert gap <= MOST_LOST_SECONDS
    assert people.saves > 0
    assert people.errors == 0
    assert people.lost(live.app) == []


@pytest.mark.long
def test_a_naive_sender_silently_misses_people_when_its_broker_is_emptied(
    fragile_broker: breaking.Broker, arrange: Arrange, tmp_path: Path, show: Show
) -> None:
    size = 200
    with processes.sink(tmp_path / "taken") as smtp_url:
        scene = arrange(f"sqlite:///{tmp_path}/naive.db", fragile_broker.url, smtp_url, readers(size))
        naive.hand_over(scene)
        with processes.workers(1, naive.MODULE, scene.environment, tmp_path):
            scene.wait_for(size // 5)
            fragile_broker.flush()
            scene.rest(3)
    outcome = scene.outcome()
    show("naive, 1 flush", outcome)
    assert outcome.reached < size


def test_without_its_broker_a_worker_still_sends(arrange: Arrange, tmp_path: Path, show: Show) -> None:
    nobody_listens = f"redis://127.0.0.1:{servers.free_port()}/0"
    with processes.sink(tmp_path / "taken") as smtp_url:
        scene = arrange(f"sqlite:///{tmp_path}/alone.db", nobody_listens, smtp_url, readers(20))
        with processes.workers(1, MODULE, scene.environment, tmp_path):
            scene.settle()
    outcome = scene.outcome()
    show("outbox, no broker", outcome)
    assert outcome.states == {"sent": 20}
    assert outcome.twice == 0
