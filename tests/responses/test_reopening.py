"""What was sent goes back into the draft as it would be typed, and until it is sent again nothing of it is touched."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.errors import Refused
from engagement.questionnaires import answer_kinds, confidential, routing
from engagement.questionnaires.answer_kinds import Value
from engagement.questionnaires.definition import Condition, Field, KindName, Option, Question, Questionnaire, Section
from engagement.responses import drafts, reopening, submission
from engagement.responses.models import Answer, Draft, DraftAnswer, Response
from tests import factories

OPTIONS = tuple(Option(key, key.upper()) for key in "abc")
TEXT = Question("text", "long_text", "Why?", may_be_confidential=True)
ASKED = Questionnaire(
    "schools",
    "sections",
    (
        Section("s", "Section", (Question("pick", "multi", "Which?", options=OPTIONS), TEXT)),
        Section("names", "Names", (Question("email", "short_text", "Address?", kept_apart="email"),)),
        Section("you", "You", (Question("age", "number", "How old?"),), after_sending=True),
    ),
)
(TEXT_FIELD,) = TEXT.fields
MONDAY, TUESDAY = date(2025, 6, 16), date(2025, 6, 17)


@pytest.fixture
def response(session: Session) -> Response:
    """Something sent on Monday, with an answer that was added after sending."""
    version = factories.version(session, factories.consultation(session), ASKED)
    answers: dict[str, tuple[Any, str | None, str | None]] = {
        "pick": (["c", "a"], None, None),
        "text": ("So", None, None),
        "age": (12, None, None),
    }
    row = factories.response(session, version, answers)
    session.get_one(Answer, (row.id, "text")).confidential_because = "Prices"
    session.flush()
    return row


def draft_of(session: Session, response: Response) -> Draft:
    """The draft that became a response."""
    return session.get_one(Draft, response.draft_id)


def reopen(session: Session, response: Response) -> Draft:
    """Begin to change a response, with its answers put back."""
    draft = draft_of(session, response)
    reopening.reopen(session, draft, put_back=routing.to_change(ASKED))
    return draft


def send(session: Session, draft: Draft, given: list[tuple[Field, Value]]) -> Response:
    """Send it again on Tuesday."""
    asked = routing.to_change(ASKED)
    return submission.submit(session, draft, given, asked=asked, today=TUESDAY, voice=None, in_grace=False)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("single", "b"),
        ("multi", ["a", "c"]),
        ("rank", ["c", "a"]),
        ("faces", "a"),
        ("number", -1234),
        ("short_text", "a, b; c"),
        ("long_text", "One\n\ntwo  \u2713"),
    ],
)
def test_what_is_put_back_reads_as_what_was_sent(kind: KindName, value: Value) -> None:
    (field,) = Question("q", kind, "What?", options=OPTIONS).fields
    assert answer_kinds.read(answer_kinds.as_typed(value), field) == value


@pytest.mark.parametrize("because", [None, "Prices", confidential.NO_REASON])
def test_a_mark_that_is_put_back_is_the_mark_that_was_set(because: str | None) -> None:
    found = confidential.reasons(TEXT.fields, confidential.as_typed("text", because))
    assert found == ({} if because is None else {"text": because})


def test_a_reopened_draft_holds_what_was_sent_and_what_was_sent_stays(session: Session, response: Response) -> None:
    draft = reopen(session, response)
    typed = {"pick": ["c", "a"], "text": ["So"], "text--mark": ["yes"], "text--why": ["Prices"]}
    assert drafts.typed(session, draft).answers == typed
    assert (draft.submitted, draft.reopened_from) == (False, MONDAY)
    assert session.scalar(select(func.count()).select_from(Answer)) == 3


def test_reopening_twice_keeps_what_was_changed_in_between(session: Session, response: Response) -> None:
    draft = reopen(session, response)
    drafts.save(session, draft, {"text": ["Changed"]}, sealed=())
    reopen(session, response)
    assert drafts.typed(session, draft).answers["text"] == ["Changed"]


def test_a_draft_that_was_never_sent_cannot_be_reopened(session: Session, response: Response) -> None:
    draft = draft_of(session, response)
    session.delete(response)
    session.flush()
    with pytest.raises(Refused, match="not been sent"):
        reopening.reopen(session, draft, put_back=None)


def test_sent_again_only_what_was_asked_is_replaced(session: Session, response: Response) -> None:
    sent = send(session, reopen(session, response), [(TEXT_FIELD, "New")])
    assert (sent.id, sent.received_on, sent.changed_on) == (response.id, MONDAY, TUESDAY)
    kept = session.execute(select(Answer.question_key, Answer.value, Answer.confidential_because)).all()
    assert sorted(kept) == [("age", 12, None), ("text", "New", None)]


def test_a_late_copy_of_the_same_form_changes_nothing_more(session: Session, response: Response) -> None:
    draft = reopen(session, response)
    send(session, draft, [(TEXT_FIELD, "New")])
    send(session, draft, [(TEXT_FIELD, "Newer")])
    assert session.scalars(select(Answer.value).where(Answer.question_key == "text")).one() == "New"


@pytest.mark.parametrize(("picked", "left"), [(["a"], {"age"}), ([], set())])
def test_what_was_added_goes_only_if_changed_answers_hide_its_question(
    session: Session, response: Response, picked: list[str], left: set[str]
) -> None:
    (you,) = routing.after_sending(ASKED).sections
    hidden = replace(you, show_when=Condition("pick", any_of=("a",)))
    sent = send(session, reopen(session, response), [])
    reopening.drop_what_is_hidden_now(session, sent, replace(ASKED, sections=(hidden,)), {"pick": picked})
    assert set(session.scalars(select(Answer.question_key))) == left


def test_what_was_sent_can_be_kept_and_the_changes_forgotten(session: Session, response: Response) -> None:
    draft = reopen(session, response)
    for _ in range(2):
        reopening.keep_what_was_sent(session, draft, asked=routing.to_change(ASKED))
    assert (draft.submitted, draft.reopened_from) == (True, None)
    assert session.scalar(select(func.count()).select_from(DraftAnswer)) == 0
    assert session.scalar(select(func.count()).select_from(Answer)) == 3
    assert response.changed_on is None
