"""Tasks only do standing work, and each entry of the beat table has one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from celery import Celery
from celery.signals import beat_init
from flask import Flask
from sqlalchemy.orm import Session

from config import Settings
from engagement import create_app, jobs
from engagement.correspondence import waves
from engagement.outbox import alarms, service
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock


@pytest.fixture
def celery_app(app: Flask) -> Iterator[Celery]:
    """The app's Celery app, doing at once what it is asked."""
    found: Celery = app.extensions["celery"]
    found.set_current()
    found.conf.task_always_eager = True
    found.conf.task_eager_propagates = True
    yield found
    found.conf.task_always_eager = False


def test_every_entry_of_the_beat_table_is_a_task_that_expires_before_the_next_one(celery_app: Celery) -> None:
    for entry in jobs.BEAT_TABLE.values():
        assert entry["task"] in celery_app.tasks
        if isinstance(entry["schedule"], int):
            assert entry["options"] == {"expires": entry["schedule"]}
    assert str(celery_app.timezone) == "UTC"


def test_a_wave_becomes_messages_and_a_server_out_of_reach_leaves_them_waiting_with_the_reason(
    session: Session, clock: SetClock, celery_app: Celery
) -> None:
    consultation = factories.consultation(session)
    factories.contact(session, consultation, "one@example.org")
    session.commit()
    with unit_of_work() as work:
        waves.plan(
            work, consultation=consultation, audience="families", kind=MessageKind.INVITATION, due_at=clock.now(),
            now=clock.now(),
        )  # fmt: skip
    jobs.launch_due_waves.delay()
    jobs.drain.delay()
    jobs.recover.delay()
    (message,) = session.query(Message).all()
    assert (message.state, message.tries) == (MessageState.PENDING, 1)
    assert message.reason == "The mail server could not be reached or did not let us in"


def test_the_scheduler_leaves_its_heartbeat(session: Session, clock: SetClock, celery_app: Celery) -> None:
    jobs.beat.delay()
    clock.set(clock.now() + timedelta(seconds=30))
    jobs.beat.delay()
    assert service.heartbeat(session, alarms.SCHEDULER) == clock.now()


def test_a_scheduler_that_starts_is_heard_at_once(session: Session, clock: SetClock, celery_app: Celery) -> None:
    beat_init.send(sender=None)
    assert service.heartbeat(session, alarms.SCHEDULER) == clock.now()


def test_forgetting_with_nothing_to_forget_does_nothing(session: Session, clock: SetClock, celery_app: Celery) -> None:
    jobs.forget.delay()
    assert session.query(Message).count() == 0


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("SMTP_URL", "mail.example:25"),
        ("MAIL_FROM", "Council"),
        ("BOUNCES_TO", "bounces"),
        ("BOUNCES_TO", f"{'b' * 32}@council.example"),
        ("REPORTS_FROM", "/var/mail/bounces"),
        ("ALARMS_TO", ("ada@council.example", "bob")),
    ],
)
def test_a_setting_of_mail_that_cannot_be_right_stops_the_start_by_name(
    settings: Settings, setting: str, value: str | tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match=setting):
        create_app(replace(settings, **{setting.lower(): value}))  # type: ignore[arg-type]  # the pairs are above


def test_notify_with_a_key_that_is_none_stops_the_start(settings: Settings) -> None:
    with pytest.raises(ValueError, match="NOTIFY_API_KEY"):
        create_app(replace(settings, mail_gateway="notify", notify_api_key="secret"))
