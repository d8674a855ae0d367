"""Letters say nothing on the outside that could give somebody away, and the same in text and in HTML."""

import re
from html.parser import HTMLParser

import html5lib
import pytest
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.correspondence import letters
from engagement.correspondence.receipts import REFERENCE_MARK
from engagement.outbox.envelopes import Letter
from tests import factories

BASE = "https://engagement.council.example/autumn"
LINK, STOP, SHEET = f"{BASE}/i/token", f"{BASE}/stop/token", f"{BASE}/information-sheet"
ANSWERED = f"{BASE}/answered/token"
TELLING = re.compile(
    r"\bSEND\b|(?i:\b(NMISS|special|schools?|EHC|education|disabilit\w+|needs|child\w*|pupils?|parents?|carers?|son|daughter)\b)"
)
TEMPLATES = [
    "schools/invitation", "schools/reminder", "schools/last_reminder", "schools/note", "schools/acknowledgement",
    "schools/colleague",
    "families/invitation", "families/reminder", "families/note", "families/acknowledgement",
    "schools/receipt", "families/receipt",
]  # fmt: skip
FORMATS = {"text": "Ask.", "email": "formats@council.example", "phone": "03000 42 15 53", "text_relay": "18001 1"}


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """One whose title and label would give everything away."""
    return factories.consultation(
        session,
        title="Non-Maintained Independent Special Schools",
        label="NMISS",
        page={"other_formats": FORMATS},
    )


def write(consultation: Consultation, template: str, **values: int) -> Letter:
    facts = letters.facts_of(
        consultation, link=LINK, stop_link=STOP, answered_link=ANSWERED, sheet_link=SHEET, **values
    )
    return letters.write(template, facts)


class Links(HTMLParser):
    """The links of a page, as pairs of address and visible words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._address: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._address = dict(attrs)["href"]

    def handle_data(self, data: str) -> None:
        if self._address is not None:
            self.found.append((self._address, data))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._address = None


def test_the_subject_tells_who_and_until_when_and_nothing_else(consultation: Consultation) -> None:
    assert write(consultation, "families/reminder").subject == "Kent County Council: your views, closes 9 July"
    assert write(consultation, "schools/acknowledgement").subject == "Kent County Council: thank you for your views"


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_letter_says_what_it_is_about(consultation: Consultation, template: str) -> None:
    letter = write(consultation, template, sheet_number=2)
    assert TELLING.search(letter.subject) is None
    assert TELLING.search(letter.text) is None
    assert TELLING.search(letter.html) is None


@pytest.mark.parametrize("template", TEMPLATES)
def test_text_and_html_say_the_same(consultation: Consultation, template: str) -> None:
    letter = write(consultation, template)
    parser = html5lib.HTMLParser(strict=True, tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    body = parser.parse(letter.html).find("body")
    shown = [" ".join("".join(part.itertext()).split()) for part in body.findall("p")]
    assert shown == letter.text.strip().split("\n\n")


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_link_is_printed_in_full_and_stands_once(consultation: Consultation, template: str) -> None:
    letter = write(consultation, template)
    found = Links(letter.html).found
    assert all(address == words for address, words in found)
    addresses = [address for address, _ in found]
    assert len(addresses) == len(set(addresses))
    assert all(letter.text.count(f"\n{address}\n") == 1 for address in addresses)
    assert addresses[0] == LINK
    assert "<img" not in letter.html
    assert set(addresses[1:]) <= {STOP, ANSWERED, SHEET}


@pytest.mark.parametrize(
    "template", [name for name in TEMPLATES if not name.endswith(("acknowledgement", "colleague", "receipt"))]
)
def test_every_letter_offers_to_stop_and_says_until_when(consultation: Consultation, template: str) -> None:
    text = write(consultation, template).text
    assert STOP in text
    assert "11:59pm on Wednesday 9 July 2025" in text
    assert "inclusion@council.example" in text


@pytest.mark.parametrize("template", ["schools/reminder", "schools/last_reminder", "families/reminder"])
def test_a_reminder_allows_for_crossing_with_the_answer(consultation: Consultation, template: str) -> None:
    text = write(consultation, template).text
    assert "If you have already replied, thank you: please ignore this." in text
    assert ANSWERED in text
    assert f"The reference of this letter is {REFERENCE_MARK}." in text


@pytest.mark.parametrize("template", ["schools/invitation", "schools/reminder", "schools/last_reminder"])
def test_schools_get_the_information_sheet_and_are_told_it_is_not_the_tender(
    consultation: Consultation, template: str
) -> None:
    text = write(consultation, template).text
    assert SHEET in text
    assert "not part of the tender" in text


def test_the_last_reminder_to_schools_asks_nothing_new_of_those_who_decided(consultation: Consultation) -> None:
    assert "you do not need to do anything new" in write(consultation, "schools/last_reminder").text


@pytest.mark.parametrize("template", ["families/invitation", "families/reminder"])
def test_families_are_free_and_can_use_paper_or_the_phone(consultation: Consultation, template: str) -> None:
    text = write(consultation, template).text
    assert "if you would like to" in text
    assert "on paper or by phone" in text
    assert "formats@council.example or call 03000 42 15 53 (text relay 18001 1)" in text


def test_families_are_given_the_contact_address_where_the_page_names_no_other(session: Session) -> None:
    text = write(factories.consultation(session), "families/invitation").text
    assert "on paper or by phone. To do that, write to inclusion@council.example." in text


@pytest.mark.parametrize("template", ["schools/note", "families/note"])
def test_the_note_about_young_people_leaves_them_free(consultation: Consultation, template: str) -> None:
    assert "Some young people may want to. It is fine not to." in write(consultation, template).text


@pytest.mark.parametrize("template", ["schools/acknowledgement", "families/acknowledgement"])
def test_an_acknowledgement_opens_nothing(consultation: Consultation, template: str) -> None:
    letter = write(consultation, template)
    assert STOP not in letter.text
    assert "reference" not in letter.text.lower()


def test_the_acknowledgement_to_schools_names_the_version_of_the_sheet(consultation: Consultation) -> None:
    text = write(consultation, "schools/acknowledgement", sheet_number=2).text
    assert "The information sheet is at version 2." in text
    assert "not part of the tender" in text
    assert "version" not in write(consultation, "schools/acknowledgement").text


def test_a_council_with_signs_in_its_name_breaks_neither_form(session: Session) -> None:
    consultation = factories.consultation(session, council_name="A & B\r\nBcc: all\u2028<b>")
    letter = write(consultation, "families/invitation")
    assert letter.subject == "A & B Bcc: all <b>: your views, closes 9 July"
    assert "A & B Bcc: all <b> would like" in letter.text
    assert "A &amp; B Bcc: all &lt;b&gt; would like" in letter.html


@pytest.mark.parametrize("template", TEMPLATES)
def test_officers_read_every_letter_before_it_goes(consultation: Consultation, template: str) -> None:
    letter = letters.preview_of(template, consultation)
    assert f"/{consultation.slug}" in letter.text
    assert letter.subject.startswith("Kent County Council: ")
