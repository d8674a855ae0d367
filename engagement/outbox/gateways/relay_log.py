"""What our own mail server wrote down: whether it took a message, by the message's own id."""

import os
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

# The end of a log that is read; a busy relay writes less than this in the minutes that matter.
MOST_BYTES = 64 * 1024 * 1024
# How long before a message was called unknown its handing over may have begun: a lease and a little.
BEGAN_BEFORE = timedelta(minutes=5)
# "... postfix/cleanup[7]: 4F2A1: message-id=<hex@council.example>" names the queue entry of a message,
# "... postfix/qmgr[7]: 4F2A1: from=<...>, size=1, nrcpt=1 (queue active)" says that it was taken for good.
NAMED = re.compile(rb"cleanup\[\d+\]: (\w+): message-id=<([0-9a-f]{32})@")
QUEUED = re.compile(rb"qmgr\[\d+\]: (\w+): from=.*\(queue active\)")


@dataclass(frozen=True, slots=True)
class RelayLog:
    """A log in the style of Postfix whose lines begin with the time in ISO 8601."""

    file: Path

    def traces(self, asked: Mapping[uuid.UUID, datetime], now: datetime) -> Mapping[uuid.UUID, bool]:
        """Which messages the relay took. Without a trace it took none, if the log reaches over the whole time."""
        wanted = {message_id.hex.encode(): message_id for message_id in asked}
        queue_entries: dict[bytes, uuid.UUID] = {}
        taken: set[uuid.UUID] = set()
        first = last = None
        try:
            with self.file.open("rb") as log:
                _skip_to_the_end(log)
                for line in log:
                    at = _time_of(line)
                    first, last = first or at, at or last
                    if named := NAMED.search(line):
                        # The name of a queue entry is used again for another message later on.
                        queue_entries.pop(named[1], None)
                        if named[2] in wanted:
                            queue_entries[named[1]] = wanted[named[2]]
                    elif (queued := QUEUED.search(line)) and queued[1] in queue_entries:
                        taken.add(queue_entries[queued[1]])
        except OSError:
            return {}
        covered = {
            message_id
            for message_id, since in asked.items()
            if first and last and first < since - BEGAN_BEFORE and last > since
        }
        return dict.fromkeys(covered - taken, False) | dict.fromkeys(taken, True)


def _skip_to_the_end(log: BinaryIO) -> None:
    size = log.seek(0, os.SEEK_END)
    log.seek(max(0, size - MOST_BYTES))
    if size > MOST_BYTES:
        log.readline()


def _time_of(line: bytes) -> datetime | None:
    try:
        at = datetime.fromisoformat(line.split(b" ", 1)[0].decode())
    except ValueError:
        return None
    return at if at.tzinfo else None
