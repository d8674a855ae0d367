"""Documents into the words of the public pages and back, with every fault in words.

A text is what `markdown` reads: an empty line ends a paragraph, lines that begin with "- " are the items of a list. It
may name `{label}`, `{council}`, `{contact}` and `{deadline}`, which are filled in when it is shown.
"""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from engagement.consultations.models import Consultation, InformationSheet
from engagement.consultations.placeholders import facts_of, fill
from engagement.consultations.schema_fields import Day, ValueSchema, audience, load_with, messages, table, tables, words
from engagement.consultations.words import (
    HelpContact,
    KeyDate,
    Notice,
    OtherFormats,
    Page,
    Picture,
    Section,
    Sheet,
    Term,
    ToRead,
    WayIn,
)

FILE_NAME = validate.Regexp(r"[0-9a-f]{12}\.[a-z]{3,4}\Z", error='is "{input}", which names no published file.')


def page_of(consultation: Consultation) -> Page:
    """The words of one consultation's pages, its own facts filled in."""
    document = fill(consultation.page, facts_of(consultation))
    page: Page = load_with(PageSchema(), document, f"page of {consultation.slug}")
    return page


def sheet_of(consultation: Consultation, published: InformationSheet) -> Sheet:
    """One published information sheet, the consultation's facts filled in."""
    return filled_sheet(consultation, published.document)


def filled_sheet(consultation: Consultation, document: Mapping[str, Any]) -> Sheet:
    """The information sheet of a document, the consultation's facts filled in. Raises InvalidDocument."""
    return load_sheet(fill(document, facts_of(consultation)), f"information sheet of {consultation.slug}")


def faults_of_sheet(document: Mapping[str, Any]) -> dict[str, Any]:
    """What is wrong in the document of an information sheet, by place; empty where it may be published."""
    return SheetSchema().validate(document)


def load_sheet(document: Mapping[str, Any], source: str) -> Sheet:
    """The information sheet that a document describes. Raises InvalidDocument; each fault begins with `source`."""
    sheet: Sheet = load_with(SheetSchema(), document, source)
    return sheet


class PictureSchema(ValueSchema):
    makes = Picture
    alternative = words(required=True)
    file = words()
    uploaded = words(check=FILE_NAME)


class ToReadSchema(ValueSchema):
    makes = ToRead
    title = words(required=True)
    file = words(required=True, check=FILE_NAME)
    size = fields.Integer(required=True, error_messages=messages("a number of bytes"))


class KeyDateSchema(ValueSchema):
    makes = KeyDate
    day = Day()
    what = words(required=True)


class WayInSchema(ValueSchema):
    makes = WayIn
    audience = audience()
    heading = words(required=True)
    text = words(required=True)
    button = words(required=True)


class HelpContactSchema(ValueSchema):
    makes = HelpContact
    name = words(required=True)
    text = words()
    phone = words(check=validate.Regexp(r"[0-9 ]+\Z", error='is "{input}"; use digits and spaces.'))
    web = words(check=validate.Regexp(r"https://\S+\Z", error='is "{input}"; begin it with https://.'))


class SectionSchema(ValueSchema):
    makes = Section
    heading = words(required=True)
    text = words(required=True)


class NoticeSchema(ValueSchema):
    makes = Notice
    audience = audience()
    heading = words(required=True)
    sections = tables(SectionSchema, required=True)


class OtherFormatsSchema(ValueSchema):
    makes = OtherFormats
    text = words(required=True)
    email = words()
    phone = words()
    text_relay = words()


class PageSchema(ValueSchema):
    makes = Page
    heading = words()
    summary = words()
    picture = table(PictureSchema)
    why = words()
    who = words()
    settled = words()
    open = words()
    key_dates = tables(KeyDateSchema)
    ways_in = tables(WayInSchema)
    after_closing = words()
    summary_due = words()
    help_text = words()
    help = tables(HelpContactSchema)
    other_formats = table(OtherFormatsSchema)
    documents = tables(ToReadSchema)
    privacy = tables(NoticeSchema)


class TermSchema(ValueSchema):
    makes = Term
    term = words(required=True)
    meaning = words(required=True)


class SheetSchema(ValueSchema):
    makes = Sheet
    heading = words(required=True)
    sections = tables(SectionSchema, required=True)
    glossary = tables(TermSchema)
