"""How far the demo's texts are read: most are, some wait, one redaction wants a second person."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.accounts.models import Officer
from engagement.consultations.models import Consultation
from engagement.moderation import deciding, duty, intake, reading
from engagement.moderation.deciding import Redacted
from engagement.moderation.models import FreeText, Look

SINCE = timedelta(hours=2)
STILL_UNREAD = 12
# A text that its reader took a word out of, and what is left of it.
TAKEN_OUT = ("Speech therapy", "[support]")


def read(session: Session, consultation: Consultation, reader: Officer, deputy: Officer, now: datetime) -> None:
    """Have the demo's officers read what is there, once: a second time changes nothing."""
    if session.get(Look, consultation.id) is not None:
        return
    duty.name(session, consultation, reader, deputy)
    session.add(Look(consultation_id=consultation.id, at=now - SINCE))
    session.flush()
    intake.look_at(session, consultation, now)
    waiting = session.scalars(
        select(FreeText).where(FreeText.consultation_id == consultation.id).order_by(FreeText.flagged, FreeText.id)
    ).all()
    # One of those with a listed word stays, which are the last.
    to_read = waiting[STILL_UNREAD - 1 : -1]
    redacted = _redact_one(session, to_read, reader, now)
    for text in to_read:
        if text is not redacted:
            deciding.clear(session, text, by=reader, now=now)


def _redact_one(session: Session, texts: Sequence[FreeText], reader: Officer, now: datetime) -> FreeText | None:
    for text in texts:
        found = reading.read(session, text)
        if found is not None and TAKEN_OUT[0] in found.words:
            less = found.words.replace(*TAKEN_OUT)
            deciding.propose(session, text, found.words, less, Redacted.HEALTH, by=reader, now=now)
            return text
    return None
