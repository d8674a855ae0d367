"""The Word twin can be edited, filled in on a screen, and told from every other version."""

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table

from engagement.paper.cover import Layout
from engagement.paper.word_file import word
from engagement.questionnaires.definition import AUDIENCES, AudienceName, Questionnaire
from tests.paper.covers import PICTURES, REFERENCE, TITLE, cover
from tests.paper.forms import LAYOUTS, asking, small, without_email, words_in
from tests.questionnaires.documents import SHIPPED


@cache
def file_of(questionnaire: Questionnaire, layout: Layout = "standard") -> Document:
    """The Word twin, opened again."""
    return docx.Document(io.BytesIO(word(questionnaire, cover(questionnaire.audience), layout, PICTURES)))


def words_of(file: Document) -> str:
    """Everything that the body says, tables too, a paragraph a line."""
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for paragraph in file.element.body.iter(qn("w:p"))
    )


def controls(file: Document) -> Iterator[Any]:
    """Every box that can be ticked."""
    return (found for found in file.element.body.iter(qn("w:sdt")))


def headings(file: Document, level: int) -> list[str]:
    """The headings of one level."""
    return [each.text for each in file.paragraphs if each.style is not None and each.style.name == f"Heading {level}"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_everything_that_is_asked_is_in_the_file(audience: AudienceName, layout: Layout) -> None:
    said = words_of(file_of(SHIPPED[audience], layout))
    assert [words for words in words_in(SHIPPED[audience]) if words not in said] == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_question_is_a_heading_with_its_number(audience: AudienceName) -> None:
    found = headings(file_of(SHIPPED[audience]), 2)
    assert len(found) == len(list(SHIPPED[audience].questions()))
    assert [text.partition(".")[0] for text in found] == [str(number) for number in range(1, len(found) + 1)]


def test_the_file_says_what_it_is_and_in_which_language() -> None:
    file = file_of(SHIPPED["schools"])
    assert file.core_properties.title == f"{TITLE}: For schools"
    assert file.core_properties.author == "Kent County Council"
    assert file.core_properties.subject == "Schools version 2"
    assert file.core_properties.language == "en-GB"
    assert {mark.get(qn("w:val")) for mark in file.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_every_choice_has_a_box_to_tick_that_is_called_what_it_is() -> None:
    names = [next(box.iter(qn("w:alias"))).get(qn("w:val")) for box in controls(file_of(small()))]
    assert {"Lot 1", "Lot 2", "None", "Terms", "a) Well", "b) Don't know"} <= set(names)
    assert all("\u2610" in "".join(text.text for text in box.iter(qn("w:t"))) for box in controls(file_of(small())))


def test_a_matrix_is_a_table_whose_headings_come_again_on_each_page() -> None:
    tables = [table for table in file_of(SHIPPED["schools"]).tables if len(table.columns) == 7]
    (matrix,) = tables
    assert [cell.text for cell in matrix.rows[0].cells][:3] == ["Statement", "Very well", "Fairly well"]
    assert len(matrix.rows) == 11
    assert repeats(matrix)


def test_in_large_letters_each_row_of_a_matrix_is_a_list_of_its_own() -> None:
    assert "a) listening" in headings(file_of(small(), "large_print"), 3)


def test_ranking_is_a_table_with_room_for_a_number() -> None:
    rank = next(table for table in file_of(small()).tables if table.rows[0].cells[0].text == "Your number")
    assert [row.cells[1].text for row in rank.rows] == ["Answer", "Price", "Care", "Place"]
    assert repeats(rank)


def repeats(table: Table) -> bool:
    """Whether the first row, and only that, is a header."""
    return [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [
        True,
        *[False] * (len(table.rows) - 1),
    ]


def test_conditions_and_keys_are_in_words() -> None:
    said = words_of(file_of(small()))
    assert 'Answer this if you chose "Lot 1" in question 1.' in said
    assert "s_term" in said


def test_each_page_carries_version_and_reference_but_the_one_taken_off_only_the_version() -> None:
    file = file_of(SHIPPED["schools"])
    answers, apart = ["\n".join(each.text for each in section.footer.paragraphs) for section in file.sections]
    assert "Schools version 2" in answers
    assert REFERENCE in answers
    assert "Schools version 2" in apart
    assert REFERENCE not in apart
    instructions = [field.get(qn("w:instr")) for field in file.sections[0].footer._element.iter(qn("w:fldSimple"))]
    assert instructions == ["PAGE", "NUMPAGES", "PAGEREF get_help"]


def test_what_is_optional_says_so_and_why_just_before_it_begins() -> None:
    said = words_of(file_of(SHIPPED["schools"]))
    why = said.index("They help us see whether all kinds of schools have been heard.")
    assert said.index("Is there anything else we should know?") < why < said.index("What is your role?")
    assert why < said.index("What is your email address?")


def test_the_page_taken_off_is_a_sheet_of_its_own() -> None:
    assert [section.start_type.name for section in file_of(small()).sections] == ["NEW_PAGE", "ODD_PAGE"]
    assert len(file_of(without_email()).sections) == 1


def test_pictures_stand_beside_their_words_and_are_passed_over_by_screen_readers() -> None:
    file = file_of(SHIPPED["young_people"], "easy_read")
    shapes = file.inline_shapes
    wanted = [option for question in SHIPPED["young_people"].questions() for option in question.options]
    assert len(shapes) == len([option for option in wanted if option.picture])
    for shape in shapes:
        assert shape._inline.docPr.get("descr") == ""
        assert "decorative" in str(shape._inline.docPr.xml)


@pytest.mark.parametrize(
    "text",
    [
        "#panic() {closes} %s <w:t>not markup</w:t> & more",
        "\u05d0\u05d9\u05da \u05d4\u05d2\u05e2\u05ea?",
        "Well done \U0001f389",
        "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerk" * 4,
    ],
)
def test_awkward_texts_come_out_as_text(text: str) -> None:
    assert words_of(file_of(asking(text))).count(text) >= 4


def test_characters_that_no_file_can_hold_do_no_harm() -> None:
    assert "a\ufffdb" in words_of(file_of(asking("a\0b")))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_form_is_the_same_file(layout: Layout) -> None:
    once, again = (word(SHIPPED["young_people"], cover("young_people"), layout, PICTURES) for _ in range(2))
    assert once == again


def test_words_stand_beside_the_middle_of_their_pictures_and_boxes_in_the_middle_of_their_columns() -> None:
    choices = file_of(SHIPPED["young_people"]).styles["Choice"].element
    assert [found.get(qn("w:val")) for found in choices.iter(qn("w:textAlignment"))] == ["center"]
    table = next(table for table in file_of(SHIPPED["schools"]).tables if len(table.columns) > 2)
    assert {cell.paragraphs[0].style.name for cell in table.rows[1].cells[1:]} == {"Column box"}


def test_no_letters_are_spread_out() -> None:
    styles = file_of(SHIPPED["schools"]).styles
    assert not any(list(styles[name].element.iter(qn("w:kern"))) for name in ("Title", "Subtitle"))
    assert not styles["Subtitle"].element.xpath("w:rPr/w:spacing")
