"""Invitations to families, planned and launched as officers and the scheduler do."""

from engagement.consultations.models import Consultation
from engagement.correspondence import waves
from engagement.correspondence.models import Wave
from engagement.outbox.models import MessageKind
from engagement.unit_of_work import unit_of_work
from tests.clocks import SetClock


def planned(consultation: Consultation, clock: SetClock) -> Wave:
    """The invitations to all families, due now."""
    with unit_of_work() as session:
        return waves.plan(
            session,
            consultation=consultation,
            audience="families",
            kind=MessageKind.INVITATION,
            due_at=clock.now(),
            now=clock.now(),
        )


def launch(clock: SetClock) -> int:
    """Let what is due begin to leave; gives how many waves did."""
    with unit_of_work() as session:
        return waves.launch_due(session, clock.now())
