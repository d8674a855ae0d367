"""Letters that officers wrote are kept in versions, and a wave keeps the version it was planned with."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.correspondence import edited, letters, waves
from engagement.correspondence.models import LetterVersion, Wave, WaveState
from engagement.correspondence.postroom import PostRoom
from engagement.correspondence.wording import Words
from engagement.errors import NotFound, Refused
from engagement.outbox import claims
from engagement.outbox.envelopes import Envelope
from engagement.outbox.models import MessageKind
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock

LETTER = "families/reminder"
FIRST, SECOND = (Words(f"{word} subject", f"{word} text.\n\n{{link}}") for word in ("First", "Second"))


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """Open from 13 June to 9 July 2025; the clock stands at 16 June, 10am."""
    made = factories.consultation(session)
    factories.contact(session, made, "one@example.org")
    session.commit()
    return made


def save(consultation: Consultation, clock: SetClock, words: Words | None, based_on: int) -> LetterVersion:
    with unit_of_work() as session:
        return edited.save(session, consultation, LETTER, words, based_on=based_on, by="officer:1", now=clock.now())


def plan(consultation: Consultation, clock: SetClock) -> Wave:
    with unit_of_work() as session:
        return waves.plan(
            session,
            consultation=consultation,
            audience="families",
            kind=MessageKind.REMINDER,
            due_at=clock.now(),
            now=clock.now(),
        )


def sent_text(session: Session, clock: SetClock) -> str:
    """Launch what is due and give the one message that is made of it."""
    with unit_of_work() as work:
        waves.launch_due(work, clock.now())
    with unit_of_work() as work:
        batch = claims.claim(work, clock.now(), 10)
    [written] = PostRoom(clock, "https://views.example", "a@council.example")(session, batch).values()
    assert isinstance(written, Envelope)
    return written.content.decode()


def test_a_wave_keeps_the_words_it_was_planned_with(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    save(consultation, clock, FIRST, 0)
    assert plan(consultation, clock).template == "families/reminder@1"
    save(consultation, clock, SECOND, 1)
    text = sent_text(session, clock)
    assert "Subject: First subject" in text
    assert "First text." in text


def test_a_wave_planned_before_anybody_wrote_keeps_our_own_text(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    assert plan(consultation, clock).template == LETTER
    save(consultation, clock, FIRST, 0)
    assert "There is still time" in sent_text(session, clock)


def test_a_planned_wave_gets_the_newest_words_when_somebody_says_so(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    save(consultation, clock, FIRST, 0)
    wave = plan(consultation, clock)
    save(consultation, clock, SECOND, 1)
    with unit_of_work() as work:
        edited.renew(work, wave)
    assert "Second text." in sent_text(session, clock)
    assert wave.state == WaveState.LAUNCHED
    with pytest.raises(Refused, match="not begun to leave"), unit_of_work() as work:
        edited.renew(work, wave)


def test_every_version_is_kept_with_who_and_when_and_our_text_comes_back(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    save(consultation, clock, FIRST, 0)
    save(consultation, clock, SECOND, 1)
    save(consultation, clock, None, 2)
    assert edited.present_words(session, consultation, LETTER) == letters.ours(LETTER)
    assert edited.pinned(session, consultation.id, LETTER) == LETTER
    kept = edited.history(session, consultation, LETTER)
    assert [(version.number, version.subject, version.saved_by) for version in kept] == [
        (3, None, "officer:1"),
        (2, "Second subject", "officer:1"),
        (1, "First subject", "officer:1"),
    ]
    with pytest.raises(NotFound):
        edited.version(session, consultation, LETTER, 4)


def test_nobody_saves_over_words_that_they_have_not_seen(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    save(consultation, clock, FIRST, 0)
    with pytest.raises(Refused, match="Somebody else has saved this letter"):
        save(consultation, clock, SECOND, 0)
    assert session.scalars(select(LetterVersion.subject)).all() == ["First subject"]


def test_the_words_of_one_consultation_are_of_no_other(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    save(consultation, clock, FIRST, 0)
    other = factories.consultation(session)
    session.commit()
    assert edited.pinned(session, other.id, LETTER) == LETTER


def test_a_moved_wave_keeps_its_version(session: Session, consultation: Consultation, clock: SetClock) -> None:
    save(consultation, clock, FIRST, 0)
    wave = plan(consultation, clock)
    save(consultation, clock, SECOND, 1)
    with unit_of_work() as work:
        waves.reschedule(work, wave, consultation, datetime(2025, 6, 18, 9, tzinfo=UTC), clock.now())
    assert wave.template == "families/reminder@1"
