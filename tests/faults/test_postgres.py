"""PostgreSQL cut off again and again, while letters leave and 50 people answer: nothing that was promised is lost.

`make test` runs it small and leaves out what is marked `long`; `make faults` has 5 restarts and 50 people.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from config import Settings
from tests.faults import breaking, naive, processes
from tests.faults.conftest import Arrange
from tests.faults.people import People
from tests.faults.preparing import readers
from tests.faults.promises import assert_kept
from tests.faults.sizes import SIZE, WORKERS, sized
from tests.faults.worker import MODULE
from tests.live import live_server

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600 + SIZE // 5)]
RESTARTS = sized(2, 5)
PEOPLE = sized(5, 50)
Show = Callable[[str, object], None]


@pytest.mark.long
def test_a_database_that_is_cut_off_loses_no_letter_and_no_answer_shown_as_saved(
    settings: Settings, cluster: str, broker: str, arrange: Arrange, tmp_path: Path, show: Show
) -> None:
    size = sized(200, SIZE)
    with (
        processes.sink(tmp_path / "taken") as smtp_url,
        live_server(settings, cluster, tmp_path, workers=2) as live,
    ):
        scene = arrange(cluster, broker, smtp_url, readers(size))
        with (
            processes.workers(WORKERS, MODULE, scene.environment, tmp_path),
            processes.beat(scene.environment, tmp_path),
            People.answering(live.url, PEOPLE) as people,
        ):
            for number in range(1, RESTARTS + 1):
                scene.wait_for(number * size // (RESTARTS + 1))
                breaking.restart_postgres(cluster)
            scene.settle()
        outcome = scene.outcome()
        show(f"PostgreSQL: {RESTARTS} immediate restarts", f"{outcome}; {people}")
        assert_kept(scene, outcome)
        assert people.saves > people.count
        assert people.lost(live.app) == []


@pytest.mark.long
def test_the_same_restarts_make_a_naive_sender_write_twice(
    cluster: str, broker: str, arrange: Arrange, tmp_path: Path, show: Show
) -> None:
    size, restarts = 300, 3
    with processes.sink(tmp_path / "taken") as smtp_url:
        scene = arrange(cluster, broker, smtp_url, readers(size))
        naive.hand_over(scene)
        with processes.workers(2, naive.MODULE, scene.environment, tmp_path):
            for number in range(1, restarts + 1):
                scene.wait_for(number * size // (restarts + 2))
                breaking.restart_postgres(cluster)
            scene.rest(4)
        outcome = scene.outcome()
    show(f"naive, {restarts} PostgreSQL restarts", outcome)
    assert outcome.twice > 0
