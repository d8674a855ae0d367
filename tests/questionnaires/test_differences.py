"""What changed between two questionnaires is said in words, and nothing that changed goes unsaid."""

from typing import Any

import pytest
from hypothesis import given

from engagement.questionnaires import differences, schema
from tests.questionnaires.documents import asked, small, swapped
from tests.questionnaires.generated import documents

STATUS, TERM = 'The question "Which lot are you on?"', 'The question "How well does the term suit you?"'


@pytest.mark.parametrize(
    ("before", "after", "sentence", "asks", "always_new"),
    [
        ("are you on?", "are you in?", f'{STATUS} now reads "Which lot are you in?".', True, False),
        (
            '"Care"',
            '"Caring"',
            'The option "Care" of the question "Which matter most?" now reads "Caring".',
            True,
            False,
        ),
        (
            ', { key = "none", label = "None" }',
            "",
            'The option "None" is taken out of the question "Which lot are you on?".',
            True,
            True,
        ),
        (
            'kind = "long_text"',
            'kind = "short_text"',
            'The kind of answer to the question "Why?" changes from "Long text" to "Short text".',
            True,
            True,
        ),
        (
            'any_of = ["lot_1"]',
            'none_of = ["lot_1"]',
            f'{TERM} is now shown except to those who answer "Lot 1" to the question "Which lot are you on?".',
            False,
            False,
        ),
        ('measure = "safety"', 'measure = "future"', f'{TERM} now belongs to the measure "Next steps".', False, False),
        (
            'title = "The contract"',
            'title = "The terms"',
            'The section "The contract" is now called "The terms".',
            False,
            False,
        ),
        (
            'layout = "sections"',
            'layout = "one_per_page"',
            "The questionnaire now has a page for each question.",
            False,
            False,
        ),
        (
            'text = "Why?"',
            'text = "Why?"\nhelp = "In your own words"',
            'The help text of the question "Why?" is added: "In your own words".',
            True,
            False,
        ),
    ],
)
def test_each_change_is_one_sentence_that_says_whether_somebody_has_to_decide(
    before: str, after: str, sentence: str, asks: bool, always_new: bool
) -> None:
    (found,) = differences.between(asked(), swapped(before, after))
    assert (found.sentence, found.asks, found.always_new) == (sentence, asks, always_new)


def test_a_question_that_moved_is_named_and_asks_for_nothing() -> None:
    moved = small()
    questions = moved["sections"][1]["questions"]
    questions.insert(0, questions.pop())
    (found,) = differences.between(asked(), schema.load(moved, "moved"))
    assert found == differences.Difference("s_email", 'The question "What is your email address?" has moved.')


@given(documents(), documents())
def test_nothing_that_changed_goes_unsaid(one: dict[str, Any], other: dict[str, Any]) -> None:
    old, new = schema.load(one, "old"), schema.load({**other, "audience": one["audience"]}, "new")
    assert bool(differences.between(old, new)) == (old != new)
    assert differences.between(old, old) == ()
