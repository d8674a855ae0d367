"""Celery: the app, a task class that brings Flask's context, the tasks and the beat table (UTC).

The broker only wakes workers. All timing and state is in the database, so a lost task is a lost second, and
a worker without its broker goes on by itself.
"""

import threading
from collections.abc import Callable
from typing import Any

import structlog
from celery import Celery, Task, shared_task
from celery.schedules import crontab
from celery.signals import beat_init, worker_process_init
from flask import Flask, current_app, has_app_context
from sqlalchemy.exc import SQLAlchemyError

from engagement import preparing
from engagement.accounts import sessions
from engagement.contacts.imports import stages, working
from engagement.correspondence import postroom, returns, waves
from engagement.extensions import clock, db
from engagement.moderation import intake, readers_mail
from engagement.moderation import service as moderation
from engagement.outbox import alarms, checked_settings, claims, service, settling
from engagement.outbox.alarm_mail import Watch
from engagement.outbox.alarms import Alarm
from engagement.outbox.delivery import Drained
from engagement.outbox.gateways import ConnectionTrouble
from engagement.outbox.gateways.choosing import gateway_for, oracle_for
from engagement.outbox.mailboxes import MailboxTrouble, mailbox_at
from engagement.outbox.notices import Notices
from engagement.outbox.officer_mail import Usher
from engagement.responses import afterwards
from engagement.unit_of_work import unit_of_work

DRAIN_SECONDS = 5
STANDING_SECONDS = 30
IMPORT_SECONDS = 20
BEAT_TABLE: dict[str, dict[str, Any]] = {
    **{
        task: {"task": task, "schedule": DRAIN_SECONDS, "options": {"expires": DRAIN_SECONDS}}
        for task in ("drain", "import_contacts", "invite_officers")
    },
    **{
        task: {"task": task, "schedule": STANDING_SECONDS, "options": {"expires": STANDING_SECONDS}}
        for task in (
            "launch_due_waves",
            "recover",
            "resolve",
            "read_reports",
            "queue_texts",
            "tell_readers",
            "watch",
            "beat",
            "prepare",
        )
    },
    "forget": {"task": "forget", "schedule": crontab(hour=3, minute=30), "options": {"expires": 3600}},
}

log = structlog.get_logger(__name__)


def bind(app: Flask) -> None:
    """Make the Celery app of one Flask app and make it the default, for `shared_task`.

    Raises ValueError, naming it, where a setting of mail cannot be right.
    """
    checked_settings.check(app.config)

    class ContextTask(Task):  # type: ignore[type-arg]  # celery's stubs make it generic, celery itself does not
        def __call__(self, *args: object, **kwargs: object) -> object:
            # Run eagerly inside a request, a second context would hide the first one's session.
            if self.request.is_eager and has_app_context():
                return self.run(*args, **kwargs)
            with app.app_context():
                return self.run(*args, **kwargs)

    celery_app = Celery("engagement", task_cls=ContextTask)
    celery_app.conf.update(
        broker_url=app.config["REDIS_URL"],
        # What a killed worker had taken comes back in minutes rather than an hour. No task runs that long.
        broker_transport_options={
            "visibility_timeout": 300,
            "unacked_restore_interval": 30,
            "unacked_restore_throttle": 1,
        },
        broker_connection_retry_on_startup=True,
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        timezone="UTC",
        beat_schedule=BEAT_TABLE,
    )
    celery_app.set_default()
    app.extensions["celery"] = celery_app

    @worker_process_init.connect(weak=False)
    def on_worker_process(**_: object) -> None:
        with app.app_context():
            db.engine.dispose(close=False)  # the parent's connections are not ours
        threading.Thread(target=go_on_without_broker, args=(app,), daemon=True).start()


def go_on_without_broker(app: Flask) -> None:
    """What every worker process does by itself, whether or not anybody wakes it."""
    pause = threading.Event()
    while not pause.wait(STANDING_SECONDS):
        try:
            with app.app_context():
                recover()
                resolve()
                launch_due_waves()
                drain_outbox()
                queue_texts()
                tell_readers()
                watch()
                import_contacts()
                invite_officers()
        except (SQLAlchemyError, OSError) as trouble:
            log.warning("standing work failed", kind=type(trouble).__name__)


