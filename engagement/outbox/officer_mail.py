"""Sends officers the links that they are invited by, each at most once, whether or not the outbox is paused."""

from dataclasses import dataclass

from engagement.accounts import inviting
from engagement.accounts.door_models import InvitationState
from engagement.accounts.inviting import Due
from engagement.outbox.envelopes import Letter
from engagement.outbox.notices import Handed, Notices, letter_with_link
from engagement.unit_of_work import unit_of_work

# The state of an invitation after its letter was handed over; one whose outcome is unknown stays as it is.
STATES = {
    Handed.TAKEN: InvitationState.SENT,
    Handed.UNKNOWN: InvitationState.SENDING,
    Handed.NOT_TAKEN: InvitationState.FAILED,
    Handed.NO_CONNECTION: InvitationState.WAITING,
}


@dataclass(frozen=True)
class Usher:
    """Invites officers by letter."""

    notices: Notices

    def send_waiting(self) -> int:
        """Send every invitation that waits; gives how many a server took."""
        count = 0
        try:
            while (due := self._take()) is not None:
                letter = letter_of(due, self.notices.public_url)
                handed = self.notices.hand_over(letter, due.email, due.invitation_id)
                with unit_of_work() as session:
                    inviting.settle(session, due.invitation_id, STATES[handed])
                if handed is Handed.NO_CONNECTION:
                    break
                count += handed is Handed.TAKEN
        finally:
            self.notices.gateway.close()
        return count

    def _take(self) -> Due | None:
        with unit_of_work() as session:
            return inviting.take_due(session, self.notices.clock.now())


def letter_of(due: Due, public_url: str) -> Letter:
    """What somebody who is invited reads."""
    paragraphs = (
        f"Dear {due.name},",
        "You are invited to work on your council's consultations. Choose a password by the link below. After that you "
        "set up a second factor, for which you need an authenticator app or a passkey.",
        "The link works once, for 7 days. If you did not expect this, you need not do anything.",
    )
    link = f"{public_url}/officers/invitation/{due.token}"
    return letter_with_link("Your way in to the council's consultations", paragraphs, link, "Choose a password")
