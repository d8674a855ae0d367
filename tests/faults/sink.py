"""A mail server in a process of its own: every message it takes is on the disk before it says so.

`python -m tests.faults.sink PORT FILE LYING [LOG AHEAD [forgetful]]` writes one line a message: when it was taken, and
for whom. LYING is the share of messages after whose last line it hangs up, having taken half of those; as many again it
puts off. LOG is a log such as a relay keeps, on a clock that is AHEAD seconds ahead.
"""

import asyncio
import os
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.faults.relay_log import RelayLog

# Real servers take a while before and after they have a message; a kill should meet both.
PAUSE_SECONDS = 0.02
FORGETFUL = "forgetful"


@dataclass(frozen=True)
class Sink:
    """Takes messages into a file."""

    file: int
    lying: float
    chance: random.Random
    log: RelayLog | None = None

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Say what the server can."""
        return welcomed(session, hostname, responses)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a message, or do what unreliable servers do."""
        await asyncio.sleep(PAUSE_SECONDS)
        drawn = self.chance.random()
        if drawn < self.lying:
            if drawn < self.lying / 2:
                self._take(envelope)
            transport = server.transport
            assert isinstance(transport, asyncio.Transport)
            transport.abort()
            return "421 Hanging up"
        if drawn < 2 * self.lying:
            return "451 Try later"
        self._take(envelope)
        await asyncio.sleep(PAUSE_SECONDS)
        return "250 OK"

    def _take(self, envelope: Envelope) -> None:
        (recipient,) = envelope.rcpt_tos
        os.write(self.file, f"{time.time()} {recipient}\n".encode())
        os.fsync(self.file)
        if self.log is not None:
            assert isinstance(envelope.content, bytes)
            self.log.took(envelope.content)


def welcomed(session: Session, hostname: str, responses: list[str]) -> list[str]:
    """Like nearly all servers, hear several commands at once."""
    session.host_name = hostname
    return [*responses[:-1], "250-PIPELINING", responses[-1]]


async def serve(port: int, file: Path, lying: float, log: RelayLog | None) -> None:
    """Take messages until the process is ended."""
    handler = Sink(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT), lying, random.Random(1047), log)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, hostname="sink", loop=loop), "127.0.0.1", port)
    await asyncio.gather(server.serve_forever(), *([log.go_on()] if log else []))


@dataclass(frozen=True)
class Taken:
    """What a sink's file says."""

    lines: tuple[tuple[float, str], ...]

    @classmethod
    def read(cls, file: Path) -> "Taken":
        """Everything taken so far; a line still being written is left for the next time."""
        whole, _, _ = file.read_text().rpartition("\n") if file.exists() else ("", "", "")
        return cls(tuple((float(at), to) for at, to in (line.split() for line in whole.splitlines())))

    @property
    def copies(self) -> Counter[str]:
        """How many copies each address got."""
        return Counter(to for _, to in self.lines)


if __name__ == "__main__":
    port, file, lying, *kept = sys.argv[1:]
    log = None
    if kept:
        log = RelayLog.begun(Path(kept[0]), timedelta(seconds=float(kept[1])), forgetful=kept[2:] == [FORGETFUL])
    asyncio.run(serve(int(port), Path(file), float(lying), log))
