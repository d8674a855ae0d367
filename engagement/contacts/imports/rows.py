"""A row of an officer's file before anything is known of it, and how much of one is read."""

from collections.abc import Sequence
from typing import NamedTuple

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 60
# Nothing that we keep is nearly as long; what follows in a cell is not read.
LONGEST_CELL = 1000
MOST_CHARACTERS = 40_000_000


class Row(NamedTuple):
    """One line. A cell is None where it has no text of its own: a formula, or an error.

    `fault` is a sentence where the line as a whole cannot be used.
    """

    line: int
    cells: Sequence[str | None]
    fault: str = ""

    @property
    def blank(self) -> bool:
        """Whether there is nothing on the line at all."""
        return not self.fault and not any(cell is None or cell.strip() for cell in self.cells)
