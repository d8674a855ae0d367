"""How long a message waits before it is tried again."""

from datetime import timedelta

import pytest

from engagement.outbox.retries import MOST_TRIES, wait_before


@pytest.mark.parametrize(("tries", "seconds"), [(1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (MOST_TRIES, 3600)])
def test_each_wait_is_twice_the_one_before_up_to_an_hour(tries: int, seconds: int) -> None:
    assert wait_before(tries, lambda: 0.0) == timedelta(seconds=seconds)


def test_chance_takes_off_at_most_a_fifth() -> None:
    assert wait_before(1, lambda: 1.0) == timedelta(seconds=24)
