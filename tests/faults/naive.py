"""A deliberately naive sender, which shows that the fault tests can fail.

One broker task a message, acknowledged late: look whether it was sent, send it, write down that it was sent.
"""

import time
import uuid

from celery import shared_task
from flask import current_app
from sqlalchemy import select, update

from engagement.correspondence.postroom import PostRoom
from engagement.extensions import clock, db
from engagement.outbox.claims import Claimed
from engagement.outbox.envelopes import Envelope
from engagement.outbox.gateways import SmtpGateway
from engagement.outbox.models import Message, MessageState
from engagement.unit_of_work import unit_of_work
from tests.faults import worker

TASK = "naive"


@shared_task(name=TASK)
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


if hasattr(worker, "celery_app"):
    celery_app = worker.celery_app
    celery_app.conf.beat_schedule = {}
    celery_app.conf.broker_transport_options = {
        "visibility_timeout": 5,
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
    }
