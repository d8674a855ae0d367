"""The first sheet of an Excel workbook as rows of text. Formulas are neither worked out nor believed."""

import re
from collections.abc import Iterator
from functools import lru_cache

from engagement.contacts.imports import workbook_map
from engagement.contacts.imports.rows import LONGEST_CELL, MOST_COLUMNS, Row
from engagement.contacts.imports.workbook_parts import DAMAGED, TOO_LARGE, Parts
from engagement.errors import Refused

BEGINS = b"PK\x03\x04"
# Workbooks of before 2007, and those locked with a password.
OLD = b"\xd0\xcf\x11\xe0"
MOST_TEXTS = 700_000
# More lines than any program saves in a sheet.
MOST_LINES = 1_048_576
TOO_WIDE = f"The first sheet has more than {MOST_COLUMNS} columns. Delete those that we do not need and try again."
ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def rows(content: bytes) -> Iterator[Row]:
    """Every row of the first sheet that is shown. Raises Refused where the workbook will not do."""
    parts = Parts(content)
    where = workbook_map.find(parts)
    texts = _Texts()
    if where.texts in parts:
        parts.read(where.texts, texts)
    cells = _Cells(texts.found)
    for _ in parts.walk(where.sheet, cells):
        yield from cells.take()


class _Texts:
    """Texts that cells share, without what only tells how they are spoken."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] | None = None
        self._taken = 0
        self._wanted = self._spoken = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            if len(self.found) >= MOST_TEXTS:
                raise Refused(TOO_LARGE)
            self._pieces, self._taken = [], 0
        elif name == "rPh":
            self._spoken = True
        self._wanted = name == "t" and not self._spoken

    def end(self, name: str) -> None:
        if name == "si":
            self.found.append("".join(self._pieces or ()))
            self._pieces = None
        elif name == "rPh":
            self._spoken = False
        self._wanted = False

    def text(self, text: str) -> None:
        if self._pieces is not None and self._wanted and self._taken <= LONGEST_CELL:
            self._pieces.append(text[: LONGEST_CELL + 1 - self._taken])
            self._taken += len(text)


class _Cells:
    """Rows of cells as a sheet gives them."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._rows: list[Row] = []
        self._line = 0
        self._cells: list[str | None] = []
        self._column = 0
        self._kind = ""
        self._value: list[str] = []
        self._taken = 0
        self._is_formula = self._wanted = self._spoken = False

    def take(self) -> list[Row]:
        """The rows that are complete, once."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            given = attributes.get("r", "")
            self._line = int(given) if given.isascii() and given.isdigit() and len(given) < 8 else self._line + 1
            if self._line > MOST_LINES:
                raise Refused(DAMAGED)
            self._cells, self._column = [], 0
        elif name == "c":
            address = ADDRESS.fullmatch(attributes.get("r", ""))
            self._column = _column(address[1]) if address else self._column
            self._kind = attributes.get("t", "n")
            self._value, self._taken, self._is_formula = [], 0, False
        elif name == "f":
            self._is_formula = True
        elif name == "rPh":
            self._spoken = True
        self._wanted = name in ("v", "t") and not self._spoken

    def end(self, name: str) -> None:
        self._wanted = False
        if name == "rPh":
            self._spoken = False
        elif name == "c":
            self._put("".join(self._value))
            self._column += 1
        elif name == "row":
            self._rows.append(Row(self._line, self._cells))

    def text(self, text: str) -> None:
        if self._wanted and self._taken <= LONGEST_CELL:
            self._value.append(text[: LONGEST_CELL + 1 - self._taken])
            self._taken += len(text)

    def _put(self, value: str) -> None:
        if not value and not self._is_formula:
            return
        if self._column >= MOST_COLUMNS:
            raise Refused(TOO_WIDE)
        cell: str | None = value
        if self._is_formula or self._kind == "e":
            cell = None
        elif self._kind == "s":
            cell = self._shared(value)
        elif self._kind == "b":
            cell = "TRUE" if value == "1" else "FALSE"
        if self._column < len(self._cells):
            self._cells[self._column] = cell
        else:
            self._cells += ["" for _ in range(self._column - len(self._cells))] + [cell]

    def _shared(self, value: str) -> str:
        if not (value.isascii() and value.isdigit()) or len(value) > 7 or int(value) >= len(self._texts):
            raise Refused(DAMAGED)
        return self._texts[int(value)]


@lru_cache(maxsize=256)
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
