"""What officers type as the information sheet becomes its document, and every fault stands at its field."""

from werkzeug.datastructures import MultiDict

from engagement.officers import sheet_typing
from engagement.officers.sheet_typing import Typed

SHEET = {
    "heading": "Background",
    "sections": [{"heading": "Why", "text": "Because."}, {"heading": "What", "text": "- one\n- two"}],
    "glossary": [{"term": "DPS", "meaning": "A list of schools."}],
}


def test_a_sheet_becomes_a_form_and_the_same_sheet_again() -> None:
    assert sheet_typing.document_of(sheet_typing.from_document(SHEET)) == SHEET


def test_a_form_keeps_the_lines_of_texts_and_leaves_out_empty_rows() -> None:
    form = MultiDict(
        [
            ("heading", " Background "),
            *(("section_heading", heading) for heading in ("Why", "", "What")),
            *(("section_text", text) for text in ("One.\r\n\r\nTwo.", "", "x\0")),
        ]
    )
    typed = sheet_typing.tidied(sheet_typing.from_form(form))
    assert typed == Typed("Background", [("Why", "One.\n\nTwo."), ("What", "x")], [])
    assert sheet_typing.faults(typed) == {}


def test_a_sheet_with_too_many_rows_keeps_them_and_says_so() -> None:
    rows = [(name, "x") for _ in range(31) for name in ("section_heading", "section_text")]
    typed = sheet_typing.from_form(MultiDict([("heading", "Background"), *rows]))
    assert len(typed.sections) == 31
    assert sheet_typing.faults(typed) == {"heading": "Use at most 30 sections and explain at most 60 words."}


def test_what_is_written_as_a_link_and_will_be_none_is_told_before_it_is_published() -> None:
    typed = Typed("Background", [("Why", "See [it](https://a.example)."), ("What", "See [it](http://a.example).")])
    assert sheet_typing.faults(typed) == {
        "section-2-text": 'Section 2: "http://a.example" cannot be a link. Begin it with https:// or mailto:.'
    }


def test_rows_are_added_removed_and_moved_and_unknown_buttons_change_nothing() -> None:
    typed = sheet_typing.from_document(SHEET)

    def headings(button: str) -> list[str]:
        return [heading for heading, _ in sheet_typing.changed(typed, button).sections]

    assert headings("add-section") == ["Why", "What", ""]
    assert headings("remove-section-1") == ["What"]
    assert headings("raise-section-2") == ["What", "Why"]
    assert sheet_typing.changed(typed, "remove-term-1").terms == []
    for button in (
        "raise-section-1",
        "remove-section-3",
        "remove-section-0",
        "remove-section--1",
        "",
        "remove-section-x",
    ):
        assert headings(button) == ["Why", "What"]


def test_each_fault_is_told_at_its_field() -> None:
    typed = Typed("", [("Why", ""), ("", "{who}")], [("DPS", "")])
    assert sheet_typing.faults(typed) == {
        "heading": "The heading of the sheet is empty; fill it in.",
        "section-1-text": "Section 1: the text is empty; fill it in.",
        "section-2-heading": "Section 2: the heading is empty; fill it in.",
        "section-2-text": "Section 2: the text names {who}, which is not known; "
        'use "label", "council", "contact" or "deadline".',
        "term-1-meaning": "Word 1: the meaning is empty; fill it in.",
    }
    assert sheet_typing.faults(Typed("Background", [("", "")])) == {"section-1-heading": "Write at least one section."}


def test_a_sheet_that_nobody_would_read_is_refused() -> None:
    assert "heading" in sheet_typing.faults(Typed("Background", [("Why", "x" * 70_000)]))
