"""How much the fault tests send and break: little in `make test`, the whole table in `make faults`."""

import os

SIZE = int(os.environ.get("FAULTS_SIZE", "1000"))
KILLS = int(os.environ.get("FAULTS_KILLS", "10"))
SEED = int(os.environ.get("FAULTS_SEED", "20250709"))
FULL = SIZE >= 10_000
# Each worker has two children, so the full size has eight processes that send.
WORKERS = 4 if FULL else 2


def sized(small: int, full: int) -> int:
    """The small number, or that of the whole table."""
    return full if FULL else small
