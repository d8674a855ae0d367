"""Reads what a printed page says, white space left out: what can be seen, and what only a machine is told."""

import io
import re
from collections.abc import Iterable, Iterator

import pikepdf

SHOWS, BEGINS = {"Tj", "TJ"}, {"BDC", "BMC"}
TABLES = re.compile(r"beginbf(char|range)(.*?)endbf", re.DOTALL)
CODE = re.compile(r"<([0-9A-Fa-f]+)>")


def opened(made: bytes) -> pikepdf.Pdf:
    """A PDF to look into."""
    return pikepdf.open(io.BytesIO(made))


def words_of(page: pikepdf.Page) -> str:
    """All that a page shows, in the order it is drawn; where a file spells out what a shape means, that."""
    return squeezed("".join(text for text, _ in placed(page)))


def squeezed(text: str) -> str:
    """Without white space and the places where a long word may break."""
    return re.sub(r"[\s\u200b]+", "", text)


def structure(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every element of the tag tree, in reading order."""
    yield from _elements(pdf.Root.StructTreeRoot)


def tags(pdf: pikepdf.Pdf) -> list[str]:
    """The names of the tags, in reading order."""
    return [str(element.S) for element in structure(pdf)]


def _elements(parent: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    kids: pikepdf.Object = parent.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def placed(page: pikepdf.Page) -> Iterator[tuple[str, float]]:
    """Each run of text with its height above the foot of the page, in points."""
    fonts = {name: _characters(font) for name, font in page.Resources.get("/Font", {}).items()}
    known: dict[int, str] = {}
    spelled_out: list[bool] = []
    at = pikepdf.Matrix()
    before: list[pikepdf.Matrix] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator == "q":
            before.append(at)
        elif operator == "Q":
            at = before.pop()
        elif operator == "cm":
            at = pikepdf.Matrix(*map(float, operands)) @ at
        elif operator == "Tf":
            known = fonts[str(operands[0])]
        elif operator in BEGINS:
            said = operands[1].get("/ActualText") if isinstance(operands[-1], pikepdf.Dictionary) else None
            spelled_out.append(said is not None)
            if said is not None:
                yield str(said), at.f
        elif operator == "EMC":
            spelled_out.pop()
        elif operator in SHOWS and not any(spelled_out):
            yield "".join(_read(operands[0] if operator == "TJ" else operands, known)), at.f


def _read(pieces: Iterable[object], known: dict[int, str]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, pikepdf.String):
            codes = bytes(piece)
            yield from (known[codes[at] << 8 | codes[at + 1]] for at in range(0, len(codes), 2))


def _characters(font: pikepdf.Object) -> dict[int, str]:
    """Code to character, as the font's own table tells those who copy text."""
    characters: dict[int, str] = {}
    for kind, entries in TABLES.findall(font.ToUnicode.read_bytes().decode("ascii")):
        values = CODE.findall(entries)
        if kind == "char":
            for code, text in zip(values[::2], values[1::2], strict=True):
                characters[int(code, 16)] = _decoded(text)
        else:
            for first, last, text in zip(values[::3], values[1::3], values[2::3], strict=True):
                start = _decoded(text)
                for step in range(int(last, 16) - int(first, 16) + 1):
                    characters[int(first, 16) + step] = start[:-1] + chr(ord(start[-1]) + step)
    return characters


def _decoded(text: str) -> str:
    return bytes.fromhex(text).decode("utf-16-be")
