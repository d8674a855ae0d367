"""Pictures and documents that officers give are what they say they are, and nothing in them runs, loads or tells."""

import io
import zipfile
import zlib
from typing import Any

import pytest
from PIL import Image

from engagement.consultations import drawings, pictures, reading
from engagement.errors import Refused

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">%s</svg>'


def photograph(kind: str = "JPEG", width: int = 300, height: int = 200, **saved: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(file, kind, **saved)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_made_small_and_tells_no_place_and_no_camera(kind: str) -> None:
    taken = Image.Exif()
    taken[0x010F] = "Camera of Ada"
    taken.get_ifd(0x8825)[1] = "N"
    content, media_type, ending = pictures.read(photograph(kind, 3000, 2000, exif=taken))
    made = Image.open(io.BytesIO(content))
    assert (media_type, ending, made.size) == ("image/webp", "webp", (1200, 800))
    assert b"Ada" not in content
    assert not made.getexif()


def test_a_photograph_taken_with_a_turned_camera_stands_upright() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    content, *_ = pictures.read(photograph("JPEG", 400, 200, exif=turned))
    assert Image.open(io.BytesIO(content)).size == (200, 400)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not a PNG, JPEG, WebP or SVG"),
        (b"<html><script>alert(1)</script>", "not a PNG, JPEG, WebP or SVG"),
        (b"GIF89a" + bytes(50), "not a PNG, JPEG, WebP or SVG"),
        (photograph()[:400], "damaged"),
        (photograph(width=20, height=20), "20 by 20 points"),
        (bytes(pictures.LARGEST + 1), "larger than 10 MB"),
        (SVG % b"<script>alert(1)</script>", "a script"),
        (SVG % b"<style>@import url(//x)</style>", "a style sheet"),
        (SVG % b"<foreignObject/>", "something other than a drawing"),
        (SVG % b'<g><image href="https://x"/></g>', "another picture"),
        (SVG % b'<a href="javascript:alert(1)"/>', "links"),
        (SVG % b'<set attributeName="onload" to="x"/>', "movement"),
        (SVG % b'<path onload="alert(1)"/>', "something that runs"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG % b"&a;", "definitions of its own"),
        (SVG % b"<path>", "damaged"),
        (b"<?xml version='1.0'?><html/>", "not an SVG drawing"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "how large it is"),
    ],
)
def test_a_picture_that_will_not_do_is_refused_in_words(data: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        pictures.read(data)


def test_a_moving_picture_is_refused() -> None:
    file = io.BytesIO()
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("navy", "white")]
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:])
    with pytest.raises(Refused, match="moves"):
        pictures.read(file.getvalue())


def test_a_drawing_keeps_its_shapes_and_colours_and_loses_what_else_was_in_it() -> None:
    drawn = drawings.read(
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:ink="http://inkscape" width="9" height="9">'
        b'<ink:thing secret="x"/><!-- by Ada --><path d="M0 0h9" style="fill:#abc;behavior:url(x)" ink:label="Ada"/>'
        b'<rect fill="url(https://x)" filter="url(#f)" width="3" stroke="url(#grey)"/></svg>'
    )
    assert drawn == (
        b'<svg width="9" height="9" xmlns="http://www.w3.org/2000/svg"><path fill="#abc" d="M0 0h9" />'
        b'<rect width="3" stroke="url(#grey)" /></svg>'
    )


def package(*names: str, mimetype: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "x")
        if mimetype:
            made.writestr("mimetype", mimetype)
    return file.getvalue()


WORD = ("[Content_Types].xml", "word/document.xml")
PDF = b"%%PDF-1.7\n%s\n%%%%EOF\n"


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (PDF % b"1 0 obj << /Type /Catalog >> endobj", "pdf"),
        (package(*WORD), "docx"),
        (package("content.xml", mimetype=reading.MEDIA_TYPES["odt"]), "odt"),
    ],
)
def test_what_a_document_is_is_decided_by_what_is_in_it(data: bytes, ending: str) -> None:
    assert reading.read(data) == (reading.MEDIA_TYPES[ending], ending)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"MZ a program", "not a PDF"),
        (package("xl/workbook.xml", "[Content_Types].xml"), "not a PDF"),
        (b"PK\x03\x04 nothing", "damaged or locked"),
        (PDF % b"/Encrypt 5 0 R", "damaged or locked"),
        (b"%PDF-1.7 cut", "damaged or locked"),
        (PDF % b"<< /S /JavaScript /JS (app.alert) >>", "a program in it"),
        (PDF % b"<< /S /J#61vaScript >>", "a program in it"),
        (PDF % b"<< /S /Launch >>", "a program that it starts"),
        (PDF % b"<< /EmbeddedFiles 3 0 R >>", "other files in it"),
        (PDF % (b"<< /Type /ObjStm >> stream\n" + zlib.compress(b"<< /JS (x) >>") + b"endstream"), "a program in it"),
        (package(*WORD, "word/vbaProject.bin"), "a macro in it"),
        (package(*WORD, "word/embeddings/x.bin"), "other files in it"),
        (package("content.xml", "Basic/x", mimetype=reading.MEDIA_TYPES["odt"]), "a macro in it"),
        (bytes(reading.LARGEST + 1), "larger than 20 MB"),
    ],
)
def test_a_document_that_will_not_do_is_refused_in_words(data: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        reading.read(data)
