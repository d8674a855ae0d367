"""Taking a response back with the code of its receipt, until the analysis begins."""

import uuid
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engagement.audit import trail
from engagement.consultations.models import Consultation
from engagement.errors import Refused
from engagement.responses import codes, drafts
from engagement.responses.models import Answer, Draft, DraftAnswer, Response

# Nobody is named: who took it back is not known here, and neither is who gave it.
RESPONDENT = "respondent"


def find(session: Session, *, consultation_id: uuid.UUID, typed: str) -> Response | None:
    """The response whose receipt has this code; how it is typed does not matter."""
    return session.scalar(
        select(Response).where(
            Response.withdrawal_key == codes.withdrawal_key(typed), Response.consultation_id == consultation_id
        )
    )


def is_locked(consultation: Consultation, now: datetime) -> bool:
    """Whether what was sent is analysed by now, so that nothing can be taken out any more."""
    return consultation.locked_at is not None and consultation.locked_at <= now


def withdraw(session: Session, consultation: Consultation, typed: str, now: datetime) -> bool:
    """Delete a response with its answers and its draft; whether there was one. Raises Refused once locked."""
    if is_locked(consultation, now):
        raise Refused("The answers are being analysed, so they cannot be taken out any more.")
    response = find(session, consultation_id=consultation.id, typed=typed)
    # Whoever changes these answers at the same time holds the draft too: either they come first, or find nothing.
    if response is None or drafts.hold(session, response.draft_id) is None:
        return False
    draft_id = response.draft_id
    session.execute(delete(Answer).where(Answer.response_id == response.id))
    session.execute(delete(Response).where(Response.id == response.id))
    session.execute(delete(DraftAnswer).where(DraftAnswer.draft_id == draft_id))
    session.execute(delete(Draft).where(Draft.id == draft_id))
    trail.record(
        session,
        now=now,
        actor=RESPONDENT,
        action="response withdrawn",
        consultation_id=consultation.id,
        audience=response.audience,
    )
    return True
