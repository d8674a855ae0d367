"""What may come of handing a message over, and what delivery needs of a way out."""

import re
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from engagement.outbox.envelopes import Envelope, one_line


class NotTaken(Exception):
    """The server certainly does not have the message; the sentence says why and names nobody."""


class Refusal(NotTaken):
    """The server will not take it: trying again is of no use."""


class TemporaryTrouble(NotTaken):
    """It may be taken later."""


class ConnectionTrouble(TemporaryTrouble):
    """There is no working connection, so other messages would fare no better now."""


class OutcomeUnknown(Exception):
    """The message was handed over and no answer came: nobody can know whether it was taken."""


def nothing() -> None:
    """What there is to do before waiting, mostly."""


class Gateway(Protocol):
    """What delivery needs of a mail server."""

    def offer(self, envelope: Envelope, before_waiting: Callable[[], object] = nothing) -> None:
        """Name sender and recipient, in place of what was offered before and not sent.

        `before_waiting` is called before that takes long. Raises NotTaken.
        """

    def send(self, envelope: Envelope, before: float) -> None:
        """Hand over what was offered, if that can begin before this `time.monotonic()`.

        Raises NotTaken, or OutcomeUnknown once the last line has left.
        """

    def close(self) -> None:
        """End the conversation."""


class Oracle(Protocol):
    """Whoever can say afterwards whether a message was taken."""

    def traces(self, asked: Mapping[uuid.UUID, datetime], now: datetime) -> Mapping[uuid.UUID, bool]:
        """Whether there is a trace of each message; `asked` says since when each has been unknown.

        A message about which nothing can be said is left out.
        """


def without_address(said: str, recipient: str) -> str:
    """A server's words on one line, cut to 200 characters, with every address left out."""
    words = re.sub(r"\S*@\S*", "[address]", one_line(said))
    local_part = re.escape(recipient.partition("@")[0])
    return re.sub(rf"(?i)(?<![\w.]){local_part}(?![\w.])", "[address]", words)[:200]
