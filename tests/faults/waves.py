"""Waves of reminders, sent by real workers while a test breaks things and readers answer."""

import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from engagement.contacts import invitations
from engagement.contacts.service import email_of
from engagement.correspondence import certificates, waves
from engagement.correspondence.certificates import CertificateRow
from engagement.correspondence.eligibility import ALREADY_ANSWERED
from engagement.correspondence.models import Wave
from engagement.extensions import clock, db
from engagement.outbox import service
from engagement.outbox.models import Message, MessageState
from engagement.unit_of_work import unit_of_work
from tests.faults.outcomes import Outcome, wait_until
from tests.faults.sink import Taken
from tests.faults.sizes import SIZE

SHARE_WHO_ANSWER = 0.1
SECONDS_TO_SETTLE = 120 + SIZE // 50
MOVING = (MessageState.PENDING, MessageState.CLAIMED, MessageState.DOTTING)
NOT_KNOWN_YET = (*MOVING, MessageState.UNKNOWN)


@dataclass
class Scene:
    """A database with waves to send, one a consultation, and what their workers need to know."""

    app: Flask
    environment: dict[str, str]
    taken_file: Path
    tokens: dict[str, str]
    wave_ids: list[uuid.UUID]
    answered: dict[str, float] = field(default_factory=dict)
    looks: int = 0

    def taken(self) -> Taken:
        """What the mail server has on its disk."""
        return Taken.read(self.taken_file)

    def launch(self) -> None:
        """Turn the waves into messages now, as beat would."""
        with self.app.app_context(), unit_of_work() as session:
            assert waves.launch_due(session, clock.now()) == len(self.wave_ids)

    def message_ids(self) -> list[str]:
        """Every message's id."""
        with self.app.app_context():
            return [str(row) for row in db.session.scalars(select(Message.id))]

    def moving(self, among: Collection[MessageState] = MOVING) -> int:
        """How many messages are in some states, those not settled yet. The books must balance at every look."""
        with self.app.app_context():
            status = service.status(db.session(), clock.now())
        if not status.counts:
            return len(self.tokens)
        counts = status.counts.values()
        self.looks += 1
        assert status.planned == sum(sum(states.values()) for states in counts) == len(self.tokens)
        return sum(states[state] for states in counts for state in among)

    def wait_for(self, count: int) -> None:
        """Wait until the mail server has so many messages, or there are no more to come."""
        wait_until(lambda: len(self.taken().lines) >= count or not self.moving(), SECONDS_TO_SETTLE)

    def wait_for_all(self, emails: Collection[str], seconds: float) -> None:
        """Wait until the mail server has a message for each of some people."""
        wait_until(lambda: self.taken().copies.keys() >= set(emails), seconds)

    def wait_until_answered(self, count: int) -> None:
        """Wait until so many people have answered, looking at the books meanwhile."""
        wait_until(lambda: self.moving() >= 0 and len(self.answered) >= count, SECONDS_TO_SETTLE)

    def wait_for_tries(self, count: int) -> None:
        """Wait until handing over has failed so often."""
        wait_until(lambda: self._tries() >= count, SECONDS_TO_SETTLE)

    def _tries(self) -> int:
        with self.app.app_context():
            return db.session.scalar(select(func.sum(Message.tries))) or 0

    def settle(self) -> None:
        """Wait until every message has ended in some way."""
        wait_until(lambda: not self.moving(), SECONDS_TO_SETTLE)

    def be_certain(self) -> None:
        """Wait until it is known of every message whether it went."""
        wait_until(lambda: not self.moving(NOT_KNOWN_YET), SECONDS_TO_SETTLE)

    def rest(self, seconds: float = 8) -> None:
        """Wait until the mail server has heard nothing for a while: what a sender that forgets has to offer."""
        seen, since = -1, time.monotonic()
        while time.monotonic() - since < seconds:
            if len(self.taken().lines) != seen:
                seen, since = len(self.taken().lines), time.monotonic()
            time.sleep(0.1)

    def close(self) -> None:
        """Let go of the database."""
        with self.app.app_context():
            db.engine.dispose()

    def answer(self, email: str) -> None:
        """What sending an answer does to the contact's letters, noting when it was committed."""
        with self.app.app_context():
            with unit_of_work() as session:
                contact_id = invitations.mark_answered(session, self.tokens[email])
                assert contact_id is not None
                service.cancel_waiting(session, contact_id=contact_id, reason=ALREADY_ANSWERED, now=clock.now())
            self.answered[email] = time.time()

    @contextmanager
    def readers_answering(
        self, chance: random.Random, share: float = SHARE_WHO_ANSWER, pause: float = 0.1
    ) -> Iterator[None]:
        """A share of the readers answers while the block runs, some before their letter and some after."""
        stop = threading.Event()
        some = chance.sample(sorted(self.tokens), int(len(self.tokens) * share))

        def answer_them() -> None:
            for email in some:
                self.answer(email)
                if stop.wait(pause):
                    return

        thread = threading.Thread(target=answer_them)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def ledger(self) -> list[CertificateRow]:
        """What became of every contact of the waves."""
        with self.app.app_context():
            session = db.session()
            sent = [session.get_one(Wave, wave_id) for wave_id in self.wave_ids]
            return [row for wave in sent for row in certificates.certificate(session, wave)]

    def called(self, state: MessageState) -> set[str]:
        """The addresses whose message is in a state."""
        with self.app.app_context():
            return {email_of(row.contact) for row in self.ledger() if row.state == state}

    def outcome(self) -> Outcome:
        """How it ended."""
        self.close()  # connections from before the database was cut off are of no use
        taken = self.taken()
        late = [email for at, email in taken.lines if email in self.answered and at > self.answered[email] + 5]
        with self.app.app_context():
            states = Counter(db.session.scalars(select(Message.state)))
        return Outcome(
            contacts=len(self.tokens),
            twice=sum(copies > 1 for copies in taken.copies.values()),
            reached=len(taken.copies),
            missed=len(self.called(MessageState.SENT) - taken.copies.keys()),
            answered=len(self.answered),
            late=len(late),
            states=states,
        )
