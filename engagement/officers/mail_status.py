"""How mail stands, as far as an officer's council is concerned."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from engagement.accounts.models import Officer
from engagement.officers import scope
from engagement.outbox import holds, service
from engagement.outbox.models import MessageState
from engagement.outbox.service import Status

PAUSED_FOR_ALL = "Whoever runs the service has paused everything. {}"


def status_for(session: Session, officer: Officer, now: datetime) -> Status:
    """The outbox with the messages of the officer's own consultations, paused if it or their council is."""
    whole = service.status(session, now)
    own = {row.slug for row in scope.consultations(session, officer)}
    counts = {slug: states for slug, states in whole.counts.items() if slug in own}
    reason = holds.why_stopped(session, officer.council_id)
    return replace(
        whole,
        counts=counts,
        planned=sum(sum(states.values()) for states in counts.values()),
        unknown=sum(states[MessageState.UNKNOWN] for states in counts.values()),
        paused=whole.paused or reason is not None,
        pause_reason=PAUSED_FOR_ALL.format(whole.pause_reason) if whole.paused else reason or "",
    )
