"""What must be true of every wave, whatever broke while it was sent."""

from collections.abc import Collection

from engagement.outbox.models import MessageState
from tests.faults.outcomes import Outcome
from tests.faults.waves import Scene

ENDS = (MessageState.SENT, MessageState.UNKNOWN, MessageState.CANCELLED)


def assert_kept(scene: Scene, outcome: Outcome, ends: Collection[MessageState] = ENDS) -> None:
    """Nobody got two letters or one after answering, and every contact has one settled row that says what happened."""
    assert outcome.twice == 0
    assert outcome.late == 0
    assert outcome.missed == 0
    rows = scene.ledger()
    assert len({row.contact.id for row in rows}) == len(rows) == outcome.contacts
    assert all(row.reason for row in rows)
    assert outcome.states.keys() <= set(ends)
    assert outcome.states["sent"] <= outcome.reached <= outcome.states["sent"] + outcome.states["unknown"]
    reached = scene.taken().copies.keys()
    explained = {email for state in ends if state != MessageState.SENT for email in scene.called(state)}
    assert scene.tokens.keys() - reached <= explained
