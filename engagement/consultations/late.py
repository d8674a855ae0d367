"""Whether answers that came after the close are counted: not unless an officer decides it, for all of them alike."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.decisions import LateRule
from engagement.consultations.models import Consultation, State
from engagement.errors import Refused


def rules(session: Session, consultation: Consultation) -> Sequence[LateRule]:
    """Every decision, the latest first; the first holds."""
    return session.scalars(
        select(LateRule).where(LateRule.consultation_id == consultation.id).order_by(LateRule.decided_at.desc())
    ).all()


def decide(
    session: Session, consultation: Consultation, *, included: bool, reason: str, by: str, now: datetime
) -> LateRule:
    """Count late answers from now on, or no longer. Raises Refused."""
    session.refresh(consultation, with_for_update=True)
    if consultation.state_at(now) is not State.CLOSED:
        raise Refused("Nothing is late before the close. Decide this afterwards.")
    if not reason.strip():
        raise Refused("Give the reason. It is shown with the results.")
    latest = next(iter(rules(session, consultation)), None)
    if included == (latest is not None and latest.included):
        raise Refused("That is how it is already. Nothing was changed.")
    rule = LateRule(
        consultation_id=consultation.id, included=included, reason=reason.strip(), decided_by=by, decided_at=now
    )
    session.add(rule)
    session.flush()
    return rule
