"""Schedulers that are away when letters fall due, clocks that step, clocks that change, servers in other zones.

Each letter of nine o'clock goes once, at nine in London or as soon as anybody is back. All but what has no process runs
only in `make faults`.
"""

import random
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from engagement.consultations.deadlines import LONDON, at_london, end_of_day, start_of_day
from engagement.extensions import db
from engagement.outbox.models import Message, MessageState
from engagement.unit_of_work import unit_of_work
from tests.faults import naive, processes
from tests.faults.conftest import Arrange
from tests.faults.outcomes import wait_until
from tests.faults.preparing import readers, wave_to
from tests.faults.promises import assert_kept
from tests.faults.sizes import SEED, SIZE, WORKERS, sized
from tests.faults.waves import Scene
from tests.faults.worker import CLOCK_FILE, LEASE, MODULE

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600 + SIZE // 5)]
# Clocks go forward on Sunday 29 March 2026 at 1am and back on Sunday 25 October 2026 at 2am.
SUNDAYS = {"spring": date(2026, 3, 29), "autumn": date(2026, 10, 25)}
ZONES = ("UTC", "Europe/London", "Asia/Tokyo")
HOUR = timedelta(hours=1)
NINE = wall_time(9)
QUIET_SECONDS = 4
PATIENCE = 120
Show = Callable[[str, object], None]


