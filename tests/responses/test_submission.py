"""Sending: one draft makes one response, with typed answers that carry their measure."""

import re
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.questionnaires.answer_kinds import AnswerProblem, Value
from engagement.questionnaires.definition import Field, Option, Question, Questionnaire, Row, Section
from engagement.responses import reading, submission
from engagement.responses.models import Answer, Draft, DraftAnswer, Response
from tests import factories

SCALE = (Option("well", "Well", "favourable"), Option("badly", "Badly", "unfavourable"))
ASKED = Questionnaire(
    "schools",
    "sections",
    (
        Section(
            "s",
            "Section",
            (
                Question("themes", "matrix", "How?", options=SCALE, rows=(Row("safe", "Safe", "safety"),)),
                Question("places", "number", "How many?", minimum=0),
                Question("email", "short_text", "Address?", kept_apart="email"),
            ),
        ),
    ),
)
SAFE, PLACES, EMAIL = tuple(ASKED.fields())
TODAY = date(2025, 6, 16)


@pytest.fixture
def draft(session: Session) -> Draft:
    """A draft with something typed."""
    version = factories.version(session, factories.consultation(session), ASKED)
    row = Draft(
        consultation_id=version.consultation_id,
        audience="schools",
        version_id=version.id,
        access_key="key",
        channel="open_link",
        started_on=TODAY,
    )
    session.add(row)
    session.flush()
    session.add(DraftAnswer(draft_id=row.id, field_key="places", raw=["12"], sealed=None))
    session.flush()
    return row


def submit(session: Session, draft: Draft, given: list[tuple[Field, Value]]) -> Response:
    """Send on an ordinary day."""
    return submission.submit(session, draft, given, asked=ASKED, today=TODAY, voice=None, in_grace=False)


def test_answers_carry_their_value_measure_and_leaning(session: Session, draft: Draft) -> None:
    response = submit(session, draft, [(SAFE, "badly"), (PLACES, 12)])
    rows = session.scalars(select(Answer).where(Answer.response_id == response.id).order_by(Answer.question_key))
    assert [(row.question_key, row.value, row.measure, row.leaning) for row in rows] == [
        ("places", 12, None, None),
        ("safe", "badly", "safety", "unfavourable"),
    ]
    assert (response.audience, response.version_id, response.channel) == ("schools", draft.version_id, "open_link")
    assert response.blank is False


def test_a_replay_gives_the_same_response_and_changes_nothing(session: Session, draft: Draft) -> None:
    first = submit(session, draft, [(PLACES, 12)])
    again = submit(session, draft, [(PLACES, 500), (SAFE, "well")])
    assert again.reference == first.reference
    assert session.scalars(select(Answer.value)).all() == [12]


def test_the_draft_is_closed_and_emptied(session: Session, draft: Draft) -> None:
    submit(session, draft, [(PLACES, 12)])
    assert session.scalars(select(Draft.submitted)).one() is True
    assert session.scalar(select(func.count()).select_from(DraftAnswer)) == 0


def test_a_response_without_answers_is_blank(session: Session, draft: Draft) -> None:
    assert submit(session, draft, []).blank is True


def test_a_reference_that_is_taken_is_drawn_again(
    session: Session, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = factories.version(session, factories.consultation(session), ASKED)
    factories.response(session, version, {}, reference="K7QF-3MWD")
    drawn = iter(["K7QF-3MWD", "K7QF-3MWD", "H2RZ-94TC"])
    monkeypatch.setattr(submission, "new_reference", lambda: next(drawn))
    assert submit(session, draft, []).reference == "H2RZ-94TC"


def test_references_are_easy_to_read_out_and_never_the_same() -> None:
    drawn = {submission.new_reference() for _ in range(2_000)}
    assert len(drawn) == 2_000
    assert all(re.fullmatch(r"[2-9BCDFGHJKMNPQRTVWXZ]{4}-[2-9BCDFGHJKMNPQRTVWXZ]{4}", reference) for reference in drawn)


def test_blanks_and_what_identifies_somebody_are_no_answers() -> None:
    raw = {"safe": ["  "], "places": [" 12 "], "email": ["Head@School.Example"]}
    assert reading.given(ASKED.fields(), raw) == [(PLACES, 12)]
    assert reading.kept_apart(ASKED.fields(), raw) == {"email": "Head@school.example"}


def test_only_what_is_wrong_is_a_problem() -> None:
    raw = {"safe": ["well"], "places": ["minus one"], "email": ["no address"]}
    found = [(field.key, problem.code) for field, problem in reading.problems(ASKED.fields(), raw)]
    assert found == [("places", "not_a_number"), ("email", "not_an_email")]
    assert reading.problems(ASKED.fields(), {"email": [""]}) == []


def test_an_address_is_read_as_an_answer_first() -> None:
    with pytest.raises(AnswerProblem, match="too_long"):
        reading.read(["a" * 250 + "@school.example"], EMAIL)
