"""Letters that somebody asks for: each carries an address of its own, sealed, and goes 30 days after sending."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.extensions import vault
from engagement.outbox.models import Message, MessageKind


def queue(
    session: Session,
    consultation: Consultation,
    recipient: str,
    *,
    kind: MessageKind,
    template: str,
    now: datetime,
    message_id: uuid.UUID | None = None,
    team_member_id: uuid.UUID | None = None,
) -> None:
    """Queue one letter at once. `recipient` is the address, with whatever else of it must be sealed after line ends."""
    message_id = message_id or uuid.uuid4()
    session.add(
        Message(
            id=message_id,
            consultation_id=consultation.id,
            recipient_sealed=vault.seal(recipient, recipient_place(message_id)),
            team_member_id=team_member_id,
            kind=kind,
            occurrence=1,
            template=template,
            due_at=now,
        )
    )
    session.flush()


def recipient_place(message_id: uuid.UUID) -> str:
    """Where a message's own address is sealed."""
    return f"messages.recipient:{message_id}"
