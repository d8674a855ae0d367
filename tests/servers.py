"""Real PostgreSQL and Redis servers of the tests' own, each in a folder that goes when they stop."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

REQUIRED = os.environ.get("REQUIRE_SERVERS") == "1"


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def postgres_binaries() -> Path | None:
    """Where PostgreSQL's server programs are: Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    place = next((place for place in places if (place / "initdb").exists()), None)
    if place is None and REQUIRED:
        raise RuntimeError("REQUIRE_SERVERS is set, but PostgreSQL's initdb is not installed")
    return place


def redis_binary() -> str | None:
    """The Redis server program, where there is one."""
    found = shutil.which("redis-server")
    if found is None and REQUIRED:
        raise RuntimeError("REQUIRE_SERVERS is set, but redis-server is not installed")
    return found


def chromium_binary() -> str | None:
    """The browser that the tests drive, where there is one."""
    found = shutil.which("chromium")
    if found is None and REQUIRED:
        raise RuntimeError("REQUIRE_SERVERS is set, but chromium is not installed")
    return found


def espeak_binary() -> str | None:
    """The program that speaks, where there is one."""
    found = shutil.which("espeak-ng")
    if found is None and REQUIRED:
        raise RuntimeError("REQUIRE_SERVERS is set, but espeak-ng is not installed")
    return found


def _account() -> str | None:
    """Root may not run PostgreSQL: name the account that runs it then."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def postgres(*, durable: bool = True) -> Iterator[str]:
    """A PostgreSQL cluster; gives the address of an empty database in it.

    One that is not durable waits for no disk: for tests in which nothing is cut off.
    """
    binaries = postgres_binaries()
    assert binaries is not None
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="engagement-pg-", dir="/tmp"))
    if account:
        shutil.chown(folder, account)
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(
            command,
            check=True,
            user=account,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            env=os.environ | {"HOME": str(folder)},
        )

    run(
        str(binaries / "initdb"),
        "-D",
        str(data),
        "-U",
        "engagement",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    )
    settings = f"-k {folder} -c listen_addresses=127.0.0.1 -c max_connections=300 -c max_prepared_transactions=0"
    if not durable:
        settings += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    start = (str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "start", "-o")
    port = free_port()
    try:
        run(*start, f"-p {port} {settings}")
    except subprocess.CalledProcessError:
        # Where many tests run, another program can take a port between our finding it free and our taking it.
        port = free_port()
        run(*start, f"-p {port} {settings}")
    try:
        yield f"postgresql+psycopg://engagement@127.0.0.1:{port}/postgres"
    finally:
        run(str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str]:
    """A Redis server; gives its address."""
    program = redis_binary()
    assert program is not None
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="engagement-redis-") as folder:
        process = subprocess.Popen(
            [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_for_port(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait(10)


def empty_database(beside: str, folder: Path) -> str:
    """The address of a new database: on the same PostgreSQL server as another, or an SQLite file in a folder."""
    url = make_url(beside)
    if url.get_backend_name() == "sqlite":
        return url.set(database=str(folder / "empty.db")).render_as_string()
    name = f"empty_{uuid.uuid4().hex}"
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


def wait_for_port(port: int, seconds: float = 20) -> None:
    """Wait until something listens. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nothing listens on port {port}")
