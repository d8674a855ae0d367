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
        (SVG % (b"<g>" * 60_000 + b"</g>" * 60_000), "groups within groups"),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + SVG % b"&b;", "definitions of its own"),
        (photograph("PNG", 9000, 6000), "at most 50 million points"),
    ],
)
def test_a_picture_that_will_not_do_is_refused_in_words(data: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        pictures.read(data)


def test_a_photograph_of_a_telephone_with_a_second_picture_in_its_file_is_taken() -> None:
    second = Image.new("RGB", (100, 100))
    content, *_ = pictures.read(photograph("MPO", save_all=True, append_images=[second]))
    assert Image.open(io.BytesIO(content)).size == (300, 200)


def test_a_photograph_whose_notes_of_the_camera_are_odd_is_taken_upright() -> None:
    notes = Image.Exif()
    notes[0x0112], notes[0x011A] = 6, 72.0
    # The kind of the second note, a fraction, becomes text.
    odd = photograph(exif=notes).replace(b"\x01\x1a\x00\x05", b"\x01\x1a\x00\x02")
    content, *_ = pictures.read(odd)
    assert Image.open(io.BytesIO(content)).size == (200, 300)


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


def package(*names: str, mimetype: str = "", size: int = 1) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, bytes(size))
        if mimetype:
            made.writestr("mimetype", mimetype)
    return file.getvalue()


WORD = ("[Content_Types].xml", "word/document.xml")
ODT = package("content.xml", mimetype=reading.MEDIA_TYPES["odt"])
PDF = b"%%PDF-1.7\n%s\n%%%%EOF\n"


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (PDF % b"1 0 obj << /Type /Catalog >> endobj", "pdf"),
        (package(*WORD), "docx"),
        (ODT, "odt"),
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
        (ODT.replace(b"\x08\0\0\0mimetype", b"\x08\0\xff\0mimetype"), "damaged or locked"),
    ],
)
def test_a_document_that_will_not_do_is_refused_in_words(data: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        reading.read(data)


@pytest.mark.timeout(10)
@pytest.mark.parametrize("names", [WORD, ("content.xml",)])
def test_a_small_document_that_becomes_a_large_one_is_refused_before_it_does(
    names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_UNPACKED", 3_000_000)
    bomb = package(*names, mimetype=reading.MEDIA_TYPES["odt"], size=3_000_001)
    assert len(bomb) < 10_000
    with pytest.raises(Refused, match="too large when it is opened"):
        reading.read(bomb)


@pytest.mark.timeout(10)
def test_a_document_with_parts_that_swell_or_never_end_takes_no_longer_than_another() -> None:
    swelling = b"/ObjStm stream\n" + zlib.compress(bytes(1_000_000)) + b"endstream"
    with pytest.raises(Refused, match="too large when it is opened"):
        reading.read(PDF % (swelling * 5000))
    assert reading.read(PDF % (b"/ObjStm stream\n" * 100_000)) == (reading.MEDIA_TYPES["pdf"], "pdf")
