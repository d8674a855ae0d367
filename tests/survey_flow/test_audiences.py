"""The journey asks its audience and never names one; every audience can explain every problem."""

from pathlib import Path

import pytest

from engagement import families, schools, survey_flow, young_people
from engagement.questionnaires.answer_kinds import AnswerProblem
from engagement.questionnaires.definition import AUDIENCES
from engagement.survey_flow import Audience

EVERY = [schools.audience, families.audience, young_people.audience]
PROBLEMS = [
    AnswerProblem("too_many", limit=3, count=4),
    AnswerProblem("not_an_option"),
    AnswerProblem("ranked_twice", label="Attendance"),
    AnswerProblem("several_given", count=2),
    AnswerProblem("not_a_number"),
    AnswerProblem("out_of_range", minimum=0, maximum=500),
    AnswerProblem("too_long", limit=2000, count=2001),
    AnswerProblem("bad_character"),
    AnswerProblem("not_an_email"),
]


def test_there_is_a_door_for_every_audience() -> None:
    assert [audience.name for audience in EVERY] == list(AUDIENCES)


def test_the_shared_journey_names_no_audience() -> None:
    folder = Path(survey_flow.__file__).parent
    files = [path for path in folder.rglob("*") if path.suffix in (".py", ".html")]
    assert len(files) > 20
    named = [
        (path.name, name)
        for path in files
        for name in (*AUDIENCES, "young-people", "young people", "parents")
        if name in path.read_text()
    ]
    assert named == []


@pytest.mark.parametrize("audience", EVERY, ids=lambda audience: audience.name)
@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.code)
def test_every_audience_explains_every_problem_in_its_own_words(audience: Audience, problem: AnswerProblem) -> None:
    sentence = audience.explain(problem)
    assert "{" not in sentence
    assert not sentence.endswith(".")
    assert set(audience.words.problems) == {problem.code for problem in PROBLEMS}
