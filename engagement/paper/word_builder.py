"""Writes the form into a Word document, block by block."""

import io
import re
from collections.abc import Mapping, Sequence

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.section import Section
from docx.shared import Length, Mm
from docx.table import Table
from docx.text.paragraph import Paragraph

from engagement.paper import word_markup as markup
from engagement.paper.cover import Cover, Layout
from engagement.paper.form import Block, Choice, Form, Part
from engagement.paper.word_styles import CHOICE, COLUMN_BOX, COLUMN_HEAD, CONDITION, KEY, SIZES, dress
from engagement.paper.wording import LANGUAGE, Wording

HELP_MARK = "get_help"
# How wide a number's column or box is.
NARROW = Mm(30)


class Builder:
    """One document being written. `pictures` holds PNG files by name."""

    def __init__(self, cover: Cover, wording: Wording, layout: Layout, pictures: Mapping[str, bytes]) -> None:
        self.cover = cover
        self.wording = wording
        self.layout = layout
        self.pictures = pictures
        self.sizes = SIZES[layout]
        self.document: Document = docx.Document()

    def build(self, form: Form) -> Document:
        """The whole document."""
        dress(self.document, self.sizes)
        markup.set_language(self.document, LANGUAGE)
        markup.set_present_day(self.document)
        self._properties()
        self._foot(self.document.sections[0], self.cover.reference)
        self._front()
        for part in form.parts:
            self._part(part).paragraph_format.page_break_before = part is form.parts[0]
        if form.optional:
            self._optional(form.optional)
        if form.apart:
            self._apart(form.apart)
        return self.document

    def _properties(self) -> None:
        properties = self.document.core_properties
        properties.title = f"{self.cover.title}: {self.cover.heading}"[:255]
        properties.author = properties.last_modified_by = self.cover.council_name[:255]
        properties.subject = self.cover.version[:255]
        properties.comments = ""
        properties.language = LANGUAGE

    def _front(self) -> None:
        cover, wording = self.cover, self.wording
        self._words(cover.council_name).runs[0].bold = True
        self._words(cover.title, "Title")
        self._words(cover.heading, "Subtitle")
        self._words(wording.nothing_required).runs[0].bold = True
        self._words(f"{wording.closes_heading}: ").add_run(cover.closes).bold = True
        self._lines(wording.how_heading, wording.how)
        markup.bookmark(self._lines(wording.help_heading, cover.get_help), HELP_MARK)
        self._lines(wording.returning_heading, cover.returning)
        self._lines(wording.contact_heading, cover.contact)
        self._lines(wording.formats_heading, cover.other_formats)

    def _lines(self, heading: str, lines: Sequence[str]) -> Paragraph:
        title = self._words(heading, "Heading 1")
        for line in lines:
            self._words(line, "List Bullet")
        return title

    def _optional(self, parts: Sequence[Part]) -> None:
        self._words(self.wording.optional_heading, "Heading 1")
        self._words(self.wording.optional).paragraph_format.keep_with_next = True
        for part in parts:
            self._part(part)

    def _apart(self, parts: Sequence[Part]) -> None:
        """On a sheet of its own: were it the back of another, taking it off would take answers with it."""
        section = self.document.add_section(WD_SECTION.ODD_PAGE)
        section.footer.is_linked_to_previous = False
        self._foot(section, "")
        self._words(self.wording.apart_heading, "Heading 1")
        self._words(self.wording.apart)
        for part in parts:
            self._part(part)

    def _foot(self, section: Section, reference: str) -> None:
        foot = section.footer.paragraphs[0]
        foot.text = " \u00b7 ".join(filter(None, (self.cover.title, self.cover.version, reference)))
        for line, fields in (
            (self.wording.page_of, {"page": "PAGE", "pages": "NUMPAGES"}),
            (self.wording.help_is_on, {"page": f"PAGEREF {HELP_MARK}"}),
        ):
            foot = section.footer.add_paragraph(style="Footer")
            for piece in re.split(r"(\{\w+\})", line):
                if piece.startswith("{"):
                    markup.add_field(foot, fields[piece.strip("{}")])
                else:
                    foot.add_run(piece)

    def _part(self, part: Part) -> Paragraph:
        title = self._words(part.title, "Heading 1")
        if part.introduction:
            self._words(part.introduction).paragraph_format.keep_with_next = True
        if part.condition:
            self._words(part.condition, CONDITION)
        for block in part.blocks:
            self._block(block)
        return title

    def _block(self, block: Block) -> None:
        if block.condition:
            self._words(block.condition, CONDITION)
        self._words(f"{block.number}. {block.text}", "Heading 2")
        if not block.rows:
            self._words(block.key, KEY)
        for said in filter(None, (block.help, block.instruction)):
            self._words(said).paragraph_format.keep_with_next = True
        if block.kind == "matrix":
            self._matrix(block)
        elif block.kind == "rank":
            self._rank(block)
        elif block.kind in ("number", "short_text", "long_text"):
            self._box(block)
        else:
            self._choices(block.choices)

    def _choices(self, choices: Sequence[Choice]) -> None:
        for choice in choices:
            paragraph = self.document.add_paragraph(style=CHOICE)
            markup.add_check_box(paragraph, choice.label)
            if picture := self.pictures.get(choice.picture):
                shape = paragraph.add_run(" ").add_picture(io.BytesIO(picture), width=Mm(self.sizes.picture))
                markup.mark_decorative(shape)
            paragraph.add_run(f" {choice.label}" + (f" ({choice.note})" if choice.note else ""))
            paragraph.paragraph_format.keep_with_next = choice is not choices[-1]

    def _matrix(self, block: Block) -> None:
        """A table; in large letters, where its columns would be too narrow, a list of choices for each row."""
        if self.layout != "standard":
            for row in block.rows:
                self._words(f"{row.letter}) {row.label}", "Heading 3")
                self._words(row.key, KEY)
                self._choices(block.choices)
            return
        table = self._table(len(block.rows), self.wording.statement, *(choice.label for choice in block.choices))
        for cell in table.rows[0].cells[1:]:
            cell.paragraphs[0].style = COLUMN_HEAD
        for row, place in zip(block.rows, table.rows[1:], strict=True):
            words, *boxes = place.cells
            words.text = f"{row.letter}) {row.label}"
            words.add_paragraph(row.key, style=KEY)
            for cell, choice in zip(boxes, block.choices, strict=True):
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
                cell.paragraphs[0].style = COLUMN_BOX
                markup.add_check_box(cell.paragraphs[0], f"{row.letter}) {choice.label}")
        self._widths(table, [Mm(56), *[Mm(114 / len(block.choices))] * len(block.choices)])

    def _rank(self, block: Block) -> None:
        table = self._table(len(block.choices), self.wording.place, self.wording.answer)
        for choice, place in zip(block.choices, table.rows[1:], strict=True):
            place.cells[1].text = choice.label
        self._widths(table, [NARROW, Mm(140)])

    def _box(self, block: Block) -> None:
        table = self.document.add_table(rows=1, cols=1, style="Table Grid")
        row = table.rows[0]
        markup.keep_whole(row)
        row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
        row.height = Mm(self.sizes.line * max(1, block.lines) + 2)
        self._widths(table, [NARROW if block.kind == "number" else Mm(170)])

    def _table(self, rows: int, *headings: str) -> Table:
        """A table of empty rows under a row of headings."""
        table: Table = self.document.add_table(rows=rows + 1, cols=len(headings), style="Table Grid")
        for row in table.rows:
            markup.keep_whole(row)
        markup.repeat_as_header(table.rows[0])
        for cell, heading in zip(table.rows[0].cells, headings, strict=True):
            cell.paragraphs[0].add_run(heading).bold = True
        return table

    def _widths(self, table: Table, widths: Sequence[Length]) -> None:
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
            for cell in column.cells:
                cell.width = width

    def _words(self, text: str, style: str = "Normal") -> Paragraph:
        return self.document.add_paragraph(text, style=style)
