"""The download of answers: complete, shuffled, in one shape, and cheap however many there are."""

import uuid
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.reporting import export
from tests import factories
from tests.clocks import SetClock
from tests.moderation.readers import clear_all, reader
from tests.reporting import survey


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return factories.consultation(session)


def test_every_field_of_every_version_is_a_column_and_answers_are_in_words(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    first = survey.asked(session, consultation)
    newer = survey.DOCUMENT.replace('key = "change"', 'key = "wish"')
    second = factories.version(session, consultation, survey.questionnaire("schools", newer), number=2)
    survey.answered(session, first, {"status": "lot_1", "why": ["terms", "places"], "change": "more"})
    survey.answered(session, second, {"order": ["b", "a"], "places": 7, "wish": "less"}, in_grace=True, voice="own")
    clear_all(session, consultation, reader(session), clock.now())
    heading, *rows = export.response_rows(session, consultation.id, "schools")
    assert heading[:5] == ["Version", "Channel", "Voice", "Sent in the extra time", "Came late"]
    keys = [name.rsplit("(", 1)[1].rstrip(")") for name in heading[5:]]
    assert keys == ["status", "why", "th_safety", "th_voice", "order", "places", "change", "wish"]
    assert sorted(rows) == [
        ["1", "open link", "", "no", "no", "Lot 1", "Terms; Places", "", "", "", "", "more", ""],
        ["2", "open link", "own", "yes", "no", "", "", "", "", "1. Second thing; 2. First thing", "7", "", "less"],
    ]


def test_no_reference_id_or_day_is_in_the_file(session: Session, consultation: Consultation) -> None:
    version = survey.asked(session, consultation)
    sent = [survey.answered(session, version, {"change": f"text {n}"}) for n in range(3)]
    text = str(list(export.response_rows(session, consultation.id, "schools")))
    for response in sent:
        for trace in (response.reference, str(response.id), str(response.draft_id), str(response.received_on)):
            assert trace not in text


def test_the_order_is_new_every_time(session: Session, consultation: Consultation) -> None:
    version = survey.asked(session, consultation)
    for number in range(30):
        survey.answered(session, version, {"places": number})
    orders = [[row[10] for row in export.response_rows(session, consultation.id, "schools")][1:] for _ in range(2)]
    assert orders[0] != orders[1]
    assert [sorted(order, key=int) for order in orders] == [[str(number) for number in range(30)]] * 2


def test_blank_responses_and_other_audiences_stay_out(session: Session, consultation: Consultation) -> None:
    survey.answered(session, survey.asked(session, consultation), {}, blank=True)
    survey.answered(session, survey.asked(session, consultation, "families"), {"places": 1})
    assert len(list(export.response_rows(session, consultation.id, "schools"))) == 1


def test_an_unknown_consultation_has_only_a_heading(session: Session) -> None:
    assert list(export.response_rows(session, uuid.uuid4(), "families")) == [list(export.ABOUT_A_RESPONSE)]


def test_queries_are_made_by_batch_and_not_by_response(
    session: Session, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "BATCH", 10)
    version = survey.asked(session, consultation)
    for number in range(40):
        survey.answered(session, version, {"places": number, "status": "lot_2"})
    statements: list[Any] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert len(list(export.response_rows(session, consultation.id, "schools"))) == 41
    assert len(statements) <= 5 + 40 / 10
