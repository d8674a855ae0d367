"""How fast a long file of contacts is taken in, on each kind of database: `make benchmark-imports`."""

import io
import os
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from flask_migrate import upgrade

from config import Settings
from engagement import create_app
from engagement.contacts.imports import stages, upload, working
from engagement.extensions import clock, db
from engagement.unit_of_work import unit_of_work
from tests import factories, servers
from tests.contacts.imports.workbooks import sheet, workbook

ROWS = int(os.environ.get("BENCHMARK_ROWS", "100000"))
HEADINGS = ["Email", "School name", "Head teacher", "Phase", "Area", "Pupils"]
A_DAY = 86_400.0

Found = TypeVar("Found")


def main() -> None:
    """Print rows a second for each step; the same file again shows what a file that changes nothing costs."""
    os.environ.update(ENGAGEMENT_ENV="test", REDIS_URL="memory://", SMTP_URL="smtp://127.0.0.1:9")
    say(f"{ROWS:,} rows of {len(HEADINGS)} columns")
    rows = [HEADINGS, *(school(number) for number in range(ROWS))]
    content = "".join(",".join(row) + "\n" for row in rows).encode()
    found = timed("read CSV", lambda: upload.read(content))
    excel = workbook(sheet(rows), more=[("xl/media/picture.png", os.urandom(1_000_000))])
    timed(f"read XLSX ({inflated(excel) / 1e6:.0f} MB inflated)", lambda: upload.read(excel))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        addresses = [f"sqlite:///{folder / 'benchmark.db'}"]
        if servers.postgres_binaries():
            addresses.append(stack.enter_context(servers.postgres()))
        for address in addresses:
            on_database(address, found)


def on_database(address: str, found: upload.Upload) -> None:
    """Import a file into an empty database, and then once more."""
    app = create_app(replace(Settings.from_environment(), database_url=address))
    name = address.partition(":")[0].partition("+")[0]
    with app.app_context():
        upgrade(directory=str(Path(__file__).parents[2] / "migrations"))
        with unit_of_work() as session:
            asked = factories.consultation(session)
        for attempt in ("new", "again"):
            with unit_of_work() as session:
                job = stages.begin(session, asked, audience="schools", name="", upload=found, now=clock.now())
                stages.choose(session, job, job.match)
            timed(f"{name}: check, {attempt}", lambda: working.go_on(clock, seconds=A_DAY))
            with unit_of_work() as session:
                stages.confirm(session, stages.find(session, asked, job.id, to_change=True))
            timed(f"{name}: import, {attempt}", lambda: working.go_on(clock, seconds=A_DAY))
            with unit_of_work() as session:
                say(f"  {stages.find(session, asked, job.id).counts}")
        db.session.remove()
        db.engine.dispose()


def school(number: int) -> list[str]:
    """One made-up school."""
    phase = ("Primary", "Secondary", "All-through")[number % 3]
    return [f"office@school-{number}.example", f"School {number}", f"Head {number}", phase, "Kent", str(number % 70)]


def inflated(content: bytes) -> int:
    """How many bytes a workbook becomes when it is opened."""
    return sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(content)).infolist())


def timed(name: str, do: Callable[[], Found]) -> Found:
    """Do something and say how many rows a second it took."""
    began = time.perf_counter()
    result = do()
    seconds = time.perf_counter() - began
    say(f"{name}: {seconds:.1f} s, {ROWS / seconds:,.0f} rows a second")
    return result


def say(line: str) -> None:
    """Print at once, because this takes minutes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
