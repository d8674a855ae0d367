"""What is right in an unfinished questionnaire can be shown; what is wrong is left out and takes no more with it."""

from typing import Any

from engagement.questionnaires.unfinished import as_far_as_it_goes

YES_NO = [{"key": "yes", "label": "Yes"}, {"key": "no", "label": "No"}]


def question(key: str, **settings: Any) -> dict[str, Any]:
    return {"key": key, "kind": "single", "text": "Is it?", "options": YES_NO, **settings}


def section(key: str, *questions: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return {"key": key, "title": "About it", "questions": list(questions), **settings}


def document(*sections: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return {"audience": "schools", "layout": "sections", "sections": list(sections), **settings}


def keys(made: dict[str, Any]) -> list[str]:
    shown = as_far_as_it_goes(made)
    return [question.key for question in shown.questions()] if shown else []


def test_what_has_no_fault_is_shown_whole() -> None:
    assert keys(document(section("one", question("a"), question("b")), section("two", question("c")))) == [
        "a",
        "b",
        "c",
    ]


def test_a_question_without_options_or_text_is_left_out() -> None:
    made = document(section("one", question("a"), question("b", options=[]), {"key": "c"}, question("d")))
    assert keys(made) == ["a", "d"]


def test_what_depends_on_something_that_is_left_out_is_left_out_too() -> None:
    depends = question("b", show_when={"question": "a", "any_of": ["yes"]})
    assert keys(document(section("one", question("a", options=[]), depends, question("c")))) == ["c"]


def test_an_empty_section_and_a_faulty_scale_take_nothing_else_with_them() -> None:
    scales = [{"key": "S1", "options": []}, {"key": "S2", "options": YES_NO}]
    scaled = {"key": "b", "kind": "single", "text": "Is it?", "scale": "S2"}
    made = document(section("one"), section("two", {**scaled, "key": "a", "scale": "S1"}, scaled), scales=scales)
    assert keys(made) == ["b"]


def test_a_section_whose_condition_is_wrong_is_shown_to_everybody() -> None:
    made = document(section("one", question("a")), section("two", question("b"), show_when={"question": "nothing"}))
    assert keys(made) == ["a", "b"]


def test_of_nothing_there_is_nothing_to_show() -> None:
    assert as_far_as_it_goes({}) is None
    assert as_far_as_it_goes(document()) is None
    assert as_far_as_it_goes({"audience": "schools", "layout": "sections", "sections": "none"}) is None
