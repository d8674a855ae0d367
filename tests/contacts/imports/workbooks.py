"""Excel workbooks made part by part, as honest or as hostile as a test needs them."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKED = f'xmlns:r="{KINDS}"'
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def sheet(rows: Sequence[Sequence[str]]) -> str:
    """A sheet whose cells say for themselves what they hold."""
    body = "".join(
        f'<row r="{line}">'
        + "".join(
            f'<c r="{chr(65 + column)}{line}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
            for column, value in enumerate(row)
        )
        + "</row>"
        for line, row in enumerate(rows, start=1)
    )
    return of_rows(body)


def of_rows(body: str) -> str:
    """A sheet with rows that are written out."""
    return f"<worksheet {MAIN}><sheetData>{body}</sheetData></worksheet>"


def workbook(
    sheet: str,
    *,
    shared: str = "",
    sheets: str = '<sheet name="Contacts" sheetId="1" r:id="rId1"/>',
    more: Sequence[tuple[str, str | bytes]] = (),
    target: str = "worksheets/sheet1.xml",
    mode: str = "",
) -> bytes:
    """A workbook with one sheet, texts that cells share if any, and further parts."""
    parts: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships {RELATIONS}><Relationship Id="rId1" Type="{KINDS}/officeDocument" '
        f'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f"<workbook {MAIN} {LINKED}><sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships {RELATIONS}>"
        f'<Relationship Id="rId1" Type="{KINDS}/worksheet" Target="{target}"{mode}/>'
        f'<Relationship Id="rId2" Type="{KINDS}/worksheet" Target="worksheets/sheet2.xml"/>'
        f'<Relationship Id="rId9" Type="{KINDS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        **({"xl/sharedStrings.xml": f"<sst {MAIN}>{shared}</sst>"} if shared else {}),
        **dict(more),
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return content.getvalue()
