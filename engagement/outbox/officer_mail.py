"""Sends officers the links that they are invited by, each at most once, whether or not the outbox is paused."""

import time
from dataclasses import dataclass
from html import escape

import structlog

from engagement.accounts import inviting
from engagement.accounts.inviting import Due
from engagement.clock import Clock
from engagement.outbox.delivery import HANDOVER_SECONDS
from engagement.outbox.envelopes import CannotBeWritten, FormLetter, Letter
from engagement.outbox.gateways import ConnectionTrouble, Gateway, NotTaken, OutcomeUnknown
from engagement.unit_of_work import unit_of_work

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Usher:
    """Writes as `mail_from`, with links under `public_url`."""

    gateway: Gateway
    clock: Clock
    mail_from: str
    public_url: str

    def send_waiting(self) -> int:
        """Send every invitation that waits; gives how many a server took."""
        count = 0
        try:
            while (due := self._take()) is not None:
                state = self._send(due)
                with unit_of_work() as session:
                    inviting.settle(session, due.invitation_id, state)
                if state == "waiting":
                    break
                count += state == "sent"
        finally:
            self.gateway.close()
        return count

    def _take(self) -> Due | None:
        with unit_of_work() as session:
            return inviting.take_due(session, self.clock.now())

    def _send(self, due: Due) -> str:
        """What became of it. One whose outcome is unknown stays sending: it may have arrived, so nothing repeats it."""
        form = FormLetter(letter_of(due, self.public_url), mail_from=self.mail_from, reply_to=self.mail_from)
        try:
            envelope = form.addressed(due.invitation_id, due.email, self.clock.now(), {}, None)
            self.gateway.offer(envelope)
            self.gateway.send(envelope, time.monotonic() + HANDOVER_SECONDS)
        except OutcomeUnknown:
            return "sending"
        except ConnectionTrouble as trouble:
            log.warning("an invitation has to wait", reason=str(trouble))
            return "waiting"
        except (NotTaken, CannotBeWritten) as trouble:
            log.warning("an invitation was not taken", reason=str(trouble))
            return "failed"
        return "sent"


def letter_of(due: Due, public_url: str) -> Letter:
    """What somebody who is invited reads."""
    link = f"{public_url}/officers/invitation/{due.token}"
    paragraphs = (
        f"Dear {due.name},",
        "You are invited to work on your council's consultations. Choose a password by the link below. After that you "
        "set up a second factor, for which you need an authenticator app or a passkey.",
        "The link works once, for 7 days. If you did not expect this, you need not do anything.",
    )
    text = "\n\n".join([*paragraphs, link]) + "\n"
    page = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    linked = f'<p><a href="{link}">Choose a password</a></p>'
    return Letter(
        "Your way in to the council's consultations", text, f'<html lang="en"><body>{page}{linked}</body></html>'
    )
