"""Text for spreadsheets: CSV in which no cell is ever run as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

# How formulas begin, the full-width twins that spreadsheets fold into them, and what some skip before one.
BEGINS_A_FORMULA = tuple("=+-@＝＋－＠\t\r\n\0")
# Tells a spreadsheet program that the text is UTF-8.
MARK = "﻿"


def safe(cell: str) -> str:
    """The same text, marked as text where a spreadsheet could take it for a formula; without NUL."""
    first = cell.lstrip(" \u00a0")
    marked = f"'{cell}" if first.startswith(BEGINS_A_FORMULA) else cell
    return marked.replace("\0", "")


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A CSV file in pieces of one row, every cell quoted and safe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    yield MARK
    for row in rows:
        writer.writerow([safe(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
