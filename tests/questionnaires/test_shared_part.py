"""Some sections of a questionnaire: asked as they would be among all the others."""

from engagement.questionnaires import routing
from engagement.questionnaires.definition import Condition, Option, Question, Questionnaire, Section

OPTIONS = (Option("yes", "Yes"), Option("no", "No"))
WHOLE = Questionnaire(
    "schools",
    "sections",
    (
        Section("first", "First", (Question("q_first", "single", "First?", options=OPTIONS),)),
        Section(
            "second",
            "Second",
            (Question("q_second", "single", "Second?", options=OPTIONS),),
            show_when=Condition("q_first", any_of=("yes",)),
        ),
        Section(
            "third",
            "Third",
            (Question("q_third", "long_text", "Third?"), Question("q_also", "long_text", "Also?")),
        ),
        Section(
            "fourth",
            "Fourth",
            (Question("q_fourth", "long_text", "Fourth?", show_when=Condition("q_second", any_of=("yes",))),),
        ),
    ),
)


def asked(sections: list[str], answers: dict[str, list[str]]) -> list[str]:
    """The keys of what is asked in some sections."""
    part, counting = routing.shared_part(WHOLE, sections, answers)
    return [field.key for field in routing.visible_fields(part, counting)]


def test_only_the_sections_given_are_asked_in_their_order() -> None:
    assert asked(["third", "first"], {}) == ["q_first", "q_third", "q_also"]


def test_an_answer_in_another_section_decides_what_is_asked() -> None:
    assert asked(["fourth"], {"q_first": ["yes"], "q_second": ["yes"]}) == ["q_fourth"]
    assert asked(["fourth"], {"q_first": ["yes"], "q_second": ["no"]}) == []


def test_an_answer_that_is_hidden_in_another_section_counts_as_blank() -> None:
    assert asked(["fourth"], {"q_first": ["no"], "q_second": ["yes"]}) == []


def test_what_was_typed_in_their_sections_is_kept_also_where_it_is_hidden() -> None:
    _, counting = routing.shared_part(WHOLE, ["fourth"], {"q_first": ["no"], "q_second": ["yes"], "q_fourth": ["Ours"]})
    assert counting == {"q_first": ["no"], "q_fourth": ["Ours"]}


def test_the_same_sections_are_the_same_object_each_time() -> None:
    assert routing.shared_part(WHOLE, ["first"], {})[0] is routing.shared_part(WHOLE, ["first"], {})[0]