def drain_outbox(wake_another: Callable[[], object] | None = None) -> Drained:
    """Send one batch of what is due, by the way out that is set."""
    return postroom.courier_for(current_app.config, clock).drain(wake_another)


@shared_task(name="drain")
def drain() -> None:
    """Send a batch. A full one wakes another worker, so that several share a big wave."""
    drain_outbox(lambda: drain.apply_async(expires=STANDING_SECONDS))


@shared_task(name="launch_due_waves")
def launch_due_waves() -> None:
    """Turn waves that are due into messages."""
    with unit_of_work() as session:
        waves.launch_due(session, clock.now())


@shared_task(name="recover")
def recover() -> None:
    """Settle what crashed workers left."""
    with unit_of_work() as session:
        claims.recover(session, clock.now())


@shared_task(name="resolve")
def resolve() -> None:
    """Settle what nobody knows, where somebody can be asked."""
    oracle = oracle_for(current_app.config)
    if oracle is not None:
        try:
            settling.resolve(oracle, clock)
        except ConnectionTrouble as trouble:
            log.warning("what is unknown could not be asked", reason=str(trouble))


@shared_task(name="import_contacts")
def import_contacts() -> None:
    """Go on with files of contacts, and delete those that nobody confirmed. Workers take turns at one file."""
    with unit_of_work() as session:
        stages.expire(session, clock.now())
    working.go_on(clock, seconds=IMPORT_SECONDS)


@shared_task(name="queue_texts")
def queue_texts() -> None:
    """Put what people wrote into the queue of those who read it."""
    for consultation in intake.to_look_at(db.session(), clock.now()):
        with unit_of_work() as session:
            intake.look_at(session, consultation, clock.now())


@shared_task(name="read_reports")
def read_reports() -> None:
    """Act on what mail servers sent back, where there is a mailbox for it."""
    address = current_app.config["REPORTS_FROM"]
    if address:
        try:
            returns.read_mailbox(mailbox_at(address), clock)
        except MailboxTrouble as trouble:
            log.warning("reports could not be read", reason=str(trouble))


@shared_task(name="watch")
def watch() -> None:
    """Tell the officers who are named of what is wrong with the mail or the reading, once."""
    to = current_app.config["ALARMS_TO"]
    if to:
        unread = moderation.any_late(db.session(), clock.now())
        Watch(notices(), to).look([Alarm.UNREAD] if unread else [])


@shared_task(name="tell_readers")
def tell_readers() -> None:
    """Write to those who read what people wrote, while something waits for them."""
    readers_mail.ring(notices())


def notices() -> Notices:
    """The way in which officers are written to."""
    config = current_app.config
    return Notices(gateway_for(config), clock, config["MAIL_FROM"], config["PUBLIC_URL"])


@shared_task(name="invite_officers")
def invite_officers() -> None:
    """Send officers the links that they are invited by."""
    Usher(notices()).send_waiting()


@shared_task(name="beat")
def beat() -> None:
    """Show that the scheduler, the broker and a worker are alive."""
    with unit_of_work() as session:
        service.beat(session, alarms.SCHEDULER, clock.now())


@beat_init.connect(weak=False)
def on_scheduler(**_: object) -> None:
    """Let it be heard at once: its first beat by the table comes only after half a minute."""
    beat.apply_async(expires=STANDING_SECONDS)
    prepare.apply_async(expires=STANDING_SECONDS)


@shared_task(name="forget")
def forget() -> None:
    """Delete in time the addresses of acknowledgements, and what was typed after sending."""
    with unit_of_work() as session:
        now = clock.now()
        service.forget(session, now)
        afterwards.forget(session, now)
        sessions.forget(session, now)


@shared_task(name="prepare")
def prepare() -> None:
    """Share out what published versions lack: each thing by itself, so that one that breaks holds up no other."""
    for thing in preparing.waiting():
        prepare_thing.apply_async((str(thing.version.id), thing.name), expires=STANDING_SECONDS)


@shared_task(name="prepare_thing")
def prepare_thing(version_id: str, name: str) -> None:
    """Make one form or one voice, if it is still lacking."""
    for thing in preparing.waiting():
        if (str(thing.version.id), thing.name) == (version_id, name):
            preparing.prepare(thing)
