"""Texts that may be marked as confidential: what a document may say, and what a mark means."""

import pytest

from engagement.errors import InvalidDocument
from engagement.questionnaires import confidential, schema
from engagement.questionnaires.definition import Field, Question


def document(**question: object) -> dict[str, object]:
    """A document with one question."""
    asked = {"key": "why", "kind": "long_text", "text": "Why?", **question}
    return {"audience": "schools", "layout": "sections", "sections": [{"key": "s", "title": "S", "questions": [asked]}]}


def field(*, markable: bool = True) -> Field:
    return Question("why", "long_text", "Why?", may_be_confidential=markable).fields[0]


def test_the_setting_survives_a_round_trip_and_false_is_left_out() -> None:
    marked = document(may_be_confidential=True)
    assert schema.dump(schema.load(marked, "d")) == marked
    assert schema.dump(schema.load(document(may_be_confidential=False), "d")) == document()


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"may_be_confidential": "yes"}, "must be true or false"),
        ({"may_be_confidential": 1}, "must be true or false"),
        ({"may_be_confidential": True, "kind": "short_text"}, 'is only for "long_text"'),
        ({"may_be_confidential": True, "key": "k" * 35}, "at most 34 characters"),
    ],
)
def test_a_document_that_cannot_be_is_refused_in_words(settings: dict[str, object], fault: str) -> None:
    with pytest.raises(InvalidDocument, match=fault):
        schema.load(document(**settings), "d")


def test_the_marks_fit_where_answers_are_kept() -> None:
    longest = Question("k" * confidential.LONGEST_KEY, "long_text", "Why?", may_be_confidential=True)
    assert max(len(mark.key) for mark in confidential.marks(longest.fields[0])) == 40
    assert confidential.marks(field(markable=False)) == ()


def test_only_a_tick_marks_and_a_reason_is_given_in_words() -> None:
    one = [field()]
    assert confidential.reasons(one, {"why--why": ["Prices"]}) == {}
    assert confidential.reasons(one, {"why--mark": ["yes"], "why--why": [" Prices "]}) == {"why": "Prices"}
    assert confidential.reasons(one, {"why--mark": ["yes"]}) == {"why": "No reason given"}
    assert confidential.reasons([field(markable=False)], {"why--mark": ["yes"]}) == {}
