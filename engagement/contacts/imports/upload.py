"""An officer's file taken in: told apart by its first bytes, its limits kept, cut into pieces."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engagement.contacts.imports import csv_file, workbook
from engagement.contacts.imports.rows import (
    LONGEST_CELL,
    MOST_BYTES,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    Row,
)
from engagement.errors import Refused

PIECE = 500
SAMPLES = 3
NO_HEADINGS = "The first line must name the columns, for example: email, name. Add such a line and try again."
OLD_WORKBOOK = (
    "This is an Excel workbook of the old kind, or one with a password. "
    "Save it as an Excel workbook (.xlsx) without a password and try again."
)


@dataclass(frozen=True)
class Upload:
    """A file that can be read: its headings, the first three values of each column, and its rows in pieces."""

    headings: list[str]
    samples: list[list[str]]
    pieces: list[str]
    rows: int


def read(content: bytes) -> Upload:
    """Read a whole CSV file or workbook. Raises Refused where it cannot be used, saying what to do."""
    if len(content) > MOST_BYTES:
        raise Refused(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Split it and import the parts.")
    rows = (row for row in _rows(content) if not row.blank)
    headings = _headings(next(rows, None))
    samples: list[list[str]] = [[] for _ in headings]
    pieces: list[str] = []
    piece: list[Row] = []
    count = characters = 0
    for row in rows:
        count += 1
        characters += sum(len(cell or "") for cell in row.cells)
        if count > MOST_ROWS:
            raise Refused(f"The file has more than {MOST_ROWS:,} rows. Split it and import the parts.")
        if characters > MOST_CHARACTERS:
            raise Refused("The file has too much text in it. Keep only the columns that we need and try again.")
        _keep_samples(samples, row.cells)
        piece.append(row)
        if len(piece) == PIECE:
            pieces.append(json.dumps(piece, ensure_ascii=False))
            piece = []
    if piece:
        pieces.append(json.dumps(piece, ensure_ascii=False))
    if not count:
        raise Refused("The file has no line below the headings. Add the contacts and try again.")
    return Upload(headings, samples, pieces, count)


def rows_of(piece: str) -> list[Row]:
    """The rows of one piece."""
    return [Row(*row) for row in json.loads(piece)]


def shown(text: str) -> str:
    """A text from the file as a page can show it: short, on one line, every sign visible."""
    line = "".join(sign if sign.isprintable() else " " for sign in text[: LONGEST_CELL + 1])
    line = " ".join(line.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _rows(content: bytes) -> Iterator[Row]:
    if content.startswith(workbook.BEGINS):
        return workbook.rows(content)
    if content.startswith(workbook.OLD):
        raise Refused(OLD_WORKBOOK)
    return csv_file.rows(content)


def _headings(row: Row | None) -> list[str]:
    """The names of the columns, empty where one has none."""
    headings = [shown(cell or "") for cell in row.cells] if row and not row.fault else []
    while headings and not headings[-1]:
        headings.pop()
    if not headings or any("@" in heading for heading in headings):
        raise Refused(NO_HEADINGS)
    if len(headings) > MOST_COLUMNS:
        raise Refused(f"The file has more than {MOST_COLUMNS} columns. Delete those that we do not need and try again.")
    named = [heading.casefold() for heading in headings if heading]
    if len(set(named)) < len(named):
        raise Refused("The first line names the same column twice. Give each column a name of its own and try again.")
    return headings


def _keep_samples(samples: Sequence[list[str]], cells: Sequence[str | None]) -> None:
    for values, cell in zip(samples, cells, strict=False):
        if cell and cell.strip() and len(values) < SAMPLES:
            values.append(shown(cell))
