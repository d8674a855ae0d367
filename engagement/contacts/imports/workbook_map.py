"""Where the first sheet of a workbook and the texts it shares with others are."""

import posixpath
from typing import NamedTuple

from engagement.contacts.imports.workbook_parts import DAMAGED, Parts
from engagement.errors import Refused

NO_SHEET = "This workbook has no sheet that is shown. Unhide the sheet with the contacts and try again."


class Map(NamedTuple):
    """Names of parts; that of the texts need not be there."""

    sheet: str
    texts: str


def find(parts: Parts) -> Map:
    """Follow a workbook's own references to the first sheet that is shown. Raises Refused."""
    book = _target(parts, "_rels/.rels", "officeDocument") or "xl/workbook.xml"
    folder, name = posixpath.split(book)
    relations = f"{folder}/_rels/{name}.rels"
    sheet = _target(parts, relations, "worksheet", _first_sheet(parts, book))
    if sheet is None or sheet not in parts:
        raise Refused(DAMAGED)
    return Map(sheet, _target(parts, relations, "sharedStrings") or "")


class _Relations:
    """Where the parts that a part refers to are, unless that is outside the file."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found.append((kind, attributes.get("Id", ""), attributes.get("Target", "")))

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


def _target(parts: Parts, relations: str, kind: str, only: str | None = None) -> str | None:
    """The name of the part of a kind that a file of relations leads to."""
    if relations not in parts:
        return None
    found = _Relations()
    parts.read(relations, found)
    folder = posixpath.dirname(posixpath.dirname(relations))
    for known, key, target in found.found:
        if known == kind and only in (None, key):
            return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return None


class _Sheets:
    """The sheets that are shown, by the key that leads to each."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            self.shown += [value for key, value in attributes.items() if key.rpartition(":")[2] == "id"]

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


def _first_sheet(parts: Parts, book: str) -> str:
    if book not in parts:
        raise Refused(DAMAGED)
    sheets = _Sheets()
    parts.read(book, sheets)
    if not sheets.shown:
        raise Refused(NO_SHEET)
    return sheets.shown[0]
