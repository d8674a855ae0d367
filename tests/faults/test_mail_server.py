"""A mail server that drops, refuses, puts off, is slow, breaks TLS or says nothing: nobody gets two letters.

The waits between tries are scaled in the test's workers: 30 seconds to an hour become one to two seconds. How often
a letter is tried is as it is. `make test` runs it small and with a server that is slow for less than a minute; what
is marked `long` runs only in `make faults`.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from engagement.outbox import retries
from engagement.outbox.models import MessageState
from tests.faults import naive, processes
from tests.faults.certificates import TLS_BROKEN, certified
from tests.faults.conftest import Arrange
from tests.faults.moody_sink import MOODS, PUTS_OFF
from tests.faults.preparing import readers
from tests.faults.promises import ENDS, assert_kept
from tests.faults.sink import Taken
from tests.faults.sizes import SIZE, WORKERS, sized
from tests.faults.worker import MODULE

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600 + SIZE // 5)]
MOODY = "tests.faults.moody_sink"
SLOW_SECONDS = sized(10, 60)
Show = Callable[[str, object], None]


@pytest.mark.long
def test_a_moody_mail_server_makes_nobody_get_two_and_is_asked_no_more_than_it_should(
    cluster: str, broker: str, arrange: Arrange, tmp_path: Path, show: Show
) -> None:
    each = sized(6, 100)
    rare = {"silent": 1, "slow": 1, "before": 1}
    moods = [email for mood in MOODS for email in readers(rare.get(mood, each), mood)]
    with processes.sink(tmp_path / "taken", SLOW_SECONDS, module=MOODY) as smtp_url:
        scene = arrange(cluster, broker, smtp_url, moods)
        with (
            processes.workers(WORKERS, MODULE, scene.environment, tmp_path),
            processes.beat(scene.environment, tmp_path),
        ):
            scene.settle()
    outcome = scene.outcome()
    tries = Taken.read(tmp_path / "taken.tries").copies
    show(f"mail server with {len(MOODS)} moods", f"{outcome}; most tries {max(tries.values())}")
    assert_kept(scene, outcome, (*ENDS, MessageState.FAILED))
    sent = scene.called(MessageState.SENT)
    assert sent == set(of_moods(moods, "fine", "slow", *PUTS_OFF))
    unknown, failed = scene.called(MessageState.UNKNOWN), scene.called(MessageState.FAILED)
    assert unknown >= set(of_moods(moods, "after"))
    assert failed >= set(of_moods(moods, "never", "refused"))
    assert unknown | failed == set(of_moods(moods, "after", "before", "never", "refused"))
    assert {tries[email] for email in of_moods(moods, "never", "refused", "fine", "after")} == {1}
    assert 1 < max(tries[email] for email in sent) <= retries.MOST_TRIES


@pytest.mark.long
def test_the_same_moods_make_a_naive_sender_write_twice(
    broker: str, arrange: Arrange, tmp_path: Path, show: Show
) -> None:
    moods = [email for mood in ("fine", "after", "later") for email in readers(6, mood)]
    with processes.sink(tmp_path / "taken", 1.0, module=MOODY) as smtp_url:
        scene = arrange(f"sqlite:///{tmp_path}/naive.db", broker, smtp_url, moods)
        naive.hand_over(scene)
        with processes.workers(1, naive.MODULE, scene.environment, tmp_path):
            scene.wait_for(len(moods))
            scene.rest(3)
    outcome = scene.outcome()
    show("naive, moody mail server", outcome)
    assert outcome.twice > 0


@pytest.mark.long
def test_a_mail_server_whose_tls_breaks_gets_everything_once_when_it_is_mended(
    broker: str, arrange: Arrange, tmp_path: Path, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken"
    broken.touch()
    for name, value in (certified(tmp_path) | {TLS_BROKEN: str(broken)}).items():
        monkeypatch.setenv(name, value)
    size = sized(20, 1000)
    with processes.sink(tmp_path / "taken", 1.0, module=MOODY) as address:
        scene = arrange(
            f"sqlite:///{tmp_path}/tls.db", broker, address.replace("smtp:", "smtp+starttls:"), readers(size, "fine")
        )
        scene.launch()
        with processes.workers(1, MODULE, scene.environment, tmp_path), processes.beat(scene.environment, tmp_path):
            scene.wait_for_tries(3)
            assert not scene.taken().lines
            broken.unlink()
            scene.settle()
    outcome = scene.outcome()
    show("TLS breaks", outcome)
    assert_kept(scene, outcome)
    assert outcome.states == {"sent": size}


@pytest.mark.long
def test_recipients_whose_server_is_slow_do_not_hold_up_other_consultations(
    cluster: str, broker: str, arrange: Arrange, tmp_path: Path, show: Show
) -> None:
    # More than all processes together can have in hand.
    slow, fine = readers(sized(600, 2000), "slow"), readers(sized(30, 1000), "fine")
    with processes.sink(tmp_path / "taken", SLOW_SECONDS, module=MOODY) as smtp_url:
        scene = arrange(cluster, broker, smtp_url, slow, fine)
        with (
            processes.workers(WORKERS, MODULE, scene.environment, tmp_path),
            processes.beat(scene.environment, tmp_path),
        ):
            scene.wait_for_all(fine, seconds=40 + 2 * SLOW_SECONDS)
            waiting = scene.moving()
    outcome = scene.outcome()
    show(f"recipients slow for {SLOW_SECONDS:.0f} s", f"others all served, {waiting} slow ones still waiting")
    assert waiting > len(slow) // 2
    assert outcome.twice == 0


def of_moods(emails: list[str], *moods: str) -> list[str]:
    """The addresses of some moods."""
    return [email for email in emails if email.startswith(moods)]
