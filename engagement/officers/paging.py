"""Long lists in pages of fifty."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

PAGE_SIZE = 50

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list, the number of this page from 1, and how many there are in all."""

    rows: Sequence[T]
    number: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return pages_for(self.total)


def pages_for(total: int) -> int:
    """How many pages so many rows fill, at least one."""
    return max(1, -(-total // PAGE_SIZE))


def offset_of(number: int, total: int) -> tuple[int, int]:
    """The page that is there, and how many rows come before it; past the end it is the last one."""
    number = min(number, pages_for(total))
    return number, (number - 1) * PAGE_SIZE


def cut(rows: Sequence[T], number: int) -> Page[T]:
    """One page of rows that are all at hand."""
    number, before = offset_of(number, len(rows))
    return Page(rows[before : before + PAGE_SIZE], number, len(rows))
