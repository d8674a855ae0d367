"""What Word understands and python-docx has no call for: boxes to tick, fields, languages, repeated rows."""

from typing import cast

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shape import InlineShape
from docx.styles.style import ParagraphStyle
from docx.table import _Row
from docx.text.paragraph import Paragraph

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
# Word cuts the name of a control here.
LONGEST_NAME = 64
CHECK_BOX = f"""
<w:sdt {nsdecls("w")} xmlns:w14="{W14}">
  <w:sdtPr>
    <w:alias/>
    <w14:checkbox>
      <w14:checked w14:val="0"/>
      <w14:checkedState w14:val="2612" w14:font="MS Gothic"/>
      <w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>
    </w14:checkbox>
  </w:sdtPr>
  <w:sdtContent>
    <w:r>
      <w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic" w:hint="eastAsia"/></w:rPr>
      <w:t>\u2610</w:t>
    </w:r>
  </w:sdtContent>
</w:sdt>
"""
IS_DECORATIVE = f"""
<a:extLst {nsdecls("a")}>
  <a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">
    <adec:decorative xmlns:adec="{DECORATIVE}" val="1"/>
  </a:ext>
</a:extLst>
"""
# In an older file's ways Word lets nobody tick a box.
PRESENT_DAY = "15"


def add_check_box(paragraph: Paragraph, name: str) -> None:
    """A box that a click ticks; `name` is what a screen reader calls it."""
    control = parse_xml(CHECK_BOX)
    _first(control, "w:alias").set(qn("w:val"), name[:LONGEST_NAME])
    paragraph._p.append(control)


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """A field that Word works out, such as PAGE; shows 1 until then."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def bookmark(paragraph: Paragraph, name: str) -> None:
    """Name a place, for a field to find."""
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), "0")
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
        paragraph._p.append(mark)


def repeat_as_header(row: _Row) -> None:
    """A header row: announced with each cell, and shown again on each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row: _Row) -> None:
    """A row that no page break divides."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def mark_decorative(shape: InlineShape) -> None:
    """A picture that screen readers pass over, because words beside it say the same."""
    properties = shape._inline.docPr
    properties.set("descr", "")
    properties.append(parse_xml(IS_DECORATIVE))


def set_typeface(style: ParagraphStyle, name: str) -> None:
    """One typeface for every script, instead of the theme's."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)


def centre_on_line(style: ParagraphStyle) -> None:
    """Words half-way up the pictures beside them, instead of at their feet."""
    alignment = OxmlElement("w:textAlignment")
    alignment.set(qn("w:val"), "center")
    style.element.get_or_add_pPr().append(alignment)


def set_language(document: Document, language: str) -> None:
    """The language of everything that says nothing else."""
    _first(document.styles.element, "w:lang").set(qn("w:val"), language)
    _first(document.settings.element, "w:themeFontLang").set(qn("w:val"), language)


def remove_flourishes(style: ParagraphStyle) -> None:
    """A style without the line that the template draws under it and the space that it puts between letters."""
    for flourish in style.element.xpath("w:pPr/w:pBdr | w:rPr/w:spacing | w:rPr/w:kern"):
        flourish.getparent().remove(flourish)


def set_present_day(document: Document) -> None:
    """Open as a file of today's Word."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), PRESENT_DAY)


def _first(element: BaseOxmlElement, tag: str) -> BaseOxmlElement:
    return cast(BaseOxmlElement, next(element.iter(qn(tag))))
