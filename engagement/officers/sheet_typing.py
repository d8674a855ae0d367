"""The information sheet as officers type it: a form's fields into a document and back, with each fault at its field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from engagement.consultations.markdown import fault_of_links
from engagement.consultations.page import faults_of_sheet

# The buttons that change what the form has, beside those that send it on.
ADD_SECTION, ADD_TERM = "add-section", "add-term"
REMOVE_SECTION, REMOVE_TERM, RAISE_SECTION = "remove-section-", "remove-term-", "raise-section-"
MOST_SECTIONS, MOST_TERMS = 30, 60
LONGEST = 60_000
TOO_MANY = f"Use at most {MOST_SECTIONS} sections and explain at most {MOST_TERMS} words."
TOO_LONG = f"Shorten the sheet to {LONGEST:,} characters."

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """A heading, sections as (heading, text) and the glossary as (term, meaning), whatever is wrong in them."""

    heading: str
    sections: Sequence[Pair] = ()
    terms: Sequence[Pair] = ()

    @property
    def words(self) -> int:
        """How many words people have to read."""
        texts = [self.heading, *(text for pair in (*self.sections, *self.terms) for text in pair)]
        return sum(len(text.split()) for text in texts)


def from_document(document: Mapping[str, Any]) -> Typed:
    """What an officer sees first: the sheet that holds, or an empty one."""
    sections = [(section["heading"], section["text"]) for section in document.get("sections", ())]
    terms = [(term["term"], term["meaning"]) for term in document.get("glossary", ())]
    return Typed(document.get("heading", ""), sections or [("", "")], terms)


def from_form(form: MultiDict[str, str]) -> Typed:
    """What was typed, all of it."""
    return Typed(
        _plain(form.get("heading", "")),
        _pairs(form, "section_heading", "section_text"),
        _pairs(form, "term", "meaning"),
    )


def changed(typed: Typed, button: str) -> Typed:
    """The sheet after one of its own buttons was pressed: a row more, one less, or one higher up."""
    sections, terms = list(typed.sections), list(typed.terms)
    if button == ADD_SECTION:
        sections.append(("", ""))
    elif button == ADD_TERM:
        terms.append(("", ""))
    elif (place := _place(button, REMOVE_SECTION, sections)) is not None:
        del sections[place]
    elif (place := _place(button, REMOVE_TERM, terms)) is not None:
        del terms[place]
    elif place := _place(button, RAISE_SECTION, sections):
        sections[place - 1 : place + 1] = sections[place], sections[place - 1]
    return Typed(typed.heading, sections or [("", "")], terms)


def document_of(typed: Typed) -> dict[str, Any]:
    """The document to publish; rows in which nothing was typed are left out."""
    sections = [{"heading": heading, "text": text} for heading, text in typed.sections if heading or text]
    terms = [{"term": term, "meaning": meaning} for term, meaning in typed.terms if term or meaning]
    return {"heading": typed.heading, "sections": sections, **({"glossary": terms} if terms else {})}


def tidied(typed: Typed) -> Typed:
    """The same without rows in which nothing was typed, so that rows and document have the same numbers."""
    sections = [pair for pair in typed.sections if any(pair)]
    return Typed(typed.heading, sections or [("", "")], [pair for pair in typed.terms if any(pair)])


def faults(typed: Typed) -> dict[str, str]:
    """What stands against publishing, by the id of the field it is about, as sentences."""
    found = dict(_sentences(faults_of_sheet(document_of(typed))))
    for number, (_, text) in enumerate(typed.sections, 1):
        if fault := fault_of_links(text):
            found.setdefault(f"section-{number}-text", f"Section {number}: {fault}")
    if len(typed.sections) > MOST_SECTIONS or len(typed.terms) > MOST_TERMS:
        found.setdefault("heading", TOO_MANY)
    if sum(len(text) for pair in (*typed.sections, *typed.terms) for text in pair) > LONGEST:
        found.setdefault("heading", TOO_LONG)
    return found


def _sentences(messages: Mapping[str, Any]) -> Iterator[Pair]:
    for message in messages.get("heading", ()):
        yield "heading", f"The heading of the sheet {message}"
    sections = messages.get("sections", {})
    if isinstance(sections, list):
        yield "section-1-heading", "Write at least one section."
        sections = {}
    rows = (("section", "Section", sections), ("term", "Word", messages.get("glossary", {})))
    for kind, name, faulty in rows:
        for place, fields in faulty.items():
            for field, found in fields.items():
                yield f"{kind}-{place + 1}-{field}", f"{name} {place + 1}: the {field} {found[0]}"


def _pairs(form: MultiDict[str, str], first: str, second: str) -> list[Pair]:
    return [(_plain(one), _plain(other)) for one, other in zip(form.getlist(first), form.getlist(second), strict=False)]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def _place(button: str, prefix: str, rows: Sequence[Pair]) -> int | None:
    number = button.removeprefix(prefix)
    if number == button or not (number.isascii() and number.isdigit()) or len(number) > 3:
        return None
    return int(number) - 1 if 0 < int(number) <= len(rows) else None
