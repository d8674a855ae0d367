"""The processes of a fault test: started for real, killed for real."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers import free_port, wait_for_port

ROOT = Path(__file__).parent.parent.parent
CONCURRENCY = 2


@dataclass
class Worker:
    """One Celery worker with its children, in a process group of its own."""

    module: str
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start it; it is ready some seconds later."""
        arguments = f"worker --pool prefork --concurrency {CONCURRENCY} --loglevel warning"
        quiet = "--without-gossip --without-mingle --without-heartbeat"
        self.process = self._celery(*arguments.split(), *quiet.split(), "--hostname", f"{self.log.stem}@test")

    def kill(self) -> None:
        """kill -9 for the worker and all its children at once, and start another."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        self.start()

    def kill_child(self, chance: random.Random) -> None:
        """kill -9 for one child; the worker replaces it. A worker that has none yet is killed itself."""
        children = self.children()
        if children:
            os.kill(chance.choice(children), signal.SIGKILL)
        else:
            self.kill()

    def children(self) -> list[int]:
        """The processes that send."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def stop(self) -> None:
        """End it without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def _celery(self, *arguments: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", f"{self.module}.celery_app", *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


@contextmanager
def workers(count: int, module: str, environment: dict[str, str], folder: Path) -> Iterator[list[Worker]]:
    """So many workers."""
    started = [Worker(module, environment, folder / f"worker{number}.log") for number in range(count)]
    try:
        yield started
    finally:
        for worker in started:
            worker.stop()


@contextmanager
def beat(environment: dict[str, str], folder: Path, name: str = "beat") -> Iterator[None]:
    """The scheduler, or one of several that should not be."""
    command = [sys.executable, "-m", "celery", "-A", "tests.faults.worker.celery_app", "beat", "--loglevel", "warning"]
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [*command, "--schedule", str(folder / name), "--pidfile="],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        yield
    finally:
        process.kill()
        process.wait(10)


@contextmanager
def sink(file: Path, lying: float = 0.0, log: Sequence[str] = (), module: str = "tests.faults.sink") -> Iterator[str]:
    """A counting mail server, with a log in a file if one is named; gives its address."""
    port = free_port()
    command = [sys.executable, "-m", module, str(port), str(file), str(lying), *log]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_for_port(port)
        yield f"smtp://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait(10)
