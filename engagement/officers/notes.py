"""What the signed-in officer does, written into the audit trail."""

from sqlalchemy.orm import Session

from engagement.audit import trail
from engagement.audit.trail import Plain
from engagement.consultations.models import Consultation
from engagement.extensions import clock
from engagement.officers.guard import current_officer


def note(session: Session, action: str, consultation: Consultation | None = None, **detail: Plain) -> None:
    """Add an entry in the present unit of work; `detail` holds ids, counts and reasons, nothing personal."""
    trail.record(
        session,
        now=clock.now(),
        actor=current_officer().actor,
        action=action,
        consultation_id=consultation.id if consultation else None,
        **detail,
    )
