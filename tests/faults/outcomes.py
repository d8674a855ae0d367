"""How a wave ended, and patience until it has."""

import contextlib
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import OperationalError


@dataclass(frozen=True)
class Outcome:
    """How a wave ended: people with more than one copy, people reached, and messages by state.

    `missed` counts those whom the books call written to and whom nothing reached.
    """

    contacts: int
    twice: int
    reached: int
    missed: int
    answered: int
    late: int
    states: Counter[str]

    def __str__(self) -> str:
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.states.items()))
        return (
            f"{self.contacts} contacts, {self.reached} reached, {self.twice} twice, {self.missed} missed; "
            f"{self.answered} answered meanwhile, {self.late} of them written to later; {states}"
        )


def kill_moments(chance: random.Random, size: int, kills: int) -> list[int]:
    """At how many messages taken each kill comes."""
    return sorted(chance.sample(range(size // 20, size - size // 10), kills))


def wait_until(done: Callable[[], bool], seconds: float) -> None:
    """Look again and again; a database that is away just now is asked again. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OperationalError):
            if done():
                return
        time.sleep(0.05)
    raise TimeoutError("it did not happen in time")
