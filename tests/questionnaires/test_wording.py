"""Words that the people asked can read."""

import re

import pytest

from engagement.questionnaires import wording
from engagement.questionnaires.definition import AudienceName, Question, Questionnaire, Row, Section
from tests.questionnaires.documents import SHIPPED

YOUNG_PEOPLE = list(SHIPPED["young_people"].questions())
# Texts that are harder than they should be, and why they stay as they are.
EXPLAINED = {
    "f_th_support.help": "It names kinds of help as plans do; there are no shorter words for them.",
    "f_eq_condition.text": "The wording of the census, so that answers can be held against it.",
}


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("school", 1),
        ("sure", 1),
        ("people", 2),
        ("older", 2),
        ("being", 2),
        ("answering", 3),
        ("the", 1),
        ("nobody", 3),
    ],
)
def test_syllables_are_counted_near_enough(word: str, count: int) -> None:
    assert wording.syllables(word) == count


def test_a_hard_sentence_has_a_high_grade() -> None:
    assert wording.grade("How satisfied are you with the educational provision specified?") > 10


@pytest.mark.parametrize("questionnaire", SHIPPED.values(), ids=SHIPPED.keys())
def test_only_what_is_explained_is_harder_than_its_readers_need(questionnaire: Questionnaire) -> None:
    hard = {place for place, _ in wording.hard_to_read(questionnaire)}
    assert hard == {place for place in EXPLAINED if place in dict(wording.texts(questionnaire))}


@pytest.mark.parametrize(
    ("audience", "text", "why"),
    [
        ("families", "How satisfied are you with the educational provision specified?", "aim for 9 or less"),
        ("young_people", "Is the food in your school hot and good on all of the days?", "14 words; aim for 11"),
        ("schools", " ".join(["word"] * 26) + "?", "a sentence has 26 words"),
        ("families", "Is the provision good?", '"provision" is a word of offices; try "help"'),
        ("families", "Do you wait prior to the review?", 'try "before"'),
        ("young_people", "Who is your SENCO?", '"SENCO" is short for something; write it in full'),
    ],
)
def test_an_author_reads_which_text_is_hard_and_why(audience: AudienceName, text: str, why: str) -> None:
    asked = Section("s", "Section", (Question("q", "short_text", text),))
    found = wording.hard_to_read(Questionnaire(audience, "sections", (asked,)))
    assert {place for place, _ in found} == {"q.text"}
    assert why in " ".join(said for _, said in found)


def test_schools_are_not_advised_on_the_words_of_their_trade_and_no_text_needs_none() -> None:
    assert wording.advice("schools", "Is the SEND provision robust?", asks=True) == []
    for nothing in ("", "  ", "?", "..."):
        assert wording.advice("young_people", nothing, asks=True) == []


def test_introductions_help_and_rows_are_judged_too() -> None:
    rows = (Row("r", "Row"),)
    asked = Section("s", "Section", (Question("q", "matrix", "Which?", help="Help", rows=rows),), introduction="Begin")
    places = [place for place, _ in wording.texts(Questionnaire("families", "sections", (asked,)))]
    assert places == ["s.introduction", "q.text", "q.help", "r.label"]


@pytest.mark.parametrize("question", YOUNG_PEOPLE, ids=lambda question: question.key)
def test_a_young_persons_question_is_short_and_easy(question: Question) -> None:
    assert len(question.text.split()) <= 11
    assert wording.grade(question.text) <= 4


@pytest.mark.parametrize("question", YOUNG_PEOPLE, ids=lambda question: question.key)
def test_a_young_persons_choices_are_short(question: Question) -> None:
    for option in question.options:
        assert len(option.label.split()) <= 8


@pytest.mark.parametrize("questionnaire", SHIPPED.values(), ids=SHIPPED.keys())
def test_words_are_written_as_the_rest_of_the_site_writes_them(questionnaire: Questionnaire) -> None:
    for asked in questionnaire.questions():
        for text in (asked.text, asked.help, *(option.label for option in asked.options)):
            assert text == text.strip()
            assert not re.search("[\u2018\u2019\u201c\u201d!]", text)
        assert asked.text.endswith("?")
