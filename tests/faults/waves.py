"""One wave of reminders, sent by real workers while a test kills them and readers answer."""

import os
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from config import Settings
from engagement.contacts import invitations
from engagement.contacts.models import Contact, Invitation
from engagement.correspondence import certificates, waves
from engagement.correspondence.certificates import CertificateRow
from engagement.correspondence.eligibility import ALREADY_ANSWERED
from engagement.correspondence.models import Wave
from engagement.extensions import clock, db, vault
from engagement.outbox import service
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.faults.processes import ROOT
from tests.faults.sink import Taken
from tests.faults.worker import CLOCK_AHEAD, shifted_app

# A Wednesday at ten in London, while the Kent consultation of the tests is open.
START = datetime(2025, 6, 25, 9, tzinfo=UTC)
SHARE_WHO_ANSWER = 0.1
SECONDS_TO_SETTLE = 120
MOVING = (MessageState.PENDING, MessageState.CLAIMED, MessageState.DOTTING)
NOT_KNOWN_YET = (*MOVING, MessageState.UNKNOWN)


@dataclass
class Scene:
    """A database with a wave to send, and what its workers need to know."""

    app: Flask
    environment: dict[str, str]
    taken_file: Path
    tokens: dict[str, str]
    wave_id: uuid.UUID
    answered: dict[str, float] = field(default_factory=dict)

    def taken(self) -> Taken:
        """What the mail server has on its disk."""
        return Taken.read(self.taken_file)

    def launch(self) -> None:
        """Turn the wave into messages now, as beat would."""
        with self.app.app_context(), unit_of_work() as session:
            assert waves.launch_due(session, clock.now()) == 1

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
        (states,) = status.counts.values()
        assert status.planned == sum(states.values()) == len(self.tokens)
        return sum(states[state] for state in among)

    def wait_for(self, count: int) -> None:
        """Wait until the mail server has so many messages, or there are no more to come."""
        wait_until(lambda: len(self.taken().lines) >= count or not self.moving(), SECONDS_TO_SETTLE)

    def settle(self) -> None:
        """Wait until every message has ended in some way."""
        wait_until(lambda: not self.moving(), SECONDS_TO_SETTLE)

    def be_certain(self) -> None:
        """Wait until it is known of every message whether it went."""
        wait_until(lambda: not self.moving(NOT_KNOWN_YET), SECONDS_TO_SETTLE)

    def answer(self, email: str) -> None:
        """What sending an answer does to the contact's letters, noting when it was committed."""
        with self.app.app_context():
            with unit_of_work() as session:
                contact_id = invitations.mark_answered(session, self.tokens[email])
                assert contact_id is not None
                service.cancel_waiting(session, contact_id=contact_id, reason=ALREADY_ANSWERED, now=clock.now())
            self.answered[email] = time.time()

    @contextmanager
    def readers_answering(self, chance: random.Random) -> Iterator[None]:
        """One reader in ten answers at some moment while the block runs, some before their letter and some after."""
        stop = threading.Event()
        some = chance.sample(sorted(self.tokens), int(len(self.tokens) * SHARE_WHO_ANSWER))

        def answer_them() -> None:
            for email in some:
                self.answer(email)
                if stop.wait(0.1):
                    return

        thread = threading.Thread(target=answer_them)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def ledger(self) -> list[CertificateRow]:
        """What became of every contact of the wave."""
        with self.app.app_context():
            return list(certificates.certificate(db.session(), db.session.get_one(Wave, self.wave_id)))

    def outcome(self) -> "Outcome":
        """How it ended."""
        taken = self.taken()
        late = [email for at, email in taken.lines if email in self.answered and at > self.answered[email] + 5]
        with self.app.app_context():
            states = Counter(db.session.scalars(select(Message.state)))
        return Outcome(
            contacts=len(self.tokens),
            twice=sum(copies > 1 for copies in taken.copies.values()),
            reached=len(taken.copies),
            answered=len(self.answered),
            late=len(late),
            states=states,
        )


@dataclass(frozen=True)
class Outcome:
    """How a wave ended: people with more than one copy, people reached, and messages by state."""

    contacts: int
    twice: int
    reached: int
    answered: int
    late: int
    states: Counter[str]

    def __str__(self) -> str:
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.states.items()))
        return (
            f"{self.contacts} contacts, {self.reached} reached, {self.twice} twice; "
            f"{self.answered} answered meanwhile, {self.late} of them written to later; {states}"
        )


def prepare(settings: Settings, database_url: str, redis_url: str, smtp_url: str, folder: Path, size: int) -> Scene:
    """A migrated database with so many contacts and a wave that is due."""
    ahead = (START - datetime.now(UTC)).total_seconds()
    settings = replace(settings, database_url=database_url, redis_url=redis_url, smtp_url=smtp_url)
    app = shifted_app(settings, ahead)
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        with unit_of_work() as session:
            consultation = factories.consultation(session)
            tokens = {}
            for number in range(size):
                email = f"reader{number:05}@example.org"
                contact_id = uuid.uuid4()
                session.add(
                    Contact(
                        id=contact_id,
                        consultation_id=consultation.id,
                        audience="families",
                        email_sealed=vault.seal(email, f"contacts.email:{contact_id}"),
                        email_index=vault.index("email", email),
                        added_at=factories.OPENS_AT,
                    )
                )
                invitation: Invitation = invitations.new_invitation(contact_id)
                session.add(invitation)
                tokens[email] = invitations.token_of(invitation)
            session.flush()
            wave = waves.plan(
                session,
                consultation=consultation,
                audience="families",
                kind=MessageKind.REMINDER,
                due_at=clock.now(),
                now=clock.now(),
            )
    environment = os.environ | {
        "ENGAGEMENT_ENV": "test",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SMTP_URL": smtp_url,
        CLOCK_AHEAD: str(ahead),
    }
    return Scene(app, environment, folder / "taken", tokens, wave.id)


def kill_moments(chance: random.Random, size: int, kills: int) -> list[int]:
    """At how many messages taken each kill comes."""
    return sorted(chance.sample(range(size // 20, size - size // 10), kills))


def wait_until(done: Callable[[], bool], seconds: float) -> None:
    """Look again and again. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise TimeoutError("it did not happen in time")
        time.sleep(0.05)
