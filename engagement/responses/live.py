"""Whether people have seen a questionnaire, so that changing a question may change what their answers mean."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation, State
from engagement.questionnaires.definition import AudienceName
from engagement.responses.models import Draft


def is_live(session: Session, consultation: Consultation, audience: AudienceName, now: datetime) -> bool:
    """Whether it is or was open, or somebody has begun to answer."""
    if consultation.state_at(now) in (State.OPEN, State.CLOSED):
        return True
    begun = select(Draft.id).where(Draft.consultation_id == consultation.id, Draft.audience == audience).limit(1)
    return session.scalar(begun) is not None
