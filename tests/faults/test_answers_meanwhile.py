"""People who answer while their reminder is due: none is handed to the mail server 5 seconds later or more.

`make test` has 200 of them, `make faults` 2,000. The books must balance at every look, many a second.
`make test` leaves out what is marked `long`.
"""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import naive, processes
from tests.faults.conftest import Arrange
from tests.faults.preparing import readers
from tests.faults.promises import assert_kept
from tests.faults.sizes import SEED, SIZE, WORKERS, sized
from tests.faults.worker import MODULE

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600 + SIZE // 5)]
PEOPLE = sized(200, 2000)
Show = Callable[[str, object], None]


@pytest.mark.long
def test_nobody_is_reminded_five_seconds_after_they_answered(
    cluster: str, broker: str, arrange: Arrange, tmp_path: Path, show: Show
) -> None:
    with processes.sink(tmp_path / "taken") as smtp_url:
        scene = arrange(cluster, broker, smtp_url, readers(2 * PEOPLE))
        with (
            processes.workers(WORKERS, MODULE, scene.environment, tmp_path),
            processes.beat(scene.environment, tmp_path),
        ):
            scene.wait_for(1)
            with scene.readers_answering(random.Random(SEED), share=0.5, pause=0.0):
                scene.wait_until_answered(PEOPLE)
            scene.settle()
    outcome = scene.outcome()
    show(f"{PEOPLE} answer while letters leave", f"{outcome}; books balanced at {scene.looks} looks")
    assert_kept(scene, outcome)
    assert outcome.answered == PEOPLE
    assert outcome.states["cancelled"] > 0


@pytest.mark.long
def test_a_naive_sender_reminds_people_who_have_answered(
    broker: str, arrange: Arrange, tmp_path: Path, show: Show
) -> None:
    size = 100
    with processes.sink(tmp_path / "taken") as smtp_url:
        scene = arrange(f"sqlite:///{tmp_path}/naive.db", broker, smtp_url, readers(size))
        naive.hand_over(scene)
        with scene.readers_answering(random.Random(SEED), share=1.0, pause=0.0):
            scene.wait_until_answered(size)
        with processes.workers(1, naive.MODULE, scene.environment, tmp_path):
            scene.rest(7)
    outcome = scene.outcome()
    show(f"naive, {size} answer before", outcome)
    assert outcome.late > 0
