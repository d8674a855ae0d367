"""The document that a consultation begins from: its facts, the words of its pages and its information sheet."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from marshmallow import validate

from engagement.consultations.facts import Facts, FactsSchema
from engagement.consultations.page import PageSchema, SheetSchema
from engagement.consultations.schema_fields import Day, ValueSchema, at_most, load_with, table, words
from engagement.consultations.words import Page, Sheet
from engagement.errors import InvalidDocument
from engagement.questionnaires.schema import FILLED

DOCUMENTS = Path(__file__).parent / "documents"
SLUG = validate.Regexp(
    r"[a-z0-9]+(-[a-z0-9]+)*\Z", error='is "{input}"; use lower-case letters and digits, with single hyphens between.'
)
EMAIL = validate.Email(error='is "{input}"; give an email address.')


@dataclass(frozen=True, slots=True)
class ConsultationDocument:
    """What a consultation and its first information sheet are made from. Days are London's, both included."""

    slug: str
    title: str
    council_name: str
    label: str
    contact_email: str
    opens_on: date
    closes_on: date
    page: Page
    information_sheet: Sheet | None = None
    facts: Facts = field(default_factory=Facts)

    def page_for_storing(self) -> dict[str, Any]:
        """The page as JSON keeps it."""
        stored: dict[str, Any] = PageSchema().dump(self.page)
        return stored

    def sheet_for_storing(self) -> dict[str, Any] | None:
        """The information sheet as JSON keeps it, if there is one."""
        return SheetSchema().dump(self.information_sheet) if self.information_sheet else None


class ConsultationDocumentSchema(ValueSchema):
    makes = ConsultationDocument
    slug = words(required=True, check=(SLUG, at_most(60)))
    title = words(required=True, check=(FILLED, at_most(200)))
    council_name = words(required=True, check=(FILLED, at_most(120)))
    label = words(required=True, check=(FILLED, at_most(40)))
    contact_email = words(required=True, check=(EMAIL, at_most(254)))
    opens_on = Day()
    closes_on = Day()
    page = table(PageSchema, required=True)
    information_sheet = table(SheetSchema)
    facts = table(FactsSchema)


def load(document: Mapping[str, Any], source: str) -> ConsultationDocument:
    """The consultation that a document describes. Raises InvalidDocument; each fault begins with `source`."""
    found: ConsultationDocument = load_with(ConsultationDocumentSchema(), document, source)
    return found


def read_toml(path: Path) -> ConsultationDocument:
    """The consultation in a TOML file. Raises InvalidDocument, also where the file is not TOML, and OSError."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidDocument([f"{path}: this is not TOML; correct it here: {error}."]) from error
    return load(document, str(path))
