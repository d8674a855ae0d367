"""The acknowledgement: thanks by mail to whoever typed an address for it. It holds no answers."""

from datetime import datetime

from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.correspondence import asked_for
from engagement.outbox.models import MessageKind
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
    kind = MessageKind.ACKNOWLEDGEMENT
    asked_for.queue(session, consultation, email.strip(), kind=kind, template=f"{audience}/{kind}", now=now)
