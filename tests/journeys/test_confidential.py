"""Schools mark a text as commercially confidential, with a reason, and officers see both."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.reporting import export
from engagement.responses.models import Answer
from tests.clocks import SetClock
from tests.journeys.walking import SLUG, fill, press, send, start
from tests.moderation.readers import clear_all, reader
from tests.visitor import Visitor

FEES = f"/{SLUG}/schools/q/fees"
TEXT = {"s_value_text": "Share lessons"}
TICK, WHY = "s_value_text--mark", "s_value_text--why"


@pytest.mark.parametrize(
    ("marks", "kept"),
    [
        ({TICK: ["yes"], WHY: " Our pricing model "}, "Our pricing model"),
        ({TICK: ["yes"]}, "No reason given"),
        ({WHY: "Left from a tick taken back"}, None),
        ({}, None),
    ],
)
def test_the_reason_is_kept_with_the_answer_and_in_the_download(
    marks: dict[str, str | list[str]],
    kept: str | None,
    kent: Consultation,
    visitor: Visitor,
    session: Session,
    clock: SetClock,
) -> None:
    start(visitor, "schools")
    fill(page := visitor.get(FEES), {**TEXT, **marks})
    check = press(page, "overview").follow()
    assert ("This is commercially confidential" in check) == (kept is not None)
    send(check)
    answer = session.execute(select(Answer.question_key, Answer.value, Answer.confidential_because)).one()
    assert answer == ("s_value_text", "Share lessons", kept)
    clear_all(session, kent, reader(session), clock.now())
    heading, row = export.response_rows(session, kent.id, "schools")
    shown = dict(zip(heading, row, strict=True))
    assert shown["Marked as commercially confidential (s_value_text)"] == ("yes" if kept else "")
    assert shown["Reason for the mark (s_value_text)"] == (kept or "")


def test_what_was_typed_comes_back_and_the_page_promises_no_secrecy(kent: Consultation, visitor: Visitor) -> None:
    start(visitor, "schools")
    fill(page := visitor.get(FEES), {**TEXT, TICK: ["yes"], WHY: 'A <b>"reason"</b>'})
    press(page, "save")
    page = visitor.get(FEES)
    assert page.forms["page"][TICK].checked
    assert page.forms["page"][WHY].value == 'A <b>"reason"</b>'
    assert "freedom of information" in page
    page.forms["page"][TICK].checked = False
    press(page, "save")
    assert not visitor.get(FEES).forms["page"][TICK].checked


def test_a_reason_that_is_too_long_is_kept_and_explained_and_not_sent(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    start(visitor, "schools")
    fill(page := visitor.get(FEES), {**TEXT, TICK: ["yes"], WHY: "x" * 201})
    refused = page.forms["page"].submit("go", value="on", status=422)
    assert refused.html.select_one(".govuk-error-summary a")["href"] == f"#{WHY}"
    assert visitor.get(FEES).forms["page"][WHY].value == "x" * 201
    check = visitor.get(f"/{SLUG}/schools/check")
    check.forms[0].submit(status=422)
    assert session.scalars(select(Answer)).all() == []


def test_families_and_short_answers_have_nothing_to_mark(kent: Consultation, visitor: Visitor) -> None:
    start(visitor, "families")
    assert "confidential" not in visitor.get(f"/{SLUG}/families/q/what_matters").html.select_one("form#page").text
