"""A wave that runs tells how far it has come, waits when it is paused, and goes to officers as a test."""

import email
from datetime import timedelta
from email.policy import default

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.correspondence import running, trials
from engagement.correspondence.eligibility import obstacle_to_sending
from engagement.correspondence.models import Wave, WaveState
from engagement.correspondence.postroom import PostRoom
from engagement.outbox import claims, holds
from engagement.outbox import service as outbox
from engagement.outbox.envelopes import Envelope
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock
from tests.correspondence.invitations import launch, planned


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """Open, with 40 families; the clock stands at 16 June, 10am."""
    made = factories.consultation(session, slug="autumn")
    for number in range(40):
        factories.contact(session, made, f"reader{number}@example.org")
    session.commit()
    return made


@pytest.fixture
def wave(consultation: Consultation, clock: SetClock) -> Wave:
    return planned(consultation, clock)


def claim(clock: SetClock, limit: int = 100) -> list[claims.Claimed]:
    with unit_of_work() as session:
        return claims.claim(session, clock.now(), limit)


def pause(wave: Wave, clock: SetClock) -> None:
    with unit_of_work() as session:
        holds.hold(session, wave.id, clock.now())


def resume(wave: Wave) -> None:
    with unit_of_work() as session:
        assert holds.let_go(session, wave.id)


def test_a_paused_wave_waits_and_goes_on_when_it_is_resumed(wave: Wave, clock: SetClock) -> None:
    launch(clock)
    pause(wave, clock)
    assert claim(clock) == []
    resume(wave)
    assert len(claim(clock)) == 40


def test_what_a_worker_has_taken_does_not_pass_once_its_wave_is_paused(
    session: Session, wave: Wave, clock: SetClock
) -> None:
    launch(clock)
    claimed = claim(clock, 1)[0]
    pause(wave, clock)
    gate = claims.PointOfNoReturn(obstacle_to_sending())
    with unit_of_work() as work:
        assert not gate.cross(work, claimed, clock.now())
    assert session.get_one(Message, claimed.id).state == MessageState.PENDING
    resume(wave)
    again = claim(clock, 1)[0]
    with unit_of_work() as work:
        assert gate.cross(work, again, clock.now())


def test_a_wave_paused_before_its_time_is_launched_only_after_it_is_resumed(wave: Wave, clock: SetClock) -> None:
    pause(wave, clock)
    assert launch(clock) == 0
    assert wave.state == WaveState.PLANNED
    resume(wave)
    assert launch(clock) == 1


def test_a_paused_wave_holds_up_no_other_and_rings_no_alarm(
    session: Session, consultation: Consultation, wave: Wave, clock: SetClock
) -> None:
    launch(clock)
    pause(wave, clock)
    with unit_of_work() as work:
        trials.send_test(work, consultation, template="families/note", email="ada@council.example", now=clock.now())
    assert [claimed.kind for claimed in claim(clock)] == [MessageKind.TEST]
    assert outbox.status(session, clock.now() + timedelta(minutes=30)).oldest_due_seconds == 0


def test_progress_tells_the_rate_and_the_time_left(session: Session, wave: Wave, clock: SetClock) -> None:
    launch(clock)
    clock.set(clock.now() + timedelta(minutes=2))
    session.execute(
        update(Message)
        .where(Message.id.in_(select(Message.id).order_by(Message.id).limit(20)))
        .values(state=MessageState.SENT, settled_at=clock.now())
    )
    session.commit()
    found = running.progress(session, wave, clock.now())
    assert (found.waiting, found.later, found.per_minute, found.left) == (20, 0, 10, "about 2 minutes")
    later = running.progress(session, wave, clock.now() + timedelta(minutes=10))
    assert (later.per_minute, later.left) == (0, "")


def test_progress_tells_what_only_goes_later(session: Session, wave: Wave, clock: SetClock) -> None:
    launch(clock)
    session.execute(update(Message).values(due_at=clock.now() + timedelta(hours=1)))
    session.commit()
    found = running.progress(session, wave, clock.now())
    assert (found.waiting, found.later, found.left) == (0, 40, "")


@pytest.mark.parametrize(
    ("waiting", "words"), [(5, "less than a minute"), (600, "about 60 minutes"), (60_000, "about 100 hours")]
)
def test_the_time_left_is_said_in_words(waiting: int, words: str) -> None:
    assert running.Progress({}, waiting, 0, 10).left == words


@pytest.mark.parametrize("template", ["families/invitation", "families/note", "schools/last_reminder"])
def test_a_test_is_the_exact_letter_with_links_that_are_nobodys(
    session: Session, consultation: Consultation, wave: Wave, clock: SetClock, template: str
) -> None:
    with unit_of_work() as work:
        trials.send_test(work, consultation, template=template, email="ada@council.example", now=clock.now())
    batch = claim(clock)
    [written] = PostRoom(clock, "https://views.example", "a@council.example")(session, batch).values()
    assert isinstance(written, Envelope)
    message = email.message_from_bytes(written.content, policy=default)
    assert message["To"] == "ada@council.example"
    assert message["Subject"] == "[Test] Kent County Council: your views, closes 9 July"
    assert message["List-Unsubscribe"] is None
    body = message.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "/autumn/young-people" in text if template.endswith("note") else "/autumn/i/test" in text
    assert "/autumn/stop/test" in text
    assert not any("\ue000" <= sign <= "\uf8ff" for sign in written.content.decode())
    assert launch(clock) == 1
    assert session.scalar(select(func.count()).select_from(Message).where(Message.wave_id == wave.id)) == 40


def test_a_test_goes_at_any_hour_and_its_address_is_forgotten_in_time(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    clock.set("2025-06-21T21:00+00:00")
    with unit_of_work() as work:
        trials.send_test(work, consultation, template="families/note", email="ada@council.example", now=clock.now())
    [claimed] = claim(clock)
    with unit_of_work() as work:
        claims.settle(work, claimed, MessageState.SENT, None, clock.now())
    with unit_of_work() as work:
        assert outbox.forget(work, clock.now() + timedelta(days=31)) == 1
