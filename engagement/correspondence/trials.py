"""A test of a letter: its exact words to the officer who asks for it, with links that are nobody's."""

from datetime import datetime

from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.correspondence import asked_for
from engagement.outbox.models import MessageKind

SUBJECT = "[Test]"
# Stands in links where a person's own secret would: too short to be anybody's.
NOBODYS = "test"


def send_test(session: Session, consultation: Consultation, *, template: str, email: str, now: datetime) -> None:
    """Queue one letter to an officer's own address. It belongs to no wave and goes 30 days after sending."""
    asked_for.queue(session, consultation, email, kind=MessageKind.TEST, template=template, now=now)
