"""Runs a command for as long as whoever holds a lock lives, so that even kill -9 of the demo leaves nothing behind.

Started as a file of its own, not as part of the package: it must come up in no time.
"""

import fcntl
import os
import signal
import subprocess
import sys
import threading

PATIENCE_SECONDS = 10


def main(lock: str, command: list[str]) -> int:
    """Run the command; gives its exit status. Signals to the whole group reach it directly, so here they only wait."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    running = subprocess.Popen(command)  # noqa: S603  # the demo's own command
    threading.Thread(target=stop_when_free, args=(lock,), daemon=True).start()
    status = running.wait()
    os.killpg(0, signal.SIGTERM)  # whatever the command itself left running
    return status


def stop_when_free(lock: str) -> None:
    """Wait until nobody holds the lock, then end this group of processes, first kindly."""
    with open(lock, "rb") as file:  # noqa: PTH123  # nothing to import
        fcntl.lockf(file, fcntl.LOCK_SH)
    threading.Timer(PATIENCE_SECONDS, os.killpg, (0, signal.SIGKILL)).start()
    os.killpg(0, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
