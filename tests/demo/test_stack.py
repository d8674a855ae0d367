"""The demo starts with one command, stops without a trace however it is stopped, and keeps what it holds."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engagement.demo import environment, stack
from tests import servers

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0

linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a space in its name, for the demo to live in."""
    return tmp_path_factory.mktemp("a folder")


@contextmanager
def running(folder: Path, port: int, *command: str) -> Iterator[subprocess.Popen[str]]:
    """The demo as somebody starts it in a terminal of their own; killed at the end if it still runs."""
    process = subprocess.Popen(
        command or (sys.executable, "-m", "engagement.demo"),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def words_until(process: subprocess.Popen[str], last: str) -> str:
    """What the demo prints, up to a line with this in it."""
    said = ""
    assert process.stdout is not None
    while last not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    return said


def page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as response:
        found: str = response.read().decode()
        return found


def processes_in(folder: Path) -> list[str]:
    """The command lines of the processes that work in this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink().is_relative_to(folder):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def wait_until_empty(folder: Path) -> None:
    end = time.monotonic() + 20
    while processes_in(folder) and time.monotonic() < end:
        time.sleep(0.1)
    assert processes_in(folder) == []


def wait_until_ready(site: str) -> None:
    """Wait until the broker, the scheduler and the rest are well."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            page(f"{site}/health/ready")
        except urllib.error.HTTPError as not_yet:
            said = not_yet.read()
            time.sleep(0.3)
        else:
            return
    pytest.fail(f"not ready: {said!r}")


@linux
@pytest.mark.faults
def test_the_demo_from_the_first_start_to_the_last(folder: Path) -> None:
    port = servers.free_port()
    site = f"http://127.0.0.1:{port}"
    with running(folder, port) as demo:
        said = words_until(demo, "Mailbox")
        way_in = re.findall(r"http://\S+/demo/\S+", said)
        assert len(way_in) == 1
        for address in re.findall(r"http://\S+", said):
            assert "<h1" in page(address)
        secrets = (folder / "var" / "secrets.env").read_text()
        letters = len(list((folder / "var" / "mailbox").iterdir()))
        # As Ctrl-C does: the signal goes to every process of the terminal.
        os.killpg(demo.pid, signal.SIGINT)
        assert demo.wait(20) == 0
    wait_until_empty(folder)

    with running(folder, port) as demo:
        again = words_until(demo, "Mailbox")
        assert way_in[0] not in again
        assert (folder / "var" / "secrets.env").read_text() == secrets
        assert len(list((folder / "var" / "mailbox").iterdir())) >= letters
        with running(folder, servers.free_port()) as second:
            assert second.wait(20) == 1
            assert "already running from this folder" in words_until(second, "\n")
        demo.kill()
        wait_until_empty(folder)

    with running(folder, port) as demo:
        words_until(demo, "Mailbox")
        wait_until_ready(site)
        demo.terminate()
        assert demo.wait(20) == 0
    wait_until_empty(folder)


@linux
@pytest.mark.faults
@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_make_that_is_stopped_alone_takes_the_demo_with_it(folder: Path, how: signal.Signals) -> None:
    (folder / "Makefile").write_text(f"run:\n\t@exec '{sys.executable}' -m engagement.demo\n")
    with running(folder, servers.free_port(), "make", "run") as make:
        words_until(make, "Mailbox")
        make.send_signal(how)
        make.wait(20)
        wait_until_empty(folder)


def test_a_port_that_is_taken_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack, "PORT_SECONDS", 0)
    port = servers.free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(stack.CannotStart, match=f"Port {port} is taken"):
            stack.wanted_port()


@pytest.mark.parametrize("named", ["", "eighty", "0", "65535", "-1", "8000.5"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("PORT", named)
    with pytest.raises(stack.CannotStart, match="must be a number"):
        stack.wanted_port()


def test_secrets_are_random_kept_and_readable_by_their_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "secrets.env"
    monkeypatch.setattr(environment, "SECRETS", kept)
    first = environment.keys()
    assert environment.keys() == first
    assert kept.stat().st_mode & 0o777 == 0o600
    kept.unlink()
    assert set(environment.keys().values()).isdisjoint(first.values())


@linux
def test_a_process_that_ignores_us_is_not_taken_for_a_make() -> None:
    assert not stack.catches_interrupt(os.getpid())
    assert not stack.catches_interrupt(2**22 + 1)
