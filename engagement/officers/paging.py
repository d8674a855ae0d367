"""Long lists in pages of fifty."""

import uuid
from collections.abc import Callable, Sequence
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


@dataclass(frozen=True, slots=True)
class Onward(Generic[T]):
    """Some rows of a list that is read on from a row: the next page begins `after` one, if there is a next page.

    However long the list, a page costs the same.
    """

    rows: Sequence[T]
    after: uuid.UUID | None
    first: bool


def onward(rows: Sequence[T], key: Callable[[T], uuid.UUID], after: uuid.UUID | None) -> Onward[T]:
    """A page of rows that were read after one of them, with one more if there are more."""
    more = len(rows) > PAGE_SIZE
    return Onward(rows[:PAGE_SIZE], key(rows[PAGE_SIZE - 1]) if more else None, after is None)
