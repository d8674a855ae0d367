"""Servers that a test breaks: a broker that is emptied, killed and comes back, a PostgreSQL that is cut off."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis
from sqlalchemy import create_engine, text

from tests import servers


@dataclass
class Broker:
    """A Redis server on a port of its own that keeps nothing when it dies."""

    folder: Path
    port: int = field(default_factory=servers.free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Have it listen."""
        program = servers.redis_binary()
        assert program is not None
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        self.process = subprocess.Popen(
            [program, *options, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL
        )
        servers.wait_for_port(self.port)

    def kill(self, away_seconds: float = 0.0) -> None:
        """kill -9, and start it again, empty, after so long."""
        self.stop()
        time.sleep(away_seconds)
        self.start()

    def flush(self) -> None:
        """FLUSHALL."""
        with Redis(port=self.port) as client:
            client.flushall()

    def stop(self) -> None:
        """End it without a word."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


@contextmanager
def broker(folder: Path) -> Iterator[Broker]:
    """A broker to be broken."""
    started = Broker(folder)
    started.start()
    try:
        yield started
    finally:
        started.stop()


def restart_postgres(url: str) -> None:
    """Cut a cluster of `servers.postgres()` off in the middle of everything, and let it recover."""
    engine = create_engine(url)
    with engine.connect() as connection:
        data = Path(str(connection.scalar(text("SHOW data_directory"))))
    engine.dispose()
    binaries = servers.postgres_binaries()
    assert binaries is not None
    subprocess.run(
        [binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "-l", data.parent / "log", "restart"],
        check=True,
        user=data.owner() if os.geteuid() == 0 else None,
        cwd=data.parent,
        stdout=subprocess.DEVNULL,
    )
