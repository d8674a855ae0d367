"""Which page comes next, for whatever has been answered so far."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.questionnaires import routing, schema
from engagement.questionnaires.answer_kinds import is_blank
from engagement.questionnaires.definition import Condition, Questionnaire
from tests.questionnaires.documents import SHIPPED, changed, small
from tests.questionnaires.generated import documents

SCHOOLS, FAMILIES, YOUNG_PEOPLE = (SHIPPED[audience] for audience in ("schools", "families", "young_people"))
Answers = dict[str, list[str]]


def keys(questionnaire: Questionnaire, answers: Answers) -> list[str]:
    return [step.key for step in routing.path(questionnaire, answers)]


def key(step: routing.Step | None) -> str | None:
    return None if step is None else step.key


def asked(questionnaire: Questionnaire, answers: Answers) -> set[str]:
    return {question.key for step in routing.path(questionnaire, answers) for question in step.questions}


def test_what_depends_on_a_page_comes_on_a_later_page() -> None:
    first, second, *_ = routing.path(SCHOOLS, {"s_status": ["lot_1"]})
    assert (first.key, second.key) == ("arrangements", "arrangements-2")
    assert first.title == second.title == "Your current arrangements"
    assert [question.key for question in first.questions] == ["s_status"]
    assert [question.key for question in second.questions] == ["s_why_joined", "s_dps_value"]


def test_no_condition_hides_what_was_typed_on_a_page_whose_answers_elsewhere_are_lost() -> None:
    typed = {"s_dps_value": ["very"], "s_why_joined": [""]}
    assert routing.step_at(SCHOOLS, typed, "arrangements-2") is None
    found = routing.step_typed(SCHOOLS, typed, "arrangements-2", typed)
    assert found is not None
    assert [question.key for question in found.questions] == ["s_dps_value"]
    assert routing.step_typed(SCHOOLS, {}, "arrangements-2", {}) is None
    assert routing.step_typed(SCHOOLS, {}, "no-such-page", typed) is None


def test_a_chain_of_conditions_takes_a_page_for_each_link_and_keeps_the_keys() -> None:
    document = small()
    questions = document["sections"][0]["questions"]
    for number in (1, 2):
        choice = {**questions[0], "key": f"s_more_{number}", "show_when": {"any_of": ["lot_1"]}}
        choice["show_when"]["question"] = "s_status" if number == 1 else "s_more_1"
        questions.append(choice)
    questionnaire = schema.load(document, "schools.toml")
    everything = {"s_status": ["lot_1"], "s_more_1": ["lot_1"]}
    assert keys(questionnaire, everything) == ["start", "start-2", "start-3", "contract"]
    assert keys(questionnaire, {"s_status": ["lot_1"]}) == ["start", "start-2", "contract"]
    hidden_below = {"s_status": ["lot_2"], "s_more_1": ["lot_1"]}
    assert keys(questionnaire, hidden_below) == ["start", "contract"]


def test_an_unanswered_routing_question_hides_what_must_be_chosen_and_shows_what_must_be_ruled_out() -> None:
    assert "arrangements-2" not in keys(SCHOOLS, {})
    assert "everyday" in keys(FAMILIES, {})


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("lot_not_sure", {"s_why_joined", "s_dps_value"}),
        ("off_with_pupils", {"s_barriers", "s_join_change"}),
        ("off_without_pupils", {"s_barriers", "s_join_change"}),
        ("not_sure", {"s_join_change"}),
    ],
)
def test_a_school_is_asked_what_fits_its_position(status: str, shown: set[str]) -> None:
    step = routing.step_at(SCHOOLS, {"s_status": [status]}, "arrangements-2")
    assert step is not None
    assert {question.key for question in step.questions} == shown


def test_a_family_whose_child_does_not_go_is_offered_what_matters_most_only() -> None:
    before = routing.before_sending(FAMILIES)
    assert keys(before, {"f_attends": ["no"]}) == ["about_your_child", "what_matters", "receipt"]


@pytest.mark.parametrize(
    ("age", "shown"),
    [("years_7_to_8", False), ("years_9_to_11", True), ("age_16_to_18", True), ("age_19_to_25", True)],
)
def test_life_after_school_is_asked_from_year_9(age: str, shown: bool) -> None:
    assert ("f_future_plan" in asked(FAMILIES, {"f_child_age": [age]})) is shown


def test_about_you_is_offered_after_sending_whatever_was_answered() -> None:
    assert keys(routing.after_sending(FAMILIES), {"f_attends": ["no"]}) == ["about_you", "equality"]


def test_a_young_person_gets_one_question_a_page() -> None:
    steps = routing.path(YOUNG_PEOPLE, {})
    assert [len(step.questions) for step in steps] == [1] * 17
    assert (steps[0].key, steps[0].title, steps[0].section.key) == ("y_who", "Who is giving the answers?", "about_you")
    assert keys(YOUNG_PEOPLE, {"y_help": ["read", "wrote"]})[-1] == "y_helper"


def test_a_page_that_has_become_hidden_still_knows_what_is_next_and_before() -> None:
    answers = {"s_status": [""]}
    assert routing.step_at(SCHOOLS, answers, "arrangements-2") is None
    assert key(routing.next_step(SCHOOLS, answers, "arrangements-2")) == "contract"
    assert key(routing.previous_step(SCHOOLS, answers, "arrangements-2")) == "arrangements"


def test_skipping_a_section_passes_all_its_pages() -> None:
    answers = {"s_status": ["lot_1"]}
    assert key(routing.next_section_step(SCHOOLS, answers, "arrangements")) == "contract"
    assert key(routing.next_section_step(SCHOOLS, answers, "arrangements-2")) == "contract"
    assert key(routing.next_section_step(SCHOOLS, answers, "capacity")) == "contact"
    assert routing.next_section_step(routing.before_sending(SCHOOLS), answers, "contact") is None


def test_a_page_that_does_not_exist_leads_nowhere() -> None:
    assert routing.step_at(SCHOOLS, {}, "nowhere") is None
    assert routing.next_step(SCHOOLS, {}, "nowhere") is None
    assert routing.previous_step(SCHOOLS, {}, "nowhere") is None
    assert routing.next_section_step(SCHOOLS, {}, "nowhere") is None


def test_a_row_left_blank_is_unanswered_by_itself() -> None:
    questionnaire = schema.load(changed("sections.1.questions.0.show_when"), "schools.toml")
    answers = {"s_voice": ["well"], "s_status": ["lot_1"], "s_term": [" "], "s_unknown": ["x"]}
    shown = routing.visible_fields(questionnaire, answers)
    blank = [field.key for field in shown if is_blank(answers.get(field.key, ()))]
    assert blank == ["s_places", "s_term", "s_learning", "s_reasons", "s_order", "s_why", "s_email"]


def test_a_condition_holds_by_any_of_several_choices() -> None:
    condition = Condition("q", any_of=("a", "b"))
    assert routing.is_shown(condition, {"q": ["", " b "]})
    assert not routing.is_shown(condition, {"q": ["c"]})
    assert routing.is_shown(Condition("q", none_of=("a",)), {})
    assert not routing.is_shown(Condition("q", none_of=("a",)), {"q": ["a", "c"]})
    assert routing.is_shown(None, {})


@st.composite
def questionnaires_and_answers(draw: st.DrawFn) -> tuple[Questionnaire, Answers]:
    document: dict[str, Any] = draw(documents())
    questionnaire = draw(st.sampled_from([*SHIPPED.values(), schema.load(document, "generated")]))
    answers = {}
    for field in questionnaire.fields():
        choices = ["", "junk", *(option.key for option in field.question.options)]
        answers[field.key] = draw(st.lists(st.sampled_from(choices), max_size=2))
    return questionnaire, answers


@given(questionnaires_and_answers())
def test_back_undoes_continue_on_every_page(case: tuple[Questionnaire, Answers]) -> None:
    questionnaire, answers = case
    steps = routing.path(questionnaire, answers)
    for step, following in zip(steps, (*steps[1:], None), strict=True):
        assert routing.step_at(questionnaire, answers, step.key) == step
        assert routing.next_step(questionnaire, answers, step.key) == following
        if following is not None:
            assert routing.previous_step(questionnaire, answers, following.key) == step
    if steps:
        assert routing.previous_step(questionnaire, answers, steps[0].key) is None


@given(questionnaires_and_answers())
def test_a_path_shows_each_question_once_in_order_and_none_that_is_hidden(case: tuple[Questionnaire, Answers]) -> None:
    questionnaire, answers = case
    shown = [question.key for step in routing.path(questionnaire, answers) for question in step.questions]
    counting: Answers = {}
    expected = []
    for section in questionnaire.sections:
        section_shown = routing.is_shown(section.show_when, counting)
        for question in section.questions:
            if section_shown and routing.is_shown(question.show_when, counting):
                expected.append(question.key)
                counting[question.key] = answers.get(question.key, [])
    assert shown == expected
    fields = [field.question.key for field in routing.visible_fields(questionnaire, answers)]
    assert list(dict.fromkeys(fields)) == expected


@given(questionnaires_and_answers())
def test_nothing_appears_on_a_page_because_of_an_answer_on_the_same_page(case: tuple[Questionnaire, Answers]) -> None:
    questionnaire, answers = case
    for step in routing.path(questionnaire, answers):
        here = {question.key for question in step.questions}
        assert not any(question.show_when and question.show_when.question in here for question in step.questions)


def test_finding_the_next_page_takes_microseconds() -> None:
    answers = {"s_status": ["lot_1"]}
    routing.next_step(SCHOOLS, answers, "contract")
    began = time.perf_counter()
    for _ in range(200):
        routing.next_step(SCHOOLS, answers, "contract")
    assert (time.perf_counter() - began) / 200 < 0.001


def two_parts() -> Questionnaire:
    document = changed("sections.1.questions.5")  # an address is asked before sending
    document["sections"][1]["after_sending"] = True
    return schema.load(document, "schools.toml")


def test_what_is_offered_after_sending_has_pages_of_its_own() -> None:
    whole = two_parts()
    answers = {"s_status": ["lot_1"], "s_term": ["well"]}
    before, after = routing.before_sending(whole), routing.after_sending(whole)
    assert keys(before, answers) == ["start"]
    assert routing.next_step(before, answers, "start") is None
    assert routing.step_at(before, answers, "contract") is None
    assert keys(after, answers) == ["contract"]
    assert routing.previous_step(after, answers, "contract") is None
    assert [field.key for field in routing.visible_fields(before, answers)] == ["s_status", "s_places"]


def test_what_was_sent_still_decides_what_is_offered_afterwards() -> None:
    after = routing.after_sending(two_parts())
    assert "s_term" in asked(after, {"s_status": ["lot_1"]})
    assert "s_term" not in asked(after, {"s_status": ["lot_2"]})


def test_without_such_a_section_nothing_is_offered_after_sending() -> None:
    assert routing.before_sending(YOUNG_PEOPLE) == YOUNG_PEOPLE
    assert routing.path(routing.after_sending(YOUNG_PEOPLE), {}) == ()
