"""Translators' files: gettext PO in and out, with every fault of a file in words."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileParser, generate_po

from engagement.errors import InvalidDocument
from engagement.questionnaires.faults import one_of
from engagement.questionnaires.languages import ENGLISH, locale_of

MOST_BYTES = 2_000_000
LINE = re.compile(r'(?P<comment>#[^\0]*)|(?:(?P<keyword>msgctxt|msgid|msgstr) +)?"(?:[^"\\\0]|\\.)*"')
PLURAL = re.compile(r"msgid_plural\b|msgstr\[")
# What an entry is made of, and what each part may follow; a comment ends the entry before it.
FOLLOWS: Mapping[str, frozenset[str]] = {
    "comment": frozenset({"comment", "msgstr"}),
    "msgctxt": frozenset({"comment", "msgstr"}),
    "msgid": frozenset({"comment", "msgctxt", "msgstr"}),
    "msgstr": frozenset({"msgid"}),
    "more": frozenset({"msgctxt", "msgid", "msgstr"}),
}
# Only what is a placeholder beyond doubt: "50% of pupils" has none.
PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)[a-z]")


class Catalogue(Catalog):
    """One language's translations. Of a file's headers it keeps two: the language, and whether a person checked it."""

    def __init__(self, language: str = "", header_comment: str = "#") -> None:
        super().__init__(header_comment=header_comment, fuzzy=False)
        self.language = language
        self.human_checked = False
        self.repeated: list[Message] = []

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The headers of the file."""
        return self.headers()

    @mime_headers.setter
    def mime_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        said = {name.lower(): str(value).strip() for name, value in headers}
        self.language = said.get("language", "").replace("_", "-")
        self.human_checked = said.get("x-human-checked", "").lower() == "yes"

    def headers(self) -> list[tuple[str, str]]:
        """The headers as they are written."""
        return [
            ("Language", self.language),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("X-Human-Checked", "yes\n" if self.human_checked else "no\n"),
        ]

    def __setitem__(self, id: str | tuple[str, ...] | list[str], message: Message) -> None:
        if id and self.get(id, message.context):
            self.repeated.append(message)
        super().__setitem__(id, message)

    def entries(self) -> Iterator[Message]:
        """Every message but the header."""
        return (message for message in self if message.id)


def needs_checking(catalogue: Catalogue) -> bool:
    """Whether nobody who speaks the language has checked it yet: a page in that language must say so."""
    return not catalogue.human_checked


def read_po(content: bytes, source: str) -> Catalogue:
    """The catalogue in a PO file. Raises InvalidDocument; each fault begins with `source`."""
    if unreadable := _why_unreadable(content):
        raise InvalidDocument([f"{source}: {unreadable}"])
    catalogue = Catalogue()
    # Entries out of use and places in other people's files mean nothing here, and Babel trips over some of them.
    lines = ("" if line.startswith(("#~", "#:")) else line for line in _lines(content))
    PoFileParser(catalogue, abort_invalid=True).parse(lines)
    faults = [f"{source}: {fault}" for fault in (*_language(catalogue), *_entries(catalogue))]
    if faults:
        raise InvalidDocument(faults)
    return catalogue


def beside(document: Path) -> list[Catalogue]:
    """The translations that stand beside a document, as `nmiss.pl.po` beside `nmiss.toml`. Raises InvalidDocument."""
    return [read_po(path.read_bytes(), path.name) for path in sorted(document.parent.glob(f"{document.stem}.*.po"))]


def write_po(catalogue: Catalogue) -> bytes:
    """A catalogue as a PO file in UTF-8."""
    return "".join(generate_po(catalogue, width=0)).encode()


def _lines(content: bytes) -> Iterator[str]:
    # Some editors begin a UTF-8 file with a mark.
    return (line.strip() for line in io.StringIO(content.decode("utf-8-sig")))


def _why_unreadable(content: bytes) -> str:
    """The first thing for which a file cannot be read at all; empty if there is none."""
    if len(content) > MOST_BYTES:
        return f"the file is larger than {MOST_BYTES // 1_000_000} MB; send the translation of one questionnaire only."
    try:
        lines = list(_lines(content))
    except UnicodeDecodeError as error:
        return f"byte {error.start + 1} is not UTF-8; save the file as UTF-8."
    last = "comment"
    for number, line in enumerate(lines, start=1):
        found = LINE.fullmatch(line)
        if PLURAL.match(line):
            return f"line {number} is of a plural form, which questionnaires do not have; remove it."
        if line and found is None:
            return f"line {number} is not PO; begin with the template and change only what stands after msgstr."
        if found is None:
            continue
        part = "comment" if found["comment"] else found["keyword"] or "more"
        if last not in FOLLOWS[part]:
            return f"line {number} does not belong after {last}; an entry is msgctxt, msgid and msgstr in this order."
        last = last if part == "more" else part
    if last not in FOLLOWS["comment"]:
        return f"the file ends after {last}; add the rest of its last entry."
    return "" if any(line.startswith("msgid") for line in lines) else "the file is empty; begin with the template."


def _language(catalogue: Catalogue) -> Iterator[str]:
    language, locale = catalogue.language, locale_of(catalogue.language)
    if not language:
        yield 'the header has no "Language"; add its code, such as "Language: pl".'
    elif locale is None:
        yield f'"Language" is "{language}", which is not the code of a known language; write one such as "pl".'
    elif locale.language == ENGLISH:
        yield f'"Language" is "{language}", and questionnaires are in English already; name the other language.'


def _entries(catalogue: Catalogue) -> Iterator[str]:
    if not any(catalogue.entries()):
        yield "there are no translations in the file; begin with the template."
    for message in catalogue.repeated:
        yield f'"{message.context}" is translated twice; keep one of the two.'
    for message in catalogue.entries():
        if not message.context:
            yield f'"{message.id}" has no msgctxt; keep the msgctxt lines of the template.'
        elif message.string:
            yield from _placeholders(message)


def _placeholders(message: Message) -> Iterator[str]:
    wanted, given = (frozenset(PLACEHOLDER.findall(str(text))) for text in (message.id, message.string))
    if lacking := sorted(wanted - given):
        yield f'"{message.context}": the translation lacks {one_of(lacking, "and")}; keep what is in braces as it is.'
    if strange := sorted(given - wanted):
        yield f'"{message.context}": {one_of(strange, "and")} is not in the English text; remove it.'
