"""Letters to officers about the work itself: they go at once, whether or not the outbox is paused."""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from html import escape

import structlog

from engagement.clock import Clock
from engagement.outbox.delivery import HANDOVER_SECONDS
from engagement.outbox.envelopes import CannotBeWritten, FormLetter, Letter
from engagement.outbox.gateways import ConnectionTrouble, Gateway, NotTaken, OutcomeUnknown

log = structlog.get_logger(__name__)


class Handed(Enum):
    """What became of one letter. Where nobody can know, it may have arrived, so nothing repeats it."""

    TAKEN = auto()
    UNKNOWN = auto()
    NOT_TAKEN = auto()
    NO_CONNECTION = auto()


@dataclass(frozen=True)
class Notices:
    """Writes to officers as `mail_from`, with links to their pages under `public_url`."""

    gateway: Gateway
    clock: Clock
    mail_from: str
    public_url: str

    def tell(self, letter: Letter, to: Sequence[str]) -> bool:
        """Send one letter to each of some officers; whether any of them was told."""
        told = False
        try:
            for recipient in to:
                handed = self.hand_over(letter, recipient, uuid.uuid4())
                if handed is Handed.NO_CONNECTION:
                    break
                told = told or handed in (Handed.TAKEN, Handed.UNKNOWN)
        finally:
            self.gateway.close()
        return told

    def hand_over(self, letter: Letter, recipient: str, message_id: uuid.UUID) -> Handed:
        """Hand one letter to the mail server. Whoever has no more of them closes the gateway."""
        form = FormLetter(letter, mail_from=self.mail_from, reply_to=self.mail_from)
        try:
            envelope = form.addressed(message_id, recipient, self.clock.now(), {}, None)
            self.gateway.offer(envelope)
            self.gateway.send(envelope, time.monotonic() + HANDOVER_SECONDS)
        except OutcomeUnknown:
            return Handed.UNKNOWN
        except (NotTaken, CannotBeWritten) as trouble:
            log.warning("an officer could not be written to", reason=str(trouble))
            return Handed.NO_CONNECTION if isinstance(trouble, ConnectionTrouble) else Handed.NOT_TAKEN
        return Handed.TAKEN


def letter_with_link(subject: str, paragraphs: Sequence[str], link: str, does: str) -> Letter:
    """A letter of plain paragraphs that ends in a link, with what it does."""
    text = "\n\n".join([*paragraphs, f"{does}: {link}"]) + "\n"
    page = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    linked = f'<p><a href="{escape(link)}">{escape(does)}</a></p>'
    return Letter(subject, text, f'<html lang="en"><body>{page}{linked}</body></html>')
