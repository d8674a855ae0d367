"""An officer's CSV file as rows: its encoding and separator found out, every unreadable line named."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from engagement.errors import Refused

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 100_000
SEPARATORS = ",;\t"
# How workbooks and UTF-16 text begin.
NOT_CSV = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xfe\xff")
SAVE_AS = 'Save it as "CSV UTF-8" and try again.'


@dataclass(frozen=True)
class Row:
    """The values of one line by their column's name in lower case; missing ones are empty."""

    line: int
    values: Mapping[str, str]


@dataclass
class CsvFile:
    """Good rows, and the lines that could not be read with the reason in words."""

    columns: list[str]
    rows: list[Row] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def read(stream: BinaryIO) -> CsvFile:
    """Read a whole file. Raises Refused where it is too large, not text, or its first line names no columns."""
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused("The file is larger than 5 MB. Split it and import the parts.")
    text = _decode(content)
    lines = _lines(text)
    columns = [name.strip().lower() for name in next(lines, (1, []))[1] or []]
    if len(set(columns)) < len(columns):
        raise Refused("The first line names the same column twice. Each column needs its own name.")
    found = CsvFile(columns)
    for line, cells in lines:
        if cells is None:
            found.refused.append(
                (line, "The quotation marks here do not pair up. What follows may not have been read.")
            )
        elif any(cell.strip() for cell in cells[len(columns) :]):
            found.refused.append(
                (line, "There are more values here than columns. Put quotation marks around a value with commas.")
            )
        elif any(cell.strip() for cell in cells):
            padded = cells + [""] * (len(columns) - len(cells))
            found.rows.append(Row(line, dict(zip(columns, padded, strict=False))))
        if len(found.rows) > MOST_ROWS:
            raise Refused("The file has more than 100,000 rows. Split it and import the parts.")
    return found


def _decode(content: bytes) -> str:
    if content.startswith(NOT_CSV):
        raise Refused(f"This is not a CSV file. {SAVE_AS}")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(f"This file is not text that we can read. {SAVE_AS}")


def _lines(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Each record with the line it begins on; None for one that never ends."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield begins, None
            continue
        if cells:
            yield begins, cells
