"""What every fault test needs, and a table of what they found at the end of their run."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pytest

from config import Settings
from tests import servers
from tests.faults import breaking, preparing, waves
from tests.faults.sizes import SEED

ROW = "fault"


class Arrange(Protocol):
    """Makes a database with a wave for each list of addresses."""

    def __call__(self, database_url: str, redis_url: str, smtp_url: str, *lists: Sequence[str]) -> waves.Scene: ...


@pytest.fixture
def broker() -> Iterator[str]:
    """A Redis server of the test's own."""
    if servers.redis_binary() is None:
        pytest.skip("needs redis-server")
    with servers.redis() as url:
        yield url


@pytest.fixture
def fragile_broker(tmp_path: Path) -> Iterator[breaking.Broker]:
    """A Redis server that the test breaks."""
    if servers.redis_binary() is None:
        pytest.skip("needs redis-server")
    with breaking.broker(tmp_path) as broker:
        yield broker


@pytest.fixture
def cluster() -> Iterator[str]:
    """A PostgreSQL cluster of the test's own."""
    if servers.postgres_binaries() is None:
        pytest.skip("needs PostgreSQL")
    with servers.postgres() as url:
        yield url


@pytest.fixture
def arrange(settings: Settings, tmp_path: Path) -> Iterator[Arrange]:
    """Scenes that let go of their database in the end."""
    scenes = []

    def make(database_url: str, redis_url: str, smtp_url: str, *lists: Sequence[str]) -> waves.Scene:
        scenes.append(preparing.prepare(settings, database_url, redis_url, smtp_url, tmp_path, *lists))
        return scenes[-1]

    yield make
    for scene in scenes:
        scene.close()


@pytest.fixture
def show(record_property: Callable[[str, object], None]) -> Callable[[str, object], None]:
    """Keeps a line for the table at the end of the run."""
    started = time.monotonic()

    def keep(name: str, found: object) -> None:
        record_property(ROW, f"{name:44} seed {SEED}, {time.monotonic() - started:4.0f} s: {found}")

    return keep


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print a line for everything that was sent."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, row in report.user_properties if report.when == "call" else []:
                if name == ROW:
                    terminalreporter.write_line(f"{outcome}  {row}")
