"""Writing to an address no more, about any consultation: what waits for it is cancelled in every one."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.deadlines import london_day
from engagement.contacts import suppression
from engagement.contacts.models import Contact, SuppressionReason
from engagement.outbox.service import cancel_waiting


def write_no_more(
    session: Session, *, email_index: str, why: SuppressionReason, cancelled_because: str, now: datetime
) -> None:
    """Keep the address as one that gets no letters, and cancel those that wait for it."""
    suppression.add(session, email_index=email_index, consultation_id=None, reason=why, today=london_day(now))
    for contact_id in session.scalars(select(Contact.id).where(Contact.email_index == email_index)):
        cancel_waiting(session, contact_id=contact_id, reason=cancelled_because, now=now)
