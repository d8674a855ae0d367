"""Forms: a field for every kind of answer, filled with what was typed, never stricter than the answer kinds."""

from pathlib import Path

import pytest

from engagement import schools, survey_flow
from engagement.questionnaires.answer_kinds import KINDS
from engagement.questionnaires.definition import Option, Question, Questionnaire, Section
from engagement.questionnaires.routing import Step, path
from engagement.survey_flow.forms import FIELDS, RankField, form_for, printable

OPTIONS = (Option("a", "First"), Option("b", "Second"), Option("c", "Third"))
QUESTIONS = (
    Question("one", "single", "One of them?", options=OPTIONS),
    Question("some", "multi", "Some of them?", options=OPTIONS, max_choices=2),
    Question("order", "rank", "In which order?", options=OPTIONS, max_choices=2),
    Question("count", "number", "How many?", minimum=0, maximum=9),
    Question("words", "long_text", "In your words?", max_length=10),
)


@pytest.fixture
def step() -> Step:
    """A page with five kinds of question."""
    return path(Questionnaire("schools", "sections", (Section("s", "Section", QUESTIONS),)), {})[0]


def test_every_kind_of_answer_has_a_field_and_a_template() -> None:
    folder = Path(survey_flow.__file__).parent / "templates" / "survey_flow" / "kinds"
    assert set(FIELDS) == set(KINDS)
    assert {kind for kind in KINDS if not (folder / f"{kind}.html").exists()} == set()


def test_a_blank_page_is_valid(step: Step) -> None:
    assert form_for(step, {}, schools.audience).validate()
    assert form_for(step, {"words": [" "], "order": ["", ""]}, schools.audience).validate()


def test_fields_are_named_by_their_questions(step: Step) -> None:
    assert [field.name for field in form_for(step, {}, schools.audience)] == ["one", "some", "order", "count", "words"]


def test_each_problem_stands_at_its_field_and_the_typing_stays(step: Step) -> None:
    typed = {"one": ["z"], "some": ["a", "b", "c"], "order": ["a", "a"], "count": ["ten"], "words": ["x" * 11]}
    form = form_for(step, typed, schools.audience)
    assert not form.validate()
    assert {field.name: field.errors[0] for field in form} == {
        "one": "Choose one of the answers listed",
        "some": "Choose up to 2. You have chosen 3",
        "order": 'You have chosen "First" more than once. Give each measure one place',
        "count": "Enter a whole number in figures, like 12",
        "words": "You have written 11 characters and the limit is 10. All of it is kept: shorten it to send it",
    }
    assert {field.name: field.raw_data for field in form} == typed


def test_a_rank_keeps_gaps_and_every_value_that_was_posted(step: Step) -> None:
    def shown(typed: list[str]) -> list[str]:
        field = form_for(step, {"order": typed}, schools.audience)["order"]
        assert isinstance(field, RankField)
        return field.chosen()

    assert shown([]) == ["", ""]
    assert shown(["", "b"]) == ["", "b"]
    assert shown(["a", "b", "c"]) == ["a", "b", "c"]


@pytest.mark.parametrize("text", ["a\0b", "a\x0bb", "a\x7fb", "a\x85b", "a\ufffeb", "a\U0001ffffb"])
def test_a_page_never_holds_a_character_that_html_forbids(text: str) -> None:
    assert printable(text) == "ab"


def test_everything_that_people_write_is_shown_as_they_wrote_it() -> None:
    text = "Tab\tand\r\nlines, “quotes”, ğ, 学校, 🌳👩‍👧 and \u202eright to left"
    assert printable(text) == text
