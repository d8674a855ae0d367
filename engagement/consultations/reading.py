"""Documents for people to read: PDF, Word and ODT, told by what is in them and free of what could run."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from engagement.errors import Refused

LARGEST = 20_000_000
# What a document may become where it is opened, and how much of the packed parts of a PDF we look into.
MOST_PARTS, MOST_UNPACKED, MOST_HIDDEN = 5000, 300_000_000, 50_000_000
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}
NEITHER = "This is not a PDF, Word (.docx) or ODT document. Save it as one of these and choose it again."
DAMAGED = "The document's file is damaged or locked. Save it again without a password and choose it again."
RUNS = "The document has {found} in it. Save it without that, for example as a PDF, and choose it again."
SWELLS = "The document becomes too large when it is opened. Make it smaller and choose it again."
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z0-9])")
NAMES = {b"Launch": "a program that it starts", b"RichMedia": "media that play", b"XFA": "a form with a program"}
# How the part that names an ODT may be packed: the two ways that the format knows.
PACKED_SIMPLY = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
TROUBLE = (
    zipfile.BadZipFile,  # no list of parts, or one that does not fit them
    ValueError,  # a part that would begin before the file, or a name in no alphabet
    NotImplementedError,  # a kind of zip that came later
    EOFError,  # a part that would end after the file
    zlib.error,  # packed bytes that are none
)


def read(data: bytes) -> tuple[str, str]:
    """What a document is, as (media type, ending). Raises Refused for what it must not be."""
    if len(data) > LARGEST:
        raise Refused(f"The document's file is larger than {LARGEST // 1_000_000} MB. Make it smaller.")
    if data.startswith(b"%PDF-"):
        _check_pdf(data)
        ending = "pdf"
    elif data.startswith(b"PK\x03\x04"):
        ending = _kind_of_package(data)
    else:
        raise Refused(NEITHER)
    return MEDIA_TYPES[ending], ending


def _check_pdf(data: bytes) -> None:
    if b"%%EOF" not in data[-2048:]:
        raise Refused(DAMAGED)
    if re.search(rb"/Encrypt\b", data):
        raise Refused(DAMAGED)
    for part in (data, *_hidden(data)):
        plain = ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), part)
        if found := ACTIVE.search(plain):
            what = "other files" if found[1].startswith(b"Embedded") else NAMES.get(found[1], "a program")
            raise Refused(RUNS.format(found=what))


def _hidden(data: bytes) -> Iterator[bytes]:
    """The packed parts of a PDF that hold its objects, unpacked as far as they can be read. Raises Refused."""
    left = MOST_HIDDEN
    # Split and not searched for as a whole: what never ends would be looked through again from each beginning.
    for part in data.split(b"endstream"):
        stream = part.partition(b"/ObjStm")[2].partition(b"stream")[2].lstrip(b"\r\n")
        try:
            unpacked = zlib.decompressobj().decompress(stream, left + 1)
        except zlib.error:
            # Packed in another way, or not at all: what is not packed was looked at with the whole.
            continue
        left -= len(unpacked)
        if left < 0:
            raise Refused(SWELLS)
        yield unpacked


def _kind_of_package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {part.filename: part for part in package.infolist()}
            _check_parts(package.infolist())
            kind = parts.get("mimetype")
            mimetype = package.open(kind).read(100) if kind and kind.compress_type in PACKED_SIMPLY else b""
    except TROUBLE as error:
        raise Refused(DAMAGED) from error
    names = parts.keys()
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Refused(RUNS.format(found="a macro"))
    if any("/embeddings/" in name or "/activeX/" in name or name.startswith("Object ") for name in names):
        raise Refused(RUNS.format(found="other files"))
    if {"[Content_Types].xml", "word/document.xml"} <= names:
        return "docx"
    if mimetype == MEDIA_TYPES["odt"].encode() and "content.xml" in names:
        return "odt"
    raise Refused(NEITHER)


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or any(part.flag_bits & 1 for part in parts):
        raise Refused(DAMAGED)
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(SWELLS)
