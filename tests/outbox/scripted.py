"""A mail server that does what a test says, and a queue with letters in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts.models import Contact
from engagement.correspondence import postroom
from engagement.outbox.delivery import Courier, Drained
from engagement.outbox.envelopes import Envelope
from engagement.outbox.gateways.outcomes import nothing
from engagement.outbox.models import Message, MessageKind
from tests import factories
from tests.clocks import SetClock

OFFERED = "offered"
SENT = "sent"


@dataclass
class ScriptedGateway:
    """Records what it takes. `trouble` is raised at a stage, once for each entry; `meanwhile` happens first."""

    trouble: dict[str, list[Exception]] = field(default_factory=dict)
    meanwhile: dict[str, Callable[[], None]] = field(default_factory=dict)
    sent: list[Envelope] = field(default_factory=list)
    slow: bool = False
    offered: Envelope | None = None

    def offer(self, envelope: Envelope, before_waiting: Callable[[], object] = nothing) -> None:
        """Take the recipient."""
        if self.slow:
            before_waiting()
        self._at(OFFERED)
        self.offered = envelope

    def send(self, envelope: Envelope, before: float) -> None:
        """Take the message, which must be the one that was offered."""
        assert self.offered is envelope
        self._at(SENT)
        self.sent.append(envelope)

    def close(self) -> None:
        """Nothing stays open."""

    def _at(self, stage: str) -> None:
        if stage in self.meanwhile:
            self.meanwhile[stage]()
        if self.trouble.get(stage):
            raise self.trouble[stage].pop(0)

    @property
    def recipients(self) -> list[str]:
        """Whom it took messages for, in order."""
        return [envelope.recipient for envelope in self.sent]


@dataclass
class Queue:
    """A consultation whose contacts wait for a reminder."""

    session: Session
    clock: SetClock
    gateway: ScriptedGateway
    consultation: Consultation
    _numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 1000)))

    @property
    def courier(self) -> Courier:
        """Who carries the letters."""
        return postroom.courier(
            self.gateway,
            self.clock,
            public_url="https://engagement.council.example",
            mail_from="Kent County Council <views@council.example>",
        )

    def add(self, email: str, audience: str = "families", kind: str = MessageKind.REMINDER) -> tuple[Contact, Message]:
        """A contact and the letter that waits for it."""
        contact, _ = factories.contact(self.session, self.consultation, email, audience)
        return contact, self.letter_to(contact, kind)

    def letter_to(self, contact: Contact, kind: str = MessageKind.REMINDER) -> Message:
        """One more letter to a contact, due now."""
        message = Message(
            consultation_id=self.consultation.id,
            contact_id=contact.id,
            kind=kind,
            occurrence=next(self._numbers),
            template=f"{contact.audience}/{kind}",
            due_at=self.clock.now(),
        )
        self.session.add(message)
        self.session.commit()
        return message

    def drain(self) -> Drained:
        """Carry one batch and read again what became of it."""
        drained = self.courier.drain()
        self.session.expire_all()
        return drained
