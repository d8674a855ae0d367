"""Words that the people asked can read."""

import re

import pytest

from engagement.questionnaires.definition import Question, Questionnaire
from tests.questionnaires.documents import SHIPPED

YOUNG_PEOPLE = list(SHIPPED["young_people"].questions())
MOST_WORDS = 11
HIGHEST_GRADE = 4.0


def syllables(word: str) -> int:
    """The syllables of an English word, near enough: groups of vowels, less a silent e at the end."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", letters))
    silent = letters.endswith("e") and not letters.endswith(("le", "ee")) and groups > 1
    ing_after_vowel = len(re.findall(r"[aeiouy]ing$", letters))
    return max(1, groups - silent + ing_after_vowel)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text."""
    words = text.split()
    sentences = max(1, len(re.findall(r"[.?!]", text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


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
    assert syllables(word) == count


def test_a_hard_sentence_has_a_high_grade() -> None:
    assert grade("How satisfied are you with the educational provision specified?") > 10


@pytest.mark.parametrize("question", YOUNG_PEOPLE, ids=lambda question: question.key)
def test_a_young_persons_question_is_short_and_easy(question: Question) -> None:
    assert len(question.text.split()) <= MOST_WORDS
    assert grade(question.text) <= HIGHEST_GRADE


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
