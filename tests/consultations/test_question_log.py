"""A question from one is answered to all: at one moment, under one number, with every correction in the open."""

import pytest
from sqlalchemy.orm import Session

from engagement.consultations import question_log
from engagement.consultations.log_models import LogEntry
from engagement.consultations.models import Consultation
from engagement.errors import NotFound, Refused
from tests import factories
from tests.clocks import SetClock


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return factories.consultation(session)


def written(
    session: Session, consultation: Consultation, clock: SetClock, question: str = "May a group join?"
) -> LogEntry:
    return question_log.write(
        session, consultation, question=question, answer="Yes.", by="officer:ada", now=clock.now()
    )


def publish(session: Session, consultation: Consultation, entry: LogEntry, clock: SetClock) -> None:
    question_log.publish(session, consultation, entry, revision=entry.revision, by="officer:ada", now=clock.now())


def test_numbers_follow_the_order_of_publication_and_stay(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    first, second = (written(session, consultation, clock, question) for question in ("One?", "Two?"))
    publish(session, consultation, second, clock)
    publish(session, consultation, first, clock)
    log = question_log.published(session, consultation.id)
    assert [(entry.number, entry.now.question) for entry in log] == [(2, "One?"), (1, "Two?")]


def test_a_draft_is_in_no_log_and_can_be_thrown_away(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    entry = written(session, consultation, clock)
    assert question_log.published(session, consultation.id) == []
    question_log.discard(session, entry)
    with pytest.raises(NotFound):
        question_log.find(session, consultation, entry.id)


def test_a_correction_keeps_the_number_and_the_earlier_words_with_their_time(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    entry = written(session, consultation, clock)
    began = clock.now()
    publish(session, consultation, entry, clock)
    clock.set("2025-06-18T09:00:00+00:00")
    question_log.rewrite(
        session,
        entry,
        question="May a group join?",
        answer="Yes, from May.",
        revision=1,
        by="officer:bob",
        now=clock.now(),
    )
    [shown] = question_log.published(session, consultation.id)
    assert shown.now.answer == "Yes."
    publish(session, consultation, entry, clock)
    [shown] = question_log.published(session, consultation.id)
    assert (shown.number, shown.first_published_at) == (1, began)
    assert [(version.answer, version.published_at) for version in shown.versions] == [
        ("Yes, from May.", clock.now()),
        ("Yes.", began),
    ]


def test_what_everybody_can_read_is_not_published_twice_nor_thrown_away(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    entry = written(session, consultation, clock)
    publish(session, consultation, entry, clock)
    with pytest.raises(Refused, match="can read exactly these words"):
        publish(session, consultation, entry, clock)
    with pytest.raises(Refused, match="so it stays"):
        question_log.discard(session, entry)
    assert question_log.times_published(session, consultation.id) == 1


def test_nobody_publishes_or_overwrites_words_that_they_have_not_seen(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    entry = written(session, consultation, clock)
    question_log.rewrite(session, entry, question="Q", answer="A", revision=1, by="officer:bob", now=clock.now())
    with pytest.raises(Refused, match="changed this question meanwhile"):
        question_log.publish(session, consultation, entry, revision=1, by="officer:ada", now=clock.now())
    with pytest.raises(Refused, match="changed this question meanwhile"):
        question_log.rewrite(session, entry, question="x", answer="y", revision=1, by="officer:ada", now=clock.now())
    assert entry.answer == "A"


def test_an_entry_needs_both_a_question_and_an_answer_to_be_published(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    entry = question_log.write(session, consultation, question="Why?", answer=" ", by="officer:ada", now=clock.now())
    with pytest.raises(Refused, match="both the question and the answer"):
        publish(session, consultation, entry, clock)


def test_who_asked_has_no_place_to_be_kept() -> None:
    assert not [column for column in LogEntry.__table__.columns if "ask" in column.name or "contact" in column.name]
