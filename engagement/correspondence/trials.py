"""A test of a letter: its exact words to the officer who asks for it, with links that are nobody's."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.correspondence.acknowledgements import recipient_place
from engagement.extensions import vault
from engagement.outbox.models import Message, MessageKind

SUBJECT = "[Test]"
# Stands in links where a person's own secret would: too short to be anybody's.
NOBODYS = "test"


def send_test(session: Session, consultation: Consultation, *, template: str, email: str, now: datetime) -> None:
    """Queue one letter to an officer's own address. It belongs to no wave and goes 30 days after sending."""
    message_id = uuid.uuid4()
    session.add(
        Message(
            id=message_id,
            consultation_id=consultation.id,
            recipient_sealed=vault.seal(email, recipient_place(message_id)),
            kind=MessageKind.TEST,
            occurrence=1,
            template=template,
            due_at=now,
        )
    )
    session.flush()
