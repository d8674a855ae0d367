"""The parts of an Excel workbook, opened so that a small hostile file cannot become a big one.

A workbook is a zip of XML. Only the parts that hold cells are ever inflated, in small pieces, and what comes
out is counted. No part may declare entities, and nothing outside the file is ever followed or run.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol
from xml.parsers import expat

from engagement.errors import Refused

MOST_INFLATED = 50 * 1024 * 1024
MOST_ENTRIES = 200
MOST_RATIO = 100
# Below this a high ratio costs nothing: tidy little workbooks do squeeze well.
RATIO_MATTERS = 1024 * 1024
BLOCK = 64 * 1024

DAMAGED = "This workbook is damaged or protected, so it cannot be read. Save it again as an Excel workbook (.xlsx)."
TOO_LARGE = "This workbook becomes too large when it is opened. Copy the contacts into a new one and try again."
MACROS = "This workbook has macros. Save it as an Excel workbook without macros (.xlsx) and try again."
# What zipfile, zlib and expat raise for bytes that are not what they say.
TROUBLE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    LookupError,
    OverflowError,
)


class Handler(Protocol):
    """What takes the elements of a part as they come; names are without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text inside the present element."""


class Parts:
    """The parts of one workbook. Raises Refused for what is none, is too large, or has macros."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except TROUBLE:
            raise Refused(DAMAGED) from None
        if len(entries) > MOST_ENTRIES:
            raise Refused(TOO_LARGE)
        self._most = min(MOST_INFLATED, max(RATIO_MATTERS, MOST_RATIO * len(content)))
        if sum(entry.file_size for entry in entries) > self._most:
            raise Refused(TOO_LARGE)
        if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
            raise Refused(MACROS)
        self._inflated = 0

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def walk(self, name: str, handler: Handler) -> Iterator[None]:
        """Read a part, pausing after each piece so that what the handler gathered can be taken away."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_declarations
        parser.StartElementHandler = lambda tag, attributes: handler.start(_local(tag), attributes)
        parser.EndElementHandler = lambda tag: handler.end(_local(tag))
        parser.CharacterDataHandler = handler.text
        try:
            with self._zip.open(name) as part:
                while block := part.read(BLOCK):
                    self._inflated += len(block)
                    if self._inflated > self._most:
                        raise Refused(TOO_LARGE)
                    parser.Parse(block, False)
                    yield
            parser.Parse(b"", True)
        except TROUBLE:
            raise Refused(DAMAGED) from None
        yield

    def read(self, name: str, handler: Handler) -> None:
        """Read a whole part."""
        for _ in self.walk(name, handler):
            pass


def _refuse_declarations(*_: object) -> None:
    raise Refused(DAMAGED)


@lru_cache(maxsize=256)
def _local(tag: str) -> str:
    return tag.rpartition(":")[2]
