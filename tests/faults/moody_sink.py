"""A mail server that behaves as the address says: `python -m tests.faults.moody_sink PORT FILE SLOW_SECONDS`.

It writes what it takes into FILE and every try, at the moment of RCPT, into FILE.tries. A mood of `PUTS_OFF` lasts for
as many tries as the number at the end of the address says; the others last.
"""

import asyncio
import os
import re
import ssl
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.faults.certificates import CERTIFICATE, KEY, TLS_BROKEN
from tests.faults.sink import welcomed

PUTS_OFF = ("data", "hangup", "later", "busy", "silent")
# "before" and "after" hang up around the last line: whoever has sent that cannot know whether it was read.
MOODS = ("fine", *PUTS_OFF, "before", "after", "never", "refused", "slow")
ADDRESS = re.compile(r"([a-z]+)(\d+)@")
LONG_ENOUGH = 3600


@dataclass
class MoodySink:
    """Takes messages into a file, or does what unreliable servers do."""

    file: int
    tries_file: int
    slow_seconds: float
    tries: Counter[str] = field(default_factory=Counter)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Say what the server can."""
        return welcomed(session, hostname, responses)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, to: str, options: list[str]) -> str:
        """Hear for whom a message is: some servers know by then what they will do."""
        mood, number = mood_of(to)
        self.tries[to] += 1
        os.write(self.tries_file, f"{time.time()} {to}\n".encode())
        if mood == "refused":
            return "550 No such mailbox"
        if mood == "busy" and self.tries[to] <= number:
            return "451 Busy"
        if mood == "silent" and self.tries[to] <= number:
            await asyncio.sleep(LONG_ENOUGH)
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a message, or not."""
        (to,) = envelope.rcpt_tos
        mood, number = mood_of(to)
        if mood == "never":
            return "550 Not wanted"
        if mood in PUTS_OFF and self.tries[to] <= number:
            if mood == "hangup":
                return "421 Hanging up"
            return "451 Try later"
        if mood == "slow":
            await asyncio.sleep(self.slow_seconds)
        os.write(self.file, f"{time.time()} {to}\n".encode())
        os.fsync(self.file)
        if mood == "after":
            abort(server)
        return "250 OK"


class MoodySMTP(SMTP):
    """Hangs up in the middle of a message, or at the beginning of TLS, where the mood is so."""

    async def smtp_DATA(self, arg: str) -> None:
        """Hang up when a message is announced, or having said that it may come, or go on."""
        for to in self.envelope.rcpt_tos if self.envelope else ():
            mood, number = mood_of(to)
            if mood == "before" or (mood == "data" and self.event_handler.tries[to] <= number):
                if mood == "before":
                    await self.push("354 Go ahead")
                abort(self)
                return
        await super().smtp_DATA(arg)

    async def smtp_STARTTLS(self, arg: str) -> None:
        """Agree to TLS and talk nonsense, while the file that says so is there."""
        if Path(os.environ.get(TLS_BROKEN, "")).is_file():
            await self.push("220 Ready to start TLS")
            await self.push("no handshake")
            abort(self)
            return
        await super().smtp_STARTTLS(arg)


def mood_of(address: str) -> tuple[str, int]:
    """How the server behaves to a recipient, and how often."""
    found = ADDRESS.match(address)
    assert found is not None
    return found[1], int(found[2]) % 6 + 1


def abort(server: SMTP) -> None:
    """Hang up without a word."""
    transport = server.transport
    assert isinstance(transport, asyncio.Transport)
    transport.abort()


async def serve(port: int, file: Path, slow_seconds: float) -> None:
    """Behave so until the process is ended."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    handler = MoodySink(os.open(file, flags), os.open(file.with_suffix(".tries"), flags), slow_seconds)
    context = None
    if CERTIFICATE in os.environ:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(os.environ[CERTIFICATE], os.environ[KEY])
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: MoodySMTP(handler, hostname="sink", loop=loop, tls_context=context), "127.0.0.1", port
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])))
