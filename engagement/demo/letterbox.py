"""The demo's letters: one file each in a folder, whether they came over SMTP or straight from the demo's history."""

import secrets
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from engagement.outbox.envelopes import Envelope
from engagement.outbox.gateways import Refusal
from engagement.outbox.gateways.outcomes import nothing

SUFFIX = ".eml"


@dataclass(frozen=True)
class Letterbox:
    """A folder of letters. Names sort by when a letter came."""

    folder: Path = Path("var/mailbox")

    def put(self, content: bytes) -> None:
        """Keep a letter; it appears whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{time.time_ns()}-{secrets.token_hex(4)}"
        arriving = self.folder / f"{name}.part"
        arriving.write_bytes(content)
        arriving.rename(arriving.with_suffix(SUFFIX))

    def names(self) -> list[str]:
        """The letters' names, the latest first."""
        return sorted((path.stem for path in self.folder.glob(f"*{SUFFIX}")), reverse=True)

    def read(self, name: str) -> EmailMessage | None:
        """A letter by its name, if it is there."""
        if name not in self.names():
            return None
        content = (self.folder / f"{name}{SUFFIX}").read_bytes()
        return message_from_bytes(content, policy=default)


@dataclass(frozen=True)
class LetterboxGateway:
    """A mail server that puts letters straight into a letterbox and knows no mailbox for some addresses."""

    letterbox: Letterbox
    unknown: Collection[str]

    def offer(self, envelope: Envelope, before_waiting: Callable[[], object] = nothing) -> None:
        """Refuse the unknown addresses for good."""
        if envelope.recipient in self.unknown:
            raise Refusal('The mail server refused it: "550 No such mailbox"')

    def send(self, envelope: Envelope, before: float) -> None:
        """Keep the letter."""
        self.letterbox.put(envelope.content)

    def close(self) -> None:
        """There is no connection."""
