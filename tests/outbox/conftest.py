"""A queue of letters and a mail server that does what the test says."""

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.clocks import SetClock
from tests.outbox.scripted import Queue, ScriptedGateway


@pytest.fixture
def gateway() -> ScriptedGateway:
    """A mail server that takes everything until it is told otherwise."""
    return ScriptedGateway()


@pytest.fixture
def queue(session: Session, clock: SetClock, gateway: ScriptedGateway) -> Queue:
    """An open consultation with nothing waiting yet, on a working day at 10am."""
    return Queue(session, clock, gateway, factories.consultation(session))
