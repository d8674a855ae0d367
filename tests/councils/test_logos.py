"""A logo is a still PNG or WebP of a decent size; whatever only pretends to be one is refused in words."""

import pytest

from engagement.councils import logos
from engagement.errors import Refused
from tests.councils.pictures import chunk, extended_webp, lossless_webp, lossy_webp, png, webp


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (png(), "image/png"),
        (lossless_webp(), "image/webp"),
        (lossy_webp(), "image/webp"),
        (extended_webp(), "image/webp"),
    ],
    ids=["png", "lossless", "lossy", "extended"],
)
def test_a_picture_is_what_its_content_says_with_its_size(data: bytes, media_type: str) -> None:
    logo = logos.read(data)
    assert (logo.media_type, logo.width, logo.height) == (media_type, 240, 80)
    assert logo.data == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a",
        b"<!doctype html>",
        b"RIFF....WAVE",
    ],
)
def test_anything_but_png_and_webp_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="not a PNG or WebP picture"):
        logos.read(data)


@pytest.mark.parametrize(
    "data",
    [
        png()[:40],
        png() + b"<script>alert(1)</script>",
        png()[:8] + chunk(b"IEND"),
        png()[:8] + chunk(b"IDAT", b"x") + chunk(b"IEND"),
        png()[:8] + b"\xff\xff\xff\xff" + b"IHDR" + bytes(30),
        lossless_webp() + b"<script>",
        lossless_webp()[:24],
        webp(b"EVIL", bytes(20)),
    ],
)
def test_a_file_with_too_little_or_something_else_in_it_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="damaged or has more in it"):
        logos.read(data)


@pytest.mark.parametrize("data", [png(extra=chunk(b"acTL", bytes(8))), extended_webp(flags=2)], ids=["png", "webp"])
def test_a_logo_that_moves_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="moves"):
        logos.read(data)


@pytest.mark.parametrize(("width", "height"), [(1201, 80), (240, 601), (15, 80), (16000, 16000)])
def test_a_logo_of_a_useless_or_dangerous_size_is_refused_with_what_would_do(width: int, height: int) -> None:
    with pytest.raises(
        Refused, match=f"{width} by {height} pixels. Use one of at least 16 by 16 and at most 1200 by 600"
    ):
        logos.read(extended_webp(width, height))


def test_a_heavy_file_is_refused_before_it_is_looked_into() -> None:
    with pytest.raises(Refused, match="larger than 60 kB"):
        logos.read(png() + bytes(60_000))
