"""Documents for people to read: PDF, Word and ODT, told by what is in them and free of what could run."""

import io
import re
import zipfile
import zlib

from engagement.errors import Refused

LARGEST = 20_000_000
MOST_PARTS = 5000
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}
NEITHER = "This is not a PDF, Word (.docx) or ODT document. Save it as one of these and choose it again."
DAMAGED = "The document's file is damaged or locked. Save it again without a password and choose it again."
RUNS = "The document has {found} in it. Save it without that, for example as a PDF, and choose it again."
HIDDEN_STREAM = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n(.*?)endstream", re.DOTALL)
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z0-9])")
NAMES = {b"Launch": "a program that it starts", b"RichMedia": "media that play", b"XFA": "a form with a program"}
MOST_HIDDEN = 2_000_000


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
    for part in (data, *map(_unpacked, HIDDEN_STREAM.findall(data))):
        plain = ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), part)
        if found := ACTIVE.search(plain):
            what = "other files" if found[1].startswith(b"Embedded") else NAMES.get(found[1], "a program")
            raise Refused(RUNS.format(found=what))


def _unpacked(stream: bytes) -> bytes:
    """What a packed part of a PDF holds, as far as it can be read and not more than a little of it."""
    try:
        return zlib.decompressobj().decompress(stream, MOST_HIDDEN)
    except zlib.error:
        return b""


def _kind_of_package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or any(part.flag_bits & 1 for part in parts):
                raise Refused(DAMAGED)
            names = {part.filename for part in parts}
            mimetype = package.open("mimetype").read(100).decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, zlib.error) as error:
        raise Refused(DAMAGED) from error
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Refused(RUNS.format(found="a macro"))
    if any("/embeddings/" in name or "/activeX/" in name or name.startswith("Object ") for name in names):
        raise Refused(RUNS.format(found="other files"))
    if {"[Content_Types].xml", "word/document.xml"} <= names:
        return "docx"
    if mimetype == MEDIA_TYPES["odt"] and "content.xml" in names:
        return "odt"
    raise Refused(NEITHER)
