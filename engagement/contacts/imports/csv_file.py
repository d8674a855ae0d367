"""An officer's CSV file as rows: its encoding and separator found out, every unreadable line named."""

import csv
import io
import re
from collections.abc import Iterator

from engagement.contacts.imports.rows import LONGEST_CELL, Row
from engagement.errors import Refused

SEPARATORS = ",;\t"
QUOTED = re.compile('"[^"]*"')
# How UTF-16 text begins.
OTHER_TEXT = (b"\xff\xfe", b"\xfe\xff")
# Sixty cells of a thousand characters need far less.
LONGEST_RECORD = 250_000
SAVE_AS = 'Save it as "CSV UTF-8" or as an Excel workbook (.xlsx) and try again.'
UNPAIRED = "The quotation marks here do not pair up. What follows may not have been read."
TOO_MANY = "There are more values here than columns. Put quotation marks around a value with commas."


def rows(content: bytes) -> Iterator[Row]:
    """Every line that is not empty, the headings first. Raises Refused where the file is not text."""
    width = 0
    for line, cells in _lines(_decode(content)):
        width = width or len(cells or ())
        if cells is None:
            yield Row(line, (), UNPAIRED)
        elif any(cell.strip() for cell in cells[width:]):
            yield Row(line, (), TOO_MANY)
        else:
            yield Row(line, [cell[: LONGEST_CELL + 1] for cell in cells[:width]])


def _decode(content: bytes) -> str:
    if content.startswith(OTHER_TEXT):
        raise Refused(f"This is not a CSV file in UTF-8. {SAVE_AS}")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(f"This file is not text that we can read. {SAVE_AS}")


class _Bounded:
    """The lines of a text, as long as one record does not take in too much of it."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self._taken = 0
        self._begins = 1

    def begin(self, line: int) -> None:
        """A record begins on a line."""
        self._begins, self._taken = line, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._taken += len(line)
        if self._taken > LONGEST_RECORD:
            raise Refused(f"Line {self._begins} is too long to be read. Check the quotation marks on it and before it.")
        return line


def _lines(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Each record with the line it begins on; None for one that never ends."""
    first = QUOTED.sub("", text.lstrip("\r\n").split("\n", 1)[0])
    separator = max(SEPARATORS, key=first.count)
    lines = _Bounded(text)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        begins = reader.line_num + 1
        lines.begin(begins)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield begins, None
            continue
        if cells:
            yield begins, cells
