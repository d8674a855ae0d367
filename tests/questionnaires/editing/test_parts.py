"""Sections, questions, scales and conditions, changed one at a time."""

import pytest

from engagement.errors import NotFound
from engagement.questionnaires import schema
from engagement.questionnaires.editing import conditions, questions, scales, sections
from engagement.questionnaires.editing.document import Table, question
from engagement.questionnaires.editing.keys import Earlier, made_from, used_in
from tests.questionnaires.documents import small

NOTHING = Earlier()


def _keys(document: Table) -> list[list[str]]:
    return [[asked["key"] for asked in section["questions"]] for section in document["sections"]]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("How safe do you feel at school?", "f_safe_feel_school"),
        ("Who is it?", "f_who_is_it"),
        ("What about donaudampfschifffahrtsgesellschaft?", "f_donaudampfschifffahrtsgese"),
        ("Où ça?", "f_ou_ca"),
        ("學校", "f_question"),
    ],
)
def test_a_key_reminds_of_the_words(words: str, key: str) -> None:
    assert made_from(words, (), prefix="f_", otherwise="question") == key


def test_a_new_question_is_told_apart_from_all_that_is_or_was_published() -> None:
    removed = questions.remove(small(), "s_why")
    changed, key = questions.add(removed, "start", "long_text", "Why?", used_in([small()]))
    assert key == "s_why_2"
    assert question(changed, key) == {"key": "s_why_2", "kind": "long_text", "text": "Why?"}


def test_a_section_comes_last_but_before_what_is_asked_after_sending() -> None:
    later, _ = sections.add(small(), "About you", NOTHING, after_sending=True)
    changed, key = sections.add(later, "Fees", NOTHING)
    assert key == "fees"
    assert [section["key"] for section in changed["sections"]] == ["start", "contract", "fees", "about_you"]


def test_moving_a_question_takes_it_over_the_edge_of_its_section_and_back() -> None:
    down = questions.move(small(), "s_places", 1)
    assert _keys(down)[:2] == [["s_status"], ["s_places", *_keys(small())[1]]]
    assert questions.move(down, "s_places", -1) == small()
    assert questions.move(small(), "s_status", -1) == small()


def test_a_question_is_put_where_it_is_wanted() -> None:
    assert _keys(questions.place(small(), "s_why", "start", "s_status"))[0] == ["s_status", "s_why", "s_places"]
    assert _keys(questions.place(small(), "s_why", "start", None))[0] == ["s_why", "s_status", "s_places"]
    with pytest.raises(NotFound):
        questions.place(small(), "s_why", "gone", None)


def test_another_kind_leaves_out_only_what_it_does_not_have() -> None:
    assert questions.left_out(question(small(), "s_reasons"), "number") == ["max_choices", "options"]
    number = question(questions.change_kind(small(), "s_reasons", "number"), "s_reasons")
    assert number == {"key": "s_reasons", "kind": "number", "text": "Why did you join?"}


def test_own_options_begin_as_those_of_the_scale_with_the_same_keys() -> None:
    own = scales.leave(small(), "s_term")
    assert "scale" not in question(own, "s_term")
    assert question(own, "s_term")["options"] == small()["scales"][0]["options"]
    assert scales.use(own, "s_term", "S3") == small()
    assert [asked["key"] for asked in scales.used_by(small(), "S3")] == ["s_term", "s_themes"]


def test_only_earlier_questions_with_options_can_decide() -> None:
    offered = conditions.may_decide(small(), "question", "s_order")
    assert [asked["key"] for asked in offered] == ["s_status", "s_term", "s_reasons"]
    assert conditions.may_decide(small(), "section", "start") == []


def test_a_condition_is_said_in_words_also_when_something_it_names_is_gone() -> None:
    held = conditions.decide(small(), "section", "contract", "s_status", "none_of", ["lot_1", "lot_2"])
    section = held["sections"][1]
    assert conditions.in_words(held, section) == (
        'Not for those who chose "Lot 1" or "Lot 2" at "Which lot are you on?"'
    )
    assert [found.key for found in conditions.depending_on(held, {"s_status"})] == ["contract", "s_term"]
    assert [found.key for found in conditions.lost_with(held, "start", "section")] == ["contract", "s_term"]
    gone = questions.remove(held, "s_status")
    assert conditions.in_words(gone, gone["sections"][1]) == "Depends on a question that is not there any more."
    assert "which does not exist" in " ".join(sentence for _, sentence in schema.faults(gone))
    assert conditions.drop(held, "section", "contract") == small()


def test_what_somebody_else_removed_is_not_there() -> None:
    with pytest.raises(NotFound, match="not there any more"):
        questions.change(small(), "s_gone", {"text": "Hello"})
    with pytest.raises(NotFound, match="not there any more"):
        sections.remove(small(), "gone")
    with pytest.raises(NotFound, match="not there any more"):
        scales.use(small(), "s_term", "gone")
