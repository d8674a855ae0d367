"""Excel workbooks are read as text and nothing more; a hostile one is refused at once, in words."""

import io
import random
import re
import resource
import time
import zipfile
from collections.abc import Callable

import pytest

from engagement.contacts.imports import upload, workbook
from engagement.contacts.imports.rows import LONGEST_CELL, MOST_ROWS, Row
from engagement.contacts.imports.workbook_parts import DAMAGED, TOO_LARGE
from engagement.errors import Refused
from tests.contacts.imports.workbooks import KINDS, MAIN, of_rows, sheet
from tests.contacts.imports.workbooks import workbook as made

HEADINGS = '<row r="1"><c r="A1" t="inlineStr"><is><t>email</t></is></c></row>'


def test_rows_keep_their_numbers_and_cells_their_columns() -> None:
    rows = list(
        workbook.rows(
            made(
                of_rows(
                    '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>'
                    '<row r="7"><c r="B7"><v>12</v></c><c r="C7" t="b"><v>1</v></c><c r="D7"/></row>'
                    "<row><c><v>1</v></c><c><v>2</v></c></row>"
                ),
                shared="<si><t>Email</t></si><si><r><t>École </t></r><r><t>&amp; </t></r><rPh><t>no</t></rPh>"
                "<r><t>Co</t></r></si>",
            )
        )
    )
    assert rows == [
        Row(2, ["Email", "", "École & Co"]),
        Row(7, ["", "12", "TRUE"]),
        Row(8, ["1", "2"]),
    ]


def test_formulas_and_errors_are_neither_worked_out_nor_believed() -> None:
    rows = list(
        workbook.rows(
            made(
                of_rows(
                    '<row r="1"><c r="A1"><f>HYPERLINK("http://evil.example")</f><v>x@evil.example</v></c>'
                    '<c r="B1" t="e"><v>#REF!</v></c><c r="C1"><f>[1]Sheet1!A1</f></c><c r="D1"><v>=1+1</v></c></row>'
                )
            )
        )
    )
    assert rows == [Row(1, [None, None, None, "=1+1"])]


def test_a_hidden_first_sheet_is_left_alone() -> None:
    content = made(
        sheet([["email"], ["hidden@one.example"]]),
        sheets='<sheet name="A" sheetId="1" state="hidden" r:id="rId1"/><sheet name="B" sheetId="2" r:id="rId2"/>',
        more=[("xl/worksheets/sheet2.xml", sheet([["email"], ["shown@one.example"]]))],
    )
    assert upload.read(content).samples == [["shown@one.example"]]


