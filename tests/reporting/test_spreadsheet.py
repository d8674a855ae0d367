"""No cell of a CSV file is run as a formula, and none loses its words."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.reporting.spreadsheet import BEGINS_A_FORMULA, MARK, csv_lines, safe

FORMULAS = [
    '=HYPERLINK("http://x.example","y")',
    "+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    "  =1",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_becomes_text(formula: str) -> None:
    assert safe(formula) == "'" + formula.replace("\0", "")


@pytest.mark.parametrize("text", ["", "plain", "3-4 times", "a=b", "O'Brien", "'quoted"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


@given(st.lists(st.lists(st.text(), min_size=1), min_size=1))
def test_any_text_comes_back_whole_and_begins_no_formula(rows: list[list[str]]) -> None:
    written = "".join(csv_lines(rows))
    assert written.startswith(MARK)
    back = list(csv.reader(io.StringIO(written.removeprefix(MARK), newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in back] == [
        [cell.replace("\0", "").removeprefix("'") for cell in row] for row in rows
    ]
    assert not [cell for row in back for cell in row if cell.startswith(BEGINS_A_FORMULA)]
