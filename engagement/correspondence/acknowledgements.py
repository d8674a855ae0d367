"""The acknowledgement: thanks by mail to whoever typed an address for it. It holds no answers."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.extensions import vault
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.questionnaires.definition import AudienceName


def acknowledge(
    session: Session, *, consultation: Consultation, audience: AudienceName, email: str, now: datetime
) -> None:
    """Queue an acknowledgement in the transaction of the answer it thanks for.

    The address is kept apart from the answer and goes 30 days after sending. Raises ValueError for young
    people: we never write to a child.
    """
    if audience == "young_people":
        raise ValueError("young people are thanked on the screen only")
    message_id = uuid.uuid4()
    session.add(
        Message(
            id=message_id,
            consultation_id=consultation.id,
            recipient_sealed=vault.seal(email.strip(), recipient_place(message_id)),
            kind=MessageKind.ACKNOWLEDGEMENT,
            occurrence=1,
            template=f"{audience}/acknowledgement",
            state=MessageState.PENDING,
            due_at=now,
        )
    )
    session.flush()


def recipient_place(message_id: uuid.UUID) -> str:
    """Where a message's own address is sealed."""
    return f"messages.recipient:{message_id}"
