"""The log that the counting mail server keeps, as Postfix would, on the workers' clock."""

import asyncio
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

PULSE_SECONDS = 0.5
# The workers' clock begins a little later than this one; dating lines back proves too little rather than too much.
DATED_BACK = timedelta(seconds=5)
MESSAGE_ID = re.compile(rb"(?im)^message-id: (<[^>]+>)")
_numbers = count(1)


@dataclass(frozen=True)
class RelayLog:
    """A log with a line for each message taken. A forgetful one has lines, but none of those."""

    file: int
    ahead: timedelta
    forgetful: bool

    @classmethod
    def begun(cls, file: Path, ahead: timedelta, *, forgetful: bool) -> "RelayLog":
        """A log that goes back an hour, on a clock that is so far ahead."""
        log = cls(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT), ahead - DATED_BACK, forgetful)
        log._write(timedelta(hours=1), "smtpd[1]: connect from web")
        return log

    def took(self, content: bytes) -> None:
        """Note that a message is in the queue."""
        found = MESSAGE_ID.search(content)
        assert found is not None
        if not self.forgetful:
            entry = f"{next(_numbers):05X}"
            self._write(timedelta(), f"cleanup[2]: {entry}: message-id={found[1].decode()}")
            self._write(timedelta(), f"qmgr[3]: {entry}: from=<views@council.example>, size=1, nrcpt=1 (queue active)")

    async def go_on(self) -> None:
        """Write a line now and then, as the log of a busy server does."""
        while True:
            self._write(timedelta(), "smtpd[1]: disconnect from web")
            await asyncio.sleep(PULSE_SECONDS)

    def _write(self, ago: timedelta, words: str) -> None:
        at = datetime.now(UTC) + self.ahead - ago
        os.write(self.file, f"{at.isoformat()} mail postfix/{words}\n".encode())
