"""Writing to an address no more, about anything of a council: what waits for it is cancelled in all of it."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.deadlines import london_day
from engagement.consultations.models import Consultation
from engagement.contacts import suppression
from engagement.contacts.models import Contact, SuppressionReason
from engagement.outbox.service import cancel_waiting


def write_no_more(
    session: Session,
    *,
    council_id: uuid.UUID,
    email_index: str,
    why: SuppressionReason,
    cancelled_because: str,
    now: datetime,
) -> None:
    """Keep the address as one that gets no letters, and cancel those that wait for it."""
    suppression.add(session, email_index=email_index, council_id=council_id, reason=why, today=london_day(now))
    found = (
        select(Contact.id)
        .join(Consultation, Consultation.id == Contact.consultation_id)
        .where(Contact.email_index == email_index, Consultation.council_id == council_id)
    )
    for contact_id in session.scalars(found):
        cancel_waiting(session, contact_id=contact_id, reason=cancelled_because, now=now)
