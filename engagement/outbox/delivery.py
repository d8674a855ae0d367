"""Taking due messages to the mail server, so that none goes twice and none is silently missed."""

import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from engagement.clock import Clock
from engagement.extensions import db
from engagement.outbox import claims
from engagement.outbox.claims import Claimed, PointOfNoReturn
from engagement.outbox.envelopes import Envelope
from engagement.outbox.gateways import ConnectionTrouble, Gateway, NotTaken, OutcomeUnknown, Refusal
from engagement.outbox.models import MessageState
from engagement.unit_of_work import unit_of_work

BATCH = 50
# A letter is handed over this soon after we looked whether it is still wanted, or not at all.
HANDOVER_SECONDS = 4.0
# What is left of a batch that takes longer goes back, so that others get their turn.
BATCH_TIME = timedelta(seconds=15)

# Makes the messages of a batch: for each row its envelope, or a sentence why there is none.
WriteLetters = Callable[[Session, Sequence[Claimed]], Mapping[uuid.UUID, Envelope | str]]

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Drained:
    """What one batch came to. `full` says that more may be waiting."""

    claimed: int
    sent: int
    full: bool


class Books:
    """What became of the messages of one batch.

    That a message was taken is written down together with the next step, so that each costs one commit and not two,
    or at once where anything has to be waited for.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._taken: tuple[Claimed, datetime] | None = None

    def note_taken(self, claimed: Claimed) -> None:
        """The mail server has it."""
        self._taken = claimed, self._clock.now()

    @contextmanager
    def open(self) -> Iterator[Session]:
        """A unit of work that also writes down what is not written down yet.

        That comes last: `recover` changes what is claimed before what was handed over, and two that take locks in the
        same order do not wait for each other.
        """
        with unit_of_work() as session:
            yield session
            if self._taken is not None:
                claimed, at = self._taken
                claims.settle(session, claimed, MessageState.SENT, None, at)
        self._taken = None

    def write_down(self) -> None:
        """Leave nothing that is not written down."""
        if self._taken is not None:
            with self.open():
                pass

    def settle(self, claimed: Claimed, state: MessageState, reason: str) -> None:
        """Write down how a message ended that was not taken."""
        with self.open() as session:
            claims.settle(session, claimed, state, reason, self._clock.now())


@dataclass(frozen=True)
class Courier:
    """Carries batches of messages. What is written and who still wants it is told by those who know."""

    gateway: Gateway
    clock: Clock
    write: WriteLetters
    gate: PointOfNoReturn

    def drain(self, wake_another: Callable[[], object] | None = None, limit: int = BATCH) -> Drained:
        """Carry one batch of due messages. A full one calls `wake_another` before it starts to send."""
        with unit_of_work() as session:
            batch = claims.claim(session, self.clock.now(), limit)
        full = len(batch) == limit
        if full and wake_another is not None:
            wake_another()
        left = deque(batch)
        sent = 0
        leave_by = self.clock.now() + BATCH_TIME
        books = Books(self.clock)
        try:
            envelopes = self.write(db.session(), batch)
            while left and self.clock.now() < leave_by:
                sent += self._carry(books, left[0], envelopes[left[0].id])
                left.popleft()
        except ConnectionTrouble as trouble:
            log.warning("mail server out of reach", reason=str(trouble))
            full = False
        finally:
            books.write_down()
            self._hand_back(left)
            self.gateway.close()
        return Drained(len(batch), sent, full)

    def _carry(self, books: Books, claimed: Claimed, envelope: Envelope | str) -> bool:
        """Bring one message to its next state; gives whether it was sent. Raises ConnectionTrouble."""
        if isinstance(envelope, str):
            books.settle(claimed, MessageState.FAILED, envelope)
            return False
        try:
            self.gateway.offer(envelope, books.write_down)
            before = time.monotonic() + HANDOVER_SECONDS
            with books.open() as session:
                crossed = self.gate.cross(session, claimed, self.clock.now())
            if crossed:
                self.gateway.send(envelope, before)
                books.note_taken(claimed)
            return crossed
        except Refusal as refusal:
            books.settle(claimed, MessageState.FAILED, str(refusal))
        except OutcomeUnknown as unknown:
            books.settle(claimed, MessageState.UNKNOWN, str(unknown))
        except NotTaken as trouble:
            with books.open() as session:
                claims.postpone(session, claimed, str(trouble), self.clock.now())
            if isinstance(trouble, ConnectionTrouble):
                raise
        return False

    def _hand_back(self, left: Sequence[Claimed]) -> None:
        if left:
            with unit_of_work() as session:
                claims.release(session, left)
