"""How the Word twin looks: styles that whoever edits it can change in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from engagement.paper.cover import Layout
from engagement.paper.word_markup import centre_on_line, remove_flourishes, set_typeface

# On every machine that has Word, and plain to read.
TYPEFACE = "Arial"
INK, QUIET = RGBColor(0x0B, 0x0C, 0x0C), RGBColor(0x59, 0x59, 0x59)
CHOICE, CONDITION, KEY = "Choice", "Condition", "Key"
# What stands in the columns of a matrix: the heads smaller than other words, as many have to fit beside each other.
COLUMN_HEAD, COLUMN_BOX = "Column head", "Column box"

COLUMN_HEAD_SIZE = 10


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type in points; `picture` and the height of one written line in millimetres."""

    text: int
    heading: int
    title: int
    foot: int
    between: int
    choice: int
    picture: int
    line: int


SIZES: Mapping[Layout, Sizes] = MappingProxyType(
    {
        "standard": Sizes(text=12, heading=17, title=26, foot=9, between=18, choice=3, picture=12, line=8),
        "large_print": Sizes(text=18, heading=25, title=34, foot=18, between=28, choice=6, picture=18, line=11),
        "easy_read": Sizes(text=18, heading=25, title=34, foot=14, between=34, choice=7, picture=18, line=12),
    }
)


def dress(document: Document, sizes: Sizes) -> None:
    """Set the page and every style that the form uses."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    _style(document, "Normal", sizes.text, after=6)
    _style(document, "Title", sizes.title, bold=True, after=6)
    _style(document, "Subtitle", sizes.heading, after=18)
    _style(document, "Heading 1", sizes.heading, bold=True, before=sizes.between, after=6)
    _style(document, "Heading 2", sizes.text, bold=True, before=sizes.between, after=4)
    _style(document, "Heading 3", sizes.text, bold=True, before=sizes.between, after=4)
    _style(document, "List Bullet", sizes.text, after=3)
    _style(document, "Footer", sizes.foot)
    centre_on_line(_added(document, CHOICE, "List", sizes.text, after=sizes.choice))
    for name, size in ((COLUMN_HEAD, COLUMN_HEAD_SIZE), (COLUMN_BOX, sizes.text)):
        _added(document, name, "Normal", size).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _added(document, CONDITION, "Normal", sizes.text, before=sizes.between)
    key = _added(document, KEY, "Normal", 8)
    key.font.color.rgb = QUIET
    key.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for name in (CONDITION, KEY):
        document.styles[name].paragraph_format.keep_with_next = True


def _added(document: Document, name: str, parent: str, size: int, before: int = 0, after: int = 0) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles[parent]
    return _style(document, name, size, before=before, after=after)


def _style(
    document: Document, name: str, size: int, *, bold: bool = False, before: int = 0, after: int = 0
) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    set_typeface(style, TYPEFACE)
    remove_flourishes(style)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = INK
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.15
    return style
