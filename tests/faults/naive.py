"""A deliberately naive sender, which shows that the fault tests can fail.

One broker task a message, acknowledged late and tried again after trouble: look whether it was sent, send it, write
down that it was sent.
"""

import time
import uuid
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from celery import shared_task
from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engagement import jobs
from engagement.contacts.models import Contact
from engagement.correspondence.models import Wave, WaveState
from engagement.correspondence.postroom import PostRoom
from engagement.extensions import clock, db
from engagement.outbox.claims import Claimed
from engagement.outbox.envelopes import Envelope
from engagement.outbox.gateways import SmtpGateway
from engagement.outbox.models import Message, MessageState
from engagement.unit_of_work import unit_of_work
from tests.faults import worker
from tests.faults.waves import Scene

TASK = "naive"
MODULE = "tests.faults.naive"


def launches(looks: Iterable[datetime], zone: str) -> list[datetime]:
    """When a schedule that says nine o'clock sends a wave: at each look in that minute, by the clock of its server."""
    local = ((look, look.astimezone(ZoneInfo(zone))) for look in looks)
    return [look for look, there in local if (there.hour, there.minute) == (9, 0)]


@shared_task(name=TASK, autoretry_for=(Exception,), default_retry_delay=1, max_retries=12)
def send(message_id: str) -> None:
    """Send one message unless it was sent already."""
    row = uuid.UUID(message_id)
    session = db.session()
    message = session.scalars(select(Message).where(Message.id == row)).one()
    if message.state == MessageState.SENT:
        return
    config = current_app.config
    claimed = Claimed(
        message.id, row, message.consultation_id, message.contact_id, None, None, message.kind, message.template, 0
    )
    envelope = PostRoom(clock, config["PUBLIC_URL"], config["MAIL_FROM"])(session, [claimed])[row]
    assert isinstance(envelope, Envelope)
    gateway = SmtpGateway(config["SMTP_URL"])
    gateway.offer(envelope)
    gateway.send(envelope, time.monotonic() + 30)
    gateway.close()
    with unit_of_work() as work:
        work.execute(update(Message).where(Message.id == row).values(state=MessageState.SENT, settled_at=clock.now()))


def hand_over(scene: Scene) -> None:
    """Launch the waves and put a task for each message into the broker."""
    scene.launch()
    for message_id in scene.message_ids():
        scene.app.extensions["celery"].send_task(TASK, args=[message_id])


def launch_due(session: Session, now: datetime) -> None:
    """Look which waves are due and which contacts have no message yet, and write one for each."""
    for wave in session.scalars(select(Wave).where(Wave.state == WaveState.PLANNED)):
        has_one = select(Message.contact_id).where(Message.wave_id == wave.id)
        theirs = Contact.consultation_id == wave.consultation_id
        for contact_id in session.scalars(select(Contact.id).where(theirs, Contact.id.not_in(has_one))):
            session.add(
                Message(
                    consultation_id=wave.consultation_id,
                    contact_id=contact_id,
                    wave_id=wave.id,
                    kind=wave.kind,
                    occurrence=wave.occurrence,
                    template=wave.template,
                    due_at=now,
                )
            )
        wave.state = WaveState.LAUNCHED


if hasattr(worker, "celery_app"):
    celery_app = worker.celery_app
    celery_app.conf.beat_schedule = {}
    jobs.STANDING_SECONDS = 3600  # nothing but its tasks may send
    celery_app.conf.broker_transport_options = {
        "visibility_timeout": 5,
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
    }
