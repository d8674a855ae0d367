"""Letters to officers about the work itself: they go at once, whether or not the outbox is paused."""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from engagement.clock import Clock
from engagement.outbox.delivery import HANDOVER_SECONDS
from engagement.outbox.envelopes import FormLetter, Letter
from engagement.outbox.gateways import ConnectionTrouble, Gateway, NotTaken, OutcomeUnknown

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Notices:
    """Writes to officers as `mail_from`, with links to their pages under `public_url`."""

    gateway: Gateway
    clock: Clock
    mail_from: str
    public_url: str

    def tell(self, letter: Letter, to: Sequence[str]) -> bool:
        """Send one letter to each of some officers; whether any of them was told."""
        form = FormLetter(letter, mail_from=self.mail_from, reply_to=self.mail_from)
        told = False
        try:
            for recipient in to:
                envelope = form.addressed(uuid.uuid4(), recipient, self.clock.now(), {}, None)
                try:
                    self.gateway.offer(envelope)
                    self.gateway.send(envelope, time.monotonic() + HANDOVER_SECONDS)
                except OutcomeUnknown:
                    told = True
                except ConnectionTrouble:
                    raise
                except NotTaken as trouble:
                    log.warning("a notice was not taken", reason=str(trouble))
                else:
                    told = True
        except ConnectionTrouble as trouble:
            log.warning("no officer could be told", reason=str(trouble))
        finally:
            self.gateway.close()
        return told
