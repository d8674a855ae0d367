"""SVG drawings, built anew from a short list of shapes: what could run or load something is refused in words."""

import re
from xml.etree import ElementTree

import defusedxml.ElementTree as Defused
from defusedxml import DefusedXmlException

from engagement.errors import Refused

LARGEST = 500_000
# Groups within groups; drawing programs make a few dozen at most.
DEEPEST = 100
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = frozenset(
    (
        *("svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath"),
    )
)
REFUSED = {
    "script": "a script",
    "style": "a style sheet",
    "foreignObject": "something other than a drawing",
    "image": "another picture",
    "use": "parts that are taken from elsewhere",
    "a": "links",
    "animate": "movement",
    "animateMotion": "movement",
    "animateTransform": "movement",
    "set": "movement",
}
ATTRIBUTES = frozenset(
    (
        *("id", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "dx", "dy"),
        *("width", "height", "points", "transform", "viewBox", "preserveAspectRatio", "offset", "opacity"),
        *("fill", "fill-opacity", "fill-rule", "clip-rule", "clip-path", "clipPathUnits", "display", "visibility"),
        *("stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-opacity", "stroke-dasharray"),
        *("stroke-miterlimit", "stop-color", "stop-opacity", "gradientUnits", "gradientTransform", "spreadMethod"),
        *("font-family", "font-size", "font-weight", "font-style", "text-anchor", "letter-spacing"),
    )
)
LOCAL = re.compile(r"url\(#[A-Za-z_][\w.-]*\)")
PLAIN = re.compile(r"[^<>\\\x00-\x08]*")
NOT_SAFE = "The drawing has {found} in it. Save it as a plain SVG without that, or as PNG, and choose it again."


def looks_like_one(data: bytes) -> bool:
    """Whether a file says that it is XML or SVG."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<svg", b"<!--", b"<!DOCTYPE"))


def read(data: bytes) -> bytes:
    """The same drawing from shapes that we know. Raises Refused, with what is in it that we do not show."""
    if len(data) > LARGEST:
        raise Refused(f"The drawing's file is larger than {LARGEST // 1000} kB. Save it as PNG and choose it again.")
    try:
        root = Defused.fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refused(NOT_SAFE.format(found="definitions of its own")) from error
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Refused("The drawing's file is damaged. Save it again and choose it again.") from error
    if root.tag != f"{SVG}svg":
        raise Refused("This is not an SVG drawing. Save it as SVG or PNG and choose it again.")
    if not root.get("viewBox") and not (root.get("width") and root.get("height")):
        raise Refused("The drawing does not say how large it is. Save it with a width and a height.")
    built = _built(root)
    built.set("xmlns", SVG.strip("{}"))
    return ElementTree.tostring(built, encoding="unicode").encode()


def _built(found: ElementTree.Element, depth: int = 0) -> ElementTree.Element:
    if depth > DEEPEST:
        raise Refused(
            f"The drawing has groups within groups, more than {DEEPEST} deep. Save it as PNG and choose it again."
        )
    name = found.tag.removeprefix(SVG)
    built = ElementTree.Element(name, _attributes(found))
    built.text, built.tail = found.text, found.tail
    for child in found:
        # What drawing programs keep for themselves in words of their own is left out.
        if not child.tag.startswith(SVG):
            continue
        child_name = child.tag.removeprefix(SVG)
        if child_name in REFUSED:
            raise Refused(NOT_SAFE.format(found=REFUSED[child_name]))
        if child_name in SHAPES:
            built.append(_built(child, depth + 1))
    return built


def _attributes(found: ElementTree.Element) -> dict[str, str]:
    written = dict(_declarations(found.get("style", ""))) | dict(found.attrib)
    for name in written:
        if name.rpartition("}")[2].lower().startswith("on"):
            raise Refused(NOT_SAFE.format(found="something that runs"))
    return {name: value for name, value in written.items() if name in ATTRIBUTES and _is_plain(value)}


def _declarations(style: str) -> list[tuple[str, str]]:
    """What an attribute `style` declares, as attributes of its own: our pages allow no style of their own."""
    pairs = (declaration.partition(":") for declaration in style.split(";"))
    return [(name.strip(), value.strip()) for name, _, value in pairs if value.strip()]


def _is_plain(value: str) -> bool:
    return PLAIN.fullmatch(value) is not None and "url" not in LOCAL.sub("", value).lower()
