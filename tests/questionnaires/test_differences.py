"""What changed between two questionnaires is said in words, and nothing that changed goes unsaid."""

from typing import Any

import pytest
from hypothesis import given

from engagement.questionnaires import differences, schema
from engagement.questionnaires.definition import Questionnaire
from tests.questionnaires.generated import documents

OLD = """
audience = "young_people"
layout = "sections"
[[scales]]
key = "Y3"
options = [
  { key = "yes", label = "Yes", leaning = "favourable" },
  { key = "no", label = "No", leaning = "unfavourable" },
]
[[sections]]
key = "school"
title = "Your school"
[[sections.questions]]
key = "y_safe"
kind = "faces"
text = "Do you feel safe?"
scale = "Y3"
measure = "safety"
[[sections.questions]]
key = "y_why"
kind = "multi"
text = "Why?"
options = [{ key = "staff", label = "Staff" }, { key = "friends", label = "Frends" }]
show_when = { question = "y_safe", any_of = ["no"] }
[[sections.questions]]
key = "y_days"
kind = "number"
text = "How many days do you go?"
"""


def questionnaire(text: str = OLD) -> Questionnaire:
    """What a file asks."""
    return schema.load(schema.parse_toml(text.encode(), "test"), "test")


def swapped(before: str, after: str) -> Questionnaire:
    """What is asked with some words in place of others."""
    assert before in OLD
    return questionnaire(OLD.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after", "sentence", "asks", "always_new"),
    [
        ("feel safe?", "feel OK?", 'The question "Do you feel safe?" now reads "Do you feel OK?".', True, False),
        ("Frends", "Friends", 'The option "Frends" of the question "Why?" now reads "Friends".', True, False),
        (
            ', { key = "friends", label = "Frends" }',
            "",
            'The option "Frends" is taken out of the question "Why?".',
            True,
            True,
        ),
        (
            'kind = "number"',
            'kind = "short_text"',
            'The kind of answer to the question "How many days do you go?" changes from "Number" to "Short text".',
            True,
            True,
        ),
        (
            'any_of = ["no"]',
            'none_of = ["no"]',
            'The question "Why?" is now shown except to those who answer "No" to the question "Do you feel safe?".',
            False,
            False,
        ),
        (
            'measure = "safety"',
            'measure = "voice"',
            'The question "Do you feel safe?" now belongs to the measure "Listened to".',
            False,
            False,
        ),
        (
            'title = "Your school"',
            'title = "School"',
            'The section "Your school" is now called "School".',
            False,
            False,
        ),
        (
            'text = "Why?"',
            'text = "Why?"\nhelp = "Tick any"',
            'The help text of the question "Why?" is added: "Tick any".',
            True,
            False,
        ),
    ],
)
def test_each_change_is_one_sentence_that_says_whether_somebody_has_to_decide(
    before: str, after: str, sentence: str, asks: bool, always_new: bool
) -> None:
    (found,) = differences.between(questionnaire(), swapped(before, after))
    assert (found.sentence, found.asks, found.always_new) == (sentence, asks, always_new)


def test_a_question_that_moved_is_named_and_asks_for_nothing() -> None:
    old = questionnaire()
    moved = schema.dump(old)
    moved["sections"][0]["questions"] = [moved["sections"][0]["questions"][place] for place in (2, 0, 1)]
    (found,) = differences.between(old, schema.load(moved, "moved"))
    assert found == differences.Difference("y_days", 'The question "How many days do you go?" has moved.')


@given(documents(), documents())
def test_nothing_that_changed_goes_unsaid(one: dict[str, Any], other: dict[str, Any]) -> None:
    old, new = schema.load(one, "old"), schema.load({**other, "audience": one["audience"]}, "new")
    assert bool(differences.between(old, new)) == (old != new)
    assert differences.between(old, old) == ()