@dataclass
class Clock:
    """The clock of every process of a scene, which a test sets."""

    file: Path
    set_at: list[tuple[float, float]] = field(default_factory=list)

    def set(self, instant: datetime) -> None:
        """Have it show an instant, and go on from there."""
        now = time.time()
        ahead = instant.timestamp() - now
        beside = self.file.with_suffix(".new")
        beside.write_text(str(ahead))
        beside.replace(self.file)
        self.set_at.append((now, ahead))

    def step(self, by: timedelta) -> None:
        """Have it jump."""
        self.set(self.shown(time.time()) + by)

    def shown(self, at: float) -> datetime:
        """What it showed at a moment of the real clock."""
        ahead = next(ahead for since, ahead in reversed(self.set_at) if since <= at)
        return datetime.fromtimestamp(at + ahead, UTC)


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock for the processes that this test starts."""
    clock = Clock(tmp_path / "clock")
    monkeypatch.setenv(CLOCK_FILE, str(clock.file))
    return clock


def plan(scene: Scene, emails: list[str], due_at: datetime, sunday: date) -> list[str]:
    """A wave of its own for some readers, in a consultation around a clock change."""
    opened = start_of_day(sunday - timedelta(days=20))
    dates = {"opens_at": opened, "published_at": opened, "closes_at": end_of_day(sunday + timedelta(days=20))}
    with scene.app.app_context(), unit_of_work() as session:
        wave, tokens = wave_to(session, emails, due_at, **dates)
        assert wave.due_at == due_at
    scene.wave_ids.append(wave.id)
    scene.tokens.update(tokens)
    return emails


def written_down(scene: Scene) -> int:
    """How many letters the books call sent."""
    with scene.app.app_context():
        return db.session.scalar(select(func.count()).where(Message.state == MessageState.SENT)) or 0


def assert_quiet(scene: Scene) -> None:
    """Nothing leaves for a while that is long for these workers."""
    before = len(scene.taken().lines)
    time.sleep(QUIET_SECONDS)
    assert len(scene.taken().lines) == before


@pytest.mark.long
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("change", SUNDAYS)
def test_each_letter_of_nine_goes_once_whatever_clocks_and_schedulers_do(
    cluster: str,
    broker: str,
    arrange: Arrange,
    tmp_path: Path,
    show: Show,
    clock: Clock,
    change: str,
    zone: str,
) -> None:
    sunday = SUNDAYS[change]
    friday, monday = (at_london(sunday + timedelta(days=days), NINE) for days in (-2, 1))
    size = sized(10, 50)
    clock.set(friday - timedelta(days=7))
    with processes.sink(tmp_path / "taken") as smtp_url, ExitStack() as running:
        scene = arrange(cluster, broker, smtp_url)
        scene.environment["TZ"] = zone
        on_friday = plan(scene, readers(size, "friday"), friday, sunday)
        on_monday = plan(scene, readers(size, "monday"), monday, sunday)
        missed = plan(scene, readers(size, "missed"), monday + HOUR / 3, sunday)
        clock.set(friday - HOUR / 12)
        workers = running.enter_context(processes.workers(1, MODULE, scene.environment, tmp_path))
        with processes.beat(scene.environment, tmp_path):
            assert_quiet(scene)
            clock.set(friday)
            scene.wait_for_all(on_friday, PATIENCE)
            clock.step(-HOUR)
            assert_quiet(scene)
            clock.step(HOUR)
            assert_quiet(scene)
            clock.set(monday - HOUR / 12)
            assert_quiet(scene)
        # Without a scheduler, what every worker does by itself is enough.
        clock.set(monday)
        scene.wait_for_all(on_monday, PATIENCE)
        wait_until(lambda: written_down(scene) == 2 * size, PATIENCE)
        for worker in workers:
            worker.stop()
        clock.set(monday + HOUR * 4 / 3)
        assert_quiet(scene)
        for worker in workers:
            worker.start()
        with processes.beat(scene.environment, tmp_path):
            scene.wait_for_all(missed, PATIENCE)
            scene.settle()
            assert_quiet(scene)
    outcome = scene.outcome()
    hours = {
        name: {
            f"{clock.shown(at).astimezone(LONDON):%a %H:%M}" for at, to in scene.taken().lines if to.startswith(name)
        }
        for name in ("friday", "monday", "missed")
    }
    words = "; ".join(f"{name} {', '.join(sorted(seen))}" for name, seen in hours.items())
    show(f"{change}, server in {zone}", f"{outcome}; in London: {words}")
    assert_kept(scene, outcome)
    assert outcome.states == {MessageState.SENT: 3 * size}
    soon = {f"{minute:02}" for minute in range(1 + PATIENCE // 60)}
    assert {hour[:-2] for hour in hours["friday"]} == {"Fri 09:"}
    assert {hour[:-2] for hour in hours["monday"]} == {"Mon 09:"}
    assert {hour[-2:] for hour in hours["friday"] | hours["monday"]} <= soon
    assert {hour[:-2] for hour in hours["missed"]} == {"Mon 10:"}


@pytest.mark.long
def test_a_clock_that_steps_while_letters_leave_makes_nobody_get_two(
    cluster: str, broker: str, arrange: Arrange, tmp_path: Path, show: Show, clock: Clock
) -> None:
    sunday, size, steps = SUNDAYS["autumn"], sized(200, SIZE // 5), sized(4, 20)
    monday = at_london(sunday + timedelta(days=1), wall_time(12))
    chance = random.Random(SEED)
    clock.set(monday - timedelta(days=7))
    with processes.sink(tmp_path / "taken") as smtp_url:
        scene = arrange(cluster, broker, smtp_url)
        plan(scene, readers(size), monday, sunday)
        clock.set(monday)
        with (
            processes.workers(WORKERS, MODULE, scene.environment, tmp_path),
            processes.beat(scene.environment, tmp_path),
        ):
            for number in range(steps):
                scene.wait_for((number + 1) * size // (steps + 2))
                # Past every lease and back, while letters are in hand.
                clock.step(HOUR if number % 2 == 0 else -HOUR)
                time.sleep(chance.random() * LEASE.total_seconds() / 6)
            scene.settle()
    outcome = scene.outcome()
    show(f"clock stepped {steps} times by an hour", outcome)
    assert_kept(scene, outcome)


# Minutes from nine in London at which a scheduler looks.
LOOKS = {
    "away for an hour": (-1, 61),
    "stepped an hour back": (0, -60, 0),
    "as usual": (-1, 0, 1),
}


@pytest.mark.parametrize(
    ("looks", "zone"),
    [
        ("away for an hour", "Europe/London"),
        ("stepped an hour back", "UTC"),
        ("as usual", "Asia/Tokyo"),
        ("as usual", "UTC"),
    ],
)
def test_a_naive_schedule_misses_its_hour_or_comes_twice(show: Show, looks: str, zone: str) -> None:
    # In winter a server in UTC shows the hour of London, so that only the step is at fault.
    winter = looks == "stepped an hour back"
    nine = at_london(date(2026, 1, 12) if winter else date(2026, 6, 15), NINE)
    sent = naive.launches([nine + timedelta(minutes=minutes) for minutes in LOOKS[looks]], zone)
    show(f"naive schedule, {looks}, {zone}", f"sent {len(sent)} times")
    assert sent != [nine]
