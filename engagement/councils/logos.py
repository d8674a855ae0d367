"""Logos: what may be one is decided by what is in the file, never by its name or what a browser says of it."""

import hashlib
import struct
from dataclasses import dataclass

from engagement.errors import Refused

LARGEST = 60_000
WIDEST, HIGHEST = 1200, 600
SMALLEST = 16
PNG, PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
NEITHER = "The logo is not a PNG or WebP picture. Save it as one of these and choose it again."
DAMAGED = "The logo's file is damaged or has more in it than one picture. Save it again as PNG or WebP."
MOVING = "The logo moves. Use a picture that stands still."


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that may stand at the top of pages; width and height in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int

    @property
    def version(self) -> str:
        """A name for exactly this picture."""
        return hashlib.sha256(self.data).hexdigest()[:12]


def read(data: bytes) -> Logo:
    """The logo in a file. Raises Refused for whatever else it may be."""
    if len(data) > LARGEST:
        raise Refused(f"The logo's file is larger than {LARGEST // 1000} kB. Make the picture smaller.")
    if data.startswith(PNG):
        media_type, (width, height) = "image/png", _size_of_png(data)
    elif data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        media_type, (width, height) = "image/webp", _size_of_webp(data)
    else:
        raise Refused(NEITHER)
    if width > WIDEST or height > HIGHEST or min(width, height) < SMALLEST:
        raise Refused(
            f"The logo is {width} by {height} pixels. Use one of at least {SMALLEST} by {SMALLEST} "
            f"and at most {WIDEST} by {HIGHEST}."
        )
    return Logo(data, media_type, width, height)


def _size_of_png(data: bytes) -> tuple[int, int]:
    """Width and height, after walking all chunks: so nothing can follow the picture."""
    at, kinds = len(PNG), list[bytes]()
    while at + 12 <= len(data) and (not kinds or kinds[-1] != b"IEND"):
        length, kind = struct.unpack_from(">I4s", data, at)
        kinds.append(kind)
        at += 12 + length
    if at != len(data) or kinds[0] != b"IHDR" or b"IDAT" not in kinds or not data.endswith(PNG_END):
        raise Refused(DAMAGED)
    if b"acTL" in kinds:
        raise Refused(MOVING)
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _size_of_webp(data: bytes) -> tuple[int, int]:
    """Width and height, from the header of each of WebP's three kinds."""
    if len(data) < 30 or struct.unpack_from("<I", data, 4)[0] + 8 != len(data):
        raise Refused(DAMAGED)
    kind = data[12:16]
    if kind == b"VP8X":
        if data[20] & 0x02:
            raise Refused(MOVING)
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if kind == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise Refused(DAMAGED)
