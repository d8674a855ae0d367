"""Starts everything that the demo needs as processes of one program, and stops all of it again."""

import fcntl
import os
import shlex
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from honcho.manager import Manager

from engagement.accounts.roles import Role
from engagement.demo import environment
from engagement.demo.environment import HOST, VAR
from engagement.demo.preparing import Ready, prepare
from engagement.demo.seed import SLUG

LIFELINE = Path(__file__).with_name("lifeline.py")
LOCK = VAR / "running.lock"
WAIT_SECONDS = 60.0
# A demo that was killed lets go of its port this soon.
PORT_SECONDS = 4.0
LOOK_SECONDS = 0.3


class CannotStart(Exception):
    """The message says what is in the way and what to do."""


def main() -> int:
    """Run the demo until it is stopped; gives the exit status."""
    VAR.mkdir(exist_ok=True)
    try:
        with hold_lock():
            return run(wanted_port())
    except CannotStart as reason:
        print(reason, file=sys.stderr)  # noqa: T201  # this program speaks to a person
        return 1
    except KeyboardInterrupt:
        return 130


def run(port: int) -> int:
    """Prepare, start every process, say where everything is, and wait."""
    page_port = port + 1 if is_free(port + 1) else free_port()
    smtp_port, broker_port = free_port(), free_port()
    os.environ.update(environment.settings(port=port, smtp_port=smtp_port, broker_port=broker_port))
    ready = prepare()
    manager = Manager()
    for name, arguments in commands(port, page_port, smtp_port, broker_port).items():
        command = [sys.executable, "-I", str(LIFELINE), str(LOCK), sys.executable, *arguments]
        manager.add_process(name, f"exec {shlex.join(command)}")
    threading.Thread(target=welcome, args=(port, page_port, ready), daemon=True).start()
    threading.Thread(target=stop_with_parent, args=(os.getppid(),), daemon=True).start()
    manager.loop()
    stopped_by_hand = manager.returncode in (130, 143)
    return 0 if stopped_by_hand else manager.returncode or 1


def commands(port: int, page_port: int, smtp_port: int, broker_port: int) -> Mapping[str, list[str]]:
    """The arguments to Python of each process, by name."""
    # In a container people are root; what the worker says about that would hide the addresses.
    unwarned = ["-W", "ignore:You're running the worker"]
    celery = [*unwarned, "-m", "celery", "--quiet", "--app", "wsgi.celery_app"]
    gunicorn = ["-m", "gunicorn", "--preload", "--workers", "2", "--worker-class", "gthread", "--threads", "8"]
    quietly = ["--no-control-socket", "--log-level", "warning", "--graceful-timeout", "3"]
    return {
        "broker": ["-m", "engagement.demo.broker", str(broker_port)],
        "mailbox": ["-m", "engagement.demo.mailbox", str(smtp_port), str(page_port)],
        "web": [*gunicorn, *quietly, "--bind", f"{HOST}:{port}", "wsgi:app"],
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING"],
        "beat": [*celery, "beat", "--schedule", str(VAR / "beat"), "--pidfile", "", "--loglevel", "WARNING"],
    }


def hold_lock() -> IO[bytes]:
    """The lock of this folder's demo, held for as long as the file is open. Raises CannotStart."""
    file = LOCK.open("wb")
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CannotStart("The demo is already running from this folder. Stop it first with Ctrl-C.") from None
    return file


def wanted_port() -> int:
    """The port that PORT names. Raises CannotStart."""
    named = os.environ.get("PORT", "8000")
    if not (named.isdecimal() and 1 <= int(named) <= 65534):
        raise CannotStart(f'PORT must be a number from 1 to 65534, not "{named}".')
    end = time.monotonic() + PORT_SECONDS
    while not is_free(int(named)) and time.monotonic() < end:
        time.sleep(LOOK_SECONDS)
    if not is_free(int(named)):
        raise CannotStart(f"Port {named} is taken by another program. Choose another one: make run PORT=8080")
    return int(named)


def is_free(port: int) -> bool:
    """Whether we may listen on a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def welcome(port: int, page_port: int, ready: Ready) -> None:
    """Wait until the web server answers, then say where everything is."""
    site = f"http://{HOST}:{port}"
    if not answers(f"{site}/health/live"):
        return
    landing = f"{site}/{SLUG}"
    places = {
        "Consultation": landing,
        "Schools": f"{landing}/schools",
        "Families": f"{landing}/families",
        "Young people": f"{landing}/young-people",
        "A school's own link": f"{landing}/i/{ready.school_token}" if ready.school_token else "all are used",
        "A family's own link": f"{landing}/i/{ready.family_token}" if ready.family_token else "all are used",
        "Officers": f"{site}/demo/{os.environ['DEMO_DOOR']}",
        "  in one role": f"the same and /{' or /'.join(Role)}",
        "Mailbox": f"http://{HOST}:{page_port}/",
    }
    lines = "\n".join(f"  {name:<20} {place}" for name, place in places.items())
    notice = "The demo is running. Everybody in it is made up. Ctrl-C stops it and keeps what it holds in var/."
    print(f"\n{notice}\n\n{lines}\n", flush=True)  # noqa: T201  # this program speaks to a person


def answers(address: str) -> bool:
    """Wait until an address of ours answers; False if it does not in time."""
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  # our own address
                return True
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    return False


def stop_with_parent(parent: int) -> None:
    """Stop when the program that started us ends, or when it is a make that was told alone to stop.

    Ctrl-C reaches us directly. A make that gets SIGINT by itself only waits for us, and all that shows is that
    it no longer catches the signal.
    """
    waits_for_us = catches_interrupt(parent)
    while os.getppid() == parent and not (waits_for_us and not catches_interrupt(parent)):
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def catches_interrupt(process: int) -> bool:
    """Whether a process is make and catches SIGINT, where the system tells (Linux)."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False
    facts = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    return facts.get("Name") in ("make", "gmake") and bool(int(facts["SigCgt"], 16) >> (signal.SIGINT - 1) & 1)
