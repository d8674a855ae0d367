"""Small pictures made here, so that each byte of what is uploaded in tests is known."""

import struct
import zlib

PNG = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int = 240, height: int = 80, extra: bytes = b"") -> bytes:
    """A white PNG of one bit a pixel, with other chunks before its end where `extra` has them."""
    rows = zlib.compress((b"\x00" + b"\xff" * ((width + 7) // 8)) * height)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return PNG + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + extra + chunk(b"IEND")


def webp(kind: bytes, content: bytes) -> bytes:
    """A WebP with one chunk; its header says the size that `content` begins with."""
    body = b"WEBP" + kind + struct.pack("<I", len(content)) + content
    return b"RIFF" + struct.pack("<I", len(body)) + body


def lossless_webp(width: int = 240, height: int = 80) -> bytes:
    """The beginning of a lossless WebP."""
    return webp(b"VP8L", b"\x2f" + (width - 1 | (height - 1) << 14).to_bytes(4, "little") + bytes(9))


def lossy_webp(width: int = 240, height: int = 80) -> bytes:
    """The beginning of a lossy WebP."""
    return webp(b"VP8 ", bytes(3) + b"\x9d\x01\x2a" + struct.pack("<HH", width, height) + bytes(8))


def extended_webp(width: int = 240, height: int = 80, flags: int = 0) -> bytes:
    """The beginning of a WebP that can have transparency, or, with flag 2, move."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return webp(b"VP8X", bytes([flags, 0, 0, 0]) + size)
