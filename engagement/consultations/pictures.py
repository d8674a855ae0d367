"""Pictures of a consultation's page: photographs made small and free of what cameras write into them, and drawings."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from engagement.consultations import drawings
from engagement.errors import Refused

LARGEST = 10_000_000
# Twice the size at which the page shows it, for fine screens; pictures with more points than the second are not opened.
WIDEST, HIGHEST, MOST_POINTS = 1200, 900, 50_000_000
SMALLEST = 100
NEITHER = "This is not a PNG, JPEG, WebP or SVG picture. Save it as one of these and choose it again."
DAMAGED = "The picture's file is damaged. Save it again and choose it again."


def read(data: bytes) -> tuple[bytes, str, str]:
    """A safe picture made from a file, as (bytes, media type, ending). Raises Refused for whatever else it may be.

    What it is, is decided by what is in it. A photograph is written anew, so its place, time and camera go.
    """
    if len(data) > LARGEST:
        raise Refused(f"The picture's file is larger than {LARGEST // 1_000_000} MB. Make the picture smaller.")
    if drawings.looks_like_one(data):
        return drawings.read(data), "image/svg+xml", "svg"
    return _photograph(data), "image/webp", "webp"


def _photograph(data: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as found:
                return _written_anew(found)
    except UnidentifiedImageError as error:
        raise Refused(NEITHER) from error
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise Refused(DAMAGED) from error


def _written_anew(found: Image.Image) -> bytes:
    # Telephones put a second picture, of its depth or its light, into one file with a photograph: that is an MPO.
    if getattr(found, "is_animated", False) and found.format != "MPO":
        raise Refused("The picture moves. Use one that stands still.")
    if found.width * found.height > MOST_POINTS or min(found.size) < SMALLEST:
        raise Refused(
            f"The picture is {found.width} by {found.height} points. Use one of at least {SMALLEST} by {SMALLEST} "
            f"and at most {MOST_POINTS // 1_000_000} million points."
        )
    found.load()
    # Which way is up is read here. Then all goes but what is transparent: Pillow would write the rest anew, and fails
    # where it is odd.
    found.getexif()
    found.info = {name: value for name, value in found.info.items() if name == "transparency"}
    picture = ImageOps.exif_transpose(found)
    picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((WIDEST, HIGHEST))
    written = io.BytesIO()
    picture.save(written, "WEBP", quality=85)
    return written.getvalue()
