"""The printed twin can be posted, read aloud, and told from every other version."""

import re
from dataclasses import replace
from functools import cache

import pytest

from engagement.paper.cover import Layout
from engagement.paper.printed import pdf
from engagement.paper.typesetting import CannotBePrinted
from engagement.questionnaires.definition import AUDIENCES, AudienceName, Questionnaire
from tests.paper.covers import PICTURES, REFERENCE, TITLE, cover
from tests.paper.forms import LAYOUTS, asking, small, without_email, words_in
from tests.paper.pages import opened, placed, squeezed, structure, tags, words_of
from tests.questionnaires.documents import SHIPPED

# What printers leave white, in points.
EDGE = 20
LONG_WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft" * 3


@cache
def pages(questionnaire: Questionnaire, layout: Layout = "standard") -> list[str]:
    """What each page of the form says, without white space."""
    made = pdf(questionnaire, cover(questionnaire.audience), layout, PICTURES)
    return [words_of(page) for page in opened(made).pages]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_everything_that_is_asked_is_on_paper(audience: AudienceName, layout: Layout) -> None:
    said = "".join(pages(SHIPPED[audience], layout))
    assert [words for words in words_in(SHIPPED[audience]) if squeezed(words) not in said] == []


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_screen_reader_finds_a_title_a_language_and_headings(audience: AudienceName, layout: Layout) -> None:
    made = opened(pdf(SHIPPED[audience], cover(audience), layout, PICTURES))
    assert bool(made.Root.MarkInfo.Marked)
    assert str(made.Root.Lang) == "en-GB"
    assert bool(made.Root.ViewerPreferences.DisplayDocTitle)
    assert made.docinfo["/Title"] == f"{TITLE}: {cover(audience).heading}"
    with made.open_metadata() as metadata:
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert tags(made).count("/H2") == len(list(SHIPPED[audience].questions()))


def test_choices_are_a_list_and_a_matrix_is_a_table_with_headings() -> None:
    made = opened(pdf(SHIPPED["schools"], cover("schools"), "standard", PICTURES))
    found = tags(made)
    assert found.count("/Table") == 1
    assert found.count("/TH") == 7
    assert found.count("/TR") == 11
    assert found.count("/LI") > 150


def test_pictures_beside_their_words_are_not_read_out() -> None:
    made = opened(pdf(SHIPPED["young_people"], cover("young_people"), "easy_read", PICTURES))
    assert [element for element in structure(made) if element.S == "/Figure"] == []


def test_pictures_can_be_left_out() -> None:
    with_pictures = pdf(SHIPPED["young_people"], cover("young_people"), "standard", PICTURES)
    without = pdf(SHIPPED["young_people"], cover("young_people"), "standard", {})
    assert len(without) < len(with_pictures)
    said = "".join(words_of(page) for page in opened(without).pages)
    assert squeezed("I'm not sure") in said


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_optional_says_so_and_why_just_before_it_begins(layout: Layout) -> None:
    said = "".join(pages(SHIPPED["families"], layout))
    why = said.index(squeezed("They help us see if we have heard from all kinds of families."))
    assert said.index(squeezed("What is working well?")) < why < said.index(squeezed("Where is the school?"))
    assert squeezed("They help us see") not in "".join(pages(small(), layout))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_page_says_its_title_version_and_place(layout: Layout) -> None:
    said = pages(SHIPPED["schools"], layout)
    for number, page in enumerate(said, start=1):
        assert squeezed(TITLE) in page
        assert squeezed("Schools version 2") in page
        assert squeezed(f"Page {number} of {len(said)}") in page
        assert re.search(r"Gethelp:seepage[12]", page)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_reference_is_on_every_page_but_the_one_that_is_taken_off(layout: Layout) -> None:
    *rest, apart = pages(SHIPPED["schools"], layout)
    assert all(REFERENCE in page for page in rest)
    assert REFERENCE not in apart
    assert squeezed("This page is separated from your answers") in apart
    assert squeezed("What is your email address?") in apart


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("audience", ["schools", "families"])
def test_the_page_that_is_taken_off_is_the_back_of_no_other(audience: AudienceName, layout: Layout) -> None:
    said = pages(SHIPPED[audience], layout)
    assert len(said) % 2 == 1
    assert squeezed("We keep it apart from your answers") in said[-1]


def test_nothing_is_taken_off_a_form_that_identifies_nobody() -> None:
    said = "".join(pages(without_email()))
    assert squeezed("separated from your answers") not in said


@pytest.mark.parametrize(
    ("audience", "sentence"),
    [
        ("schools", "Nothing is required. You can leave any question blank."),
        ("families", "You do not have to answer every question."),
        ("young_people", "You choose what to answer."),
    ],
)
def test_the_front_page_says_that_nothing_is_required(audience: AudienceName, sentence: str) -> None:
    front = pages(SHIPPED[audience])[0]
    assert squeezed(sentence) in front
    assert squeezed(cover(audience).closes) in front
    assert all(squeezed(line) in front for line in cover(audience).returning)


@pytest.mark.parametrize(
    "text",
    [
        '#panic() #eval("1") $x^2$ *bold* _slanted_ @label <mark> `raw` \\ // no comment',
        "\"Straight\" 'quotes' and \u201ccurly\u201d {closes} %s",
        "= Not a heading",
        "Za\u017c\u00f3\u0142\u0107 g\u0119\u015bl\u0105 ja\u017a\u0144; \u0175 \u0177",
        LONG_WORD,
    ],
)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_awkward_texts_come_out_as_text(text: str, layout: Layout) -> None:
    said = "".join(pages(asking(text), layout))
    assert said.count(squeezed(text)) >= 4


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_title_of_any_length_leaves_room_for_the_version(layout: Layout) -> None:
    made = opened(pdf(small(), replace(cover("schools"), title=f"{TITLE} " * 20), layout, {}))
    for page in made.pages:
        assert [height for text, height in placed(page) if "version 2" in text and height > EDGE] != []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_lines_of_help_that_fill_a_page_go_on_to_the_next(layout: Layout) -> None:
    made = opened(pdf(small(), replace(cover("schools"), get_help=("Call somebody. " * 40,) * 8), layout, {}))
    assert [height for page in made.pages for _, height in placed(page) if height < EDGE] == []


def test_words_from_right_to_left_come_out_in_full() -> None:
    hebrew = "\u05d0\u05d9\u05da \u05d4\u05d2\u05e2\u05ea?"
    said = "".join(pages(asking(hebrew)))
    assert all(character in said for character in squeezed(hebrew))


def test_a_picture_character_is_shown_or_named() -> None:
    said = "".join(pages(asking("Well done \U0001f389")))
    assert "\U0001f389" in said or "Welldone(partypopper)" in said


def test_characters_that_no_file_can_hold_do_no_harm() -> None:
    assert "a\ufffdb" in "".join(pages(asking("a\x0bb")))


def test_a_broken_picture_is_refused_and_not_left_out() -> None:
    with pytest.raises(CannotBePrinted):
        pdf(SHIPPED["young_people"], cover("young_people"), "standard", {"face-yes": b"<svg"})


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_form_is_the_same_file(layout: Layout) -> None:
    once, again = (pdf(SHIPPED["young_people"], cover("young_people"), layout, PICTURES) for _ in range(2))
    assert once == again


def test_another_reference_is_another_file() -> None:
    assert pdf(small(), cover("schools", "A"), "standard", {}) != pdf(small(), cover("schools", "B"), "standard", {})
