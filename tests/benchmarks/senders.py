"""A process that sends a share of letters: `python -m tests.benchmarks.senders floor|wave SHARE`.

It says that it is ready, begins at a line on its input, and ends with letters, seconds, CPU seconds and megabytes.
"""

import os
import resource
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

from config import Settings
from engagement.correspondence import postroom
from engagement.extensions import clock
from tests.faults.worker import CLOCK_AHEAD, shifted_app

ROOT = Path(__file__).parents[2]
LETTER = b"From: a@council.example\r\nTo: b@example.org\r\nSubject: Kent\r\n\r\n" + b"words of a letter\r\n" * 120
READY, GO = "ready", "go"


@dataclass(frozen=True)
class Run:
    """What some senders did together: `rate` is letters a second, `cpu_ms` their own work for one letter."""

    rate: float
    cpu_ms: float
    megabytes: float


def together(what: str, senders: int, letters: int) -> Run:
    """Have some processes send so many letters; the time begins when all have started up."""
    command = [sys.executable, "-m", "tests.benchmarks.senders", what, str(letters // senders)]
    processes = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(senders)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == READY
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(f"{GO}\n")
        process.stdin.flush()
    ended = [[float(figure) for figure in process.communicate()[0].split()] for process in processes]
    sent, seconds, cpu, megabytes = zip(*ended, strict=True)
    return Run(sum(sent) / max(seconds), 1000 * sum(cpu) / sum(sent), max(megabytes))


def floor(share: int) -> Callable[[], int]:
    """Take a row, send a prebuilt message, mark the row: two durable commits and nothing else."""
    engine = create_engine(os.environ["DATABASE_URL"])
    host, _, port = os.environ["SMTP_URL"].removeprefix("smtp://").partition(":")
    connection, server = engine.connect(), smtplib.SMTP(host, int(port))
    ids = connection.scalars(text(f"SELECT id FROM floor LIMIT {share}")).all()
    connection.commit()
    mark = text("UPDATE floor SET state = :state WHERE id = :id")

    def send() -> int:
        for row in ids:
            connection.execute(mark, {"state": "dotting", "id": row})
            connection.commit()
            server.sendmail("a@council.example", "b@example.org", LETTER)
            connection.execute(mark, {"state": "sent", "id": row})
            connection.commit()
        return len(ids)

    return send


def wave(share: int) -> Callable[[], int]:
    """Drain the outbox as a worker does, until this share has gone. The first batch, which makes the SQL, is before."""
    app = shifted_app(Settings.from_environment(), float(os.environ[CLOCK_AHEAD]))
    with app.app_context():
        postroom.courier_for(app.config, clock).drain()

    def send() -> int:
        sent = 0
        while sent < share:
            with app.app_context():
                found = postroom.courier_for(app.config, clock).drain().sent
            assert found, "there is nothing left to send"
            sent += found
        return sent

    return send


def main() -> None:
    """Start up, wait, send, and say how it went."""
    send = {"floor": floor, "wave": wave}[sys.argv[1]](int(sys.argv[2]))
    sys.stdout.write(f"{READY}\n")
    sys.stdout.flush()
    assert sys.stdin.readline().strip() == GO
    began, worked = time.perf_counter(), time.process_time()
    sent = send()
    seconds, cpu = time.perf_counter() - began, time.process_time() - worked
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{sent} {seconds} {cpu} {megabytes}\n")


if __name__ == "__main__":
    main()