def test_a_long_cell_is_read_only_as_far_as_is_needed_to_refuse_it() -> None:
    [row] = workbook.rows(made(sheet([["x" * 100_000]])))
    assert len(row.cells[0] or "") == LONGEST_CELL + 1


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "entities that multiply": (DAMAGED, lambda: made(ENTITIES + "]>" + of_rows("<row><c><v>&i;</v></c></row>"))),
    "an entity from outside": (
        DAMAGED,
        lambda: made(
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + of_rows("<row><c><v>&a;</v></c></row>")
        ),
    ),
    "a part that inflates a thousandfold": (TOO_LARGE, lambda: made(of_rows(HEADINGS + " " * 60_000_000))),
    "a part that inflates just under the size but far over the ratio": (
        TOO_LARGE,
        lambda: made(of_rows(HEADINGS + " " * 40_000_000)),
    ),
    "texts without end": (TOO_LARGE, lambda: made(of_rows(HEADINGS), shared="<si/>" * 2_000_000)),
    "one text in every cell": (
        "too much text",
        lambda: made(
            of_rows(HEADINGS + '<row><c t="s"><v>0</v></c></row>' * 80_000),
            shared=f"<si><t>{'x' * 1000}</t></si>",
            more=[("xl/media/noise.bin", random.Random(1).randbytes(2_000_000))],
        ),
    ),
    "a cell in the last column there is": (
        "more than 60 columns",
        lambda: made(of_rows('<row r="1"><c r="XFD1"><v>1</v></c></row>')),
    ),
    "a line that no sheet has": (DAMAGED, lambda: made(of_rows('<row r="9999999"><c><v>1</v></c></row>'))),
    "more rows than we take": (
        "more than 100,000 rows",
        lambda: made(
            of_rows(HEADINGS + "<row><c><v>1</v></c></row>" * (MOST_ROWS + 1)),
            more=[("xl/media/noise.bin", random.Random(1).randbytes(2_000_000))],
        ),
    ),
    "more parts than a workbook has": (
        TOO_LARGE,
        lambda: made(of_rows(HEADINGS), more=[(f"x{n}", "") for n in range(201)]),
    ),
    "macros": ("has macros", lambda: made(of_rows(HEADINGS), more=[("xl/vbaProject.bin", b"x")])),
    "a sheet that is somewhere else": (
        DAMAGED,
        lambda: made(of_rows(HEADINGS), target="https://evil.example/sheet1.xml", mode=' TargetMode="External"'),
    ),
    "a sheet above the file": (DAMAGED, lambda: made(of_rows(HEADINGS), target="../../../etc/passwd")),
    "a text that is not there": (DAMAGED, lambda: made(of_rows('<row><c t="s"><v>5</v></c></row>'), shared="<si/>")),
    "a text before the first": (DAMAGED, lambda: made(of_rows('<row><c t="s"><v>-1</v></c></row>'), shared="<si/>")),
    "no sheet at all": ("no sheet that is shown", lambda: made(of_rows(HEADINGS), sheets="")),
    "tags that do not close": (DAMAGED, lambda: made("<worksheet><sheetData><row>")),
    "an encoding that is none": (DAMAGED, lambda: made('<?xml version="1.0" encoding="base64"?><worksheet/>')),
    "nothing but its first bytes": (DAMAGED, lambda: b"PK\x03\x04"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_workbook_is_refused_in_two_seconds_and_little_memory(case: str) -> None:
    why, make = HOSTILE[case]
    content = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    with pytest.raises(Refused, match=re.escape(why)):
        upload.read(content)
    assert time.process_time() - began < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024


def test_a_part_that_lies_about_its_size_is_counted_as_it_inflates() -> None:
    honest = made(of_rows(HEADINGS + " " * 60_000_000))
    names = zipfile.ZipFile(io.BytesIO(honest)).infolist()
    size = next(entry.file_size for entry in names if entry.filename.endswith("sheet1.xml"))
    lying = honest.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(Refused):
        upload.read(lying)


def test_depth_costs_nothing() -> None:
    content = made(
        f"<worksheet {MAIN}>{'<a>' * 200_000}{'</a>' * 200_000}</worksheet>",
        more=[("n", random.Random(1).randbytes(100_000))],
    )
    with pytest.raises(Refused, match="first line must name the columns"):
        upload.read(content)


def test_a_workbook_with_any_byte_changed_is_read_or_refused_and_nothing_else() -> None:
    honest = made(sheet([["email", "name"], ["a@one.example", "One"]]), shared="<si><t>x</t></si>")
    chance = random.Random(7)
    refused = 0
    for _ in range(500):
        broken = bytearray(honest)
        for _ in range(chance.randint(1, 4)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            upload.read(bytes(broken))
        except Refused:
            refused += 1
    assert 0 < refused < 500


def test_no_kind_of_reference_is_followed_but_the_sheet_and_its_texts() -> None:
    more = [
        ("xl/externalLinks/externalLink1.xml", "<externalLink/>"),
        (
            "xl/worksheets/_rels/sheet1.xml.rels",
            f'<Relationships><Relationship Type="{KINDS}/hyperlink"/></Relationships>',
        ),
    ]
    assert upload.read(made(sheet([["email"], ["a@one.example"]]), more=more)).rows == 1
