"""When a message that was not taken is tried again."""

from collections.abc import Callable
from datetime import timedelta

MOST_TRIES = 12
LONGEST_WAIT = timedelta(hours=1)
FIRST_WAIT = timedelta(seconds=30)


def wait_before(tries: int, jitter: Callable[[], float]) -> timedelta:
    """How long to wait after `tries` failed tries: twice as long each time, up to an hour.

    `jitter` gives numbers from 0 to 1, so that a whole wave does not come back at once: it takes off up to a fifth.
    """
    longest: timedelta = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries - 1))
    return longest * (1 - 0.2 * jitter())
