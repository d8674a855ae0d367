"""An open conversation with a mail server: what we say, and its answers one after the other."""

import re
import socket
import time
from typing import NamedTuple

LONGEST_ANSWER = 65536
A_LINE = re.compile(rb"\d{3}(?:[ -][^\n]*)?")


class Answer(NamedTuple):
    """What a server said: a number with three digits, and words."""

    code: int
    words: bytes


class Conversation:
    """Words go out by `say`; `answer` gives the next whole answer. Both raise OSError once the connection is broken."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._heard = b""

    def say(self, words: bytes, seconds: float) -> None:
        """Send some words within so many seconds."""
        self._connection.settimeout(seconds)
        self._connection.sendall(words)

    def answer(self, until: float) -> Answer:
        """The next answer, if it is whole by this `time.monotonic()`.

        Raises TimeoutError where it is not; what has come of it by then is kept for the next call.
        """
        while (answer := self._whole_answer()) is None:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._connection.settimeout(left)
            heard = self._connection.recv(4096)
            if not heard or len(self._heard) > LONGEST_ANSWER:
                raise ConnectionAbortedError
            self._heard += heard
        return answer

    def _whole_answer(self) -> Answer | None:
        words, begin = [], 0
        while (end := self._heard.find(b"\n", begin)) >= 0:
            line = self._heard[begin:end].rstrip(b"\r")
            begin = end + 1
            if not A_LINE.fullmatch(line):
                raise ConnectionAbortedError
            words.append(line[4:])
            if line[3:4] != b"-":
                self._heard = self._heard[begin:]
                return Answer(int(line[:3]), b"\n".join(words))
        return None
