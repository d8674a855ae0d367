"""The mailbox in which reports arrive, a folder of files or over IMAP: each mail is taken once or set aside."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

# Reports are small: what is larger was not written by a mail server.
MOST_BYTES = 1024 * 1024
TIMEOUT_SECONDS = 30
# How a maildir marks a mail that somebody should look at.
FLAGGED = "F"
BROKE = "The connection to the mailbox of reports broke"
PORTS = {"imap": 143, "imaps": 993}


class MailboxTrouble(Exception):
    """The mailbox cannot be read; the sentence says why and names nobody."""


class Arrived(Protocol):
    """One mail in the mailbox."""

    @property
    def content(self) -> bytes | None:
        """What was written, or None if it is too large to be a report."""

    def done(self) -> None:
        """Delete it: what it said is kept."""

    def set_aside(self) -> None:
        """Flag it, so that a person sees it and we do not read it again."""


class Mailbox(Protocol):
    """Where mails arrive, open for the length of a `with`. Raises MailboxTrouble."""

    def __enter__(self) -> "Mailbox": ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def arrived(self, most: int) -> Iterator[Arrived]:
        """Up to so many mails, the oldest first."""


def mailbox_at(address: str) -> Mailbox:
    """The mailbox at `maildir:///path` or `imaps://user:password@host/folder`. Raises ValueError."""
    parts = urlsplit(address)
    if parts.scheme == "maildir" and parts.path:
        return Maildir(Path(parts.path))
    if parts.scheme in PORTS and parts.hostname and parts.username:
        return ImapFolder(
            parts.hostname,
            parts.port or PORTS[parts.scheme],
            unquote(parts.username),
            unquote(parts.password or ""),
            unquote(parts.path.strip("/")) or "INBOX",
            secure=parts.scheme == "imaps",
        )
    raise ValueError("REPORTS_FROM must be maildir:///path or imaps://user:password@host/folder")


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    content: bytes | None

    def done(self) -> None:
        self.path.unlink(missing_ok=True)

    def set_aside(self) -> None:
        name, _, flags = self.path.name.partition(":2,")
        # Whoever else reads the same folder may have been quicker.
        with suppress(FileNotFoundError):
            self.path.rename(self.path.parent.parent / "cur" / f"{name}:2,{''.join(sorted({*flags, FLAGGED}))}")


@dataclass(frozen=True, slots=True)
class Maildir:
    """A folder in the style of qmail."""

    folder: Path

    def __enter__(self) -> "Maildir":
        if not all((self.folder / name).is_dir() for name in ("new", "cur")):
            raise MailboxTrouble("The folder of reports is not there or is no maildir")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """There is nothing to close."""

    def arrived(self, most: int) -> Iterator[Arrived]:
        """The files of the folder that are not flagged."""
        files = [
            path
            for name in ("cur", "new")
            for path in (self.folder / name).iterdir()
            if path.is_file() and FLAGGED not in path.name.partition(":2,")[2]
        ]
        for path in sorted(files, key=lambda path: path.name)[:most]:
            try:
                with path.open("rb") as file:
                    content = file.read(MOST_BYTES + 1)
            except FileNotFoundError:
                continue
            yield _File(path, content if len(content) <= MOST_BYTES else None)


@dataclass(frozen=True, slots=True)
class _Fetched:
    server: imaplib.IMAP4
    uid: str
    content: bytes | None

    def done(self) -> None:
        _uid(self.server, "STORE", self.uid, "+FLAGS", r"(\Deleted)")

    def set_aside(self) -> None:
        _uid(self.server, "STORE", self.uid, "+FLAGS", r"(\Flagged)")


class ImapFolder:
    """A folder of an IMAP server."""

    def __init__(self, host: str, port: int, user: str, password: str, folder: str, *, secure: bool) -> None:
        self._host, self._port, self._secure = host, port, secure
        self._user, self._password, self._folder = user, password, folder
        self._server: imaplib.IMAP4 | None = None

    def __enter__(self) -> "ImapFolder":
        try:
            if self._secure:
                # Left to itself, the library would trust any certificate.
                trusted = ssl.create_default_context()
                self._server = imaplib.IMAP4_SSL(self._host, self._port, ssl_context=trusted, timeout=TIMEOUT_SECONDS)
            else:
                self._server = imaplib.IMAP4(self._host, self._port, timeout=TIMEOUT_SECONDS)
            self._server.login(self._user, self._password)
            if self._server.select(f'"{self._folder}"')[0] != "OK":
                raise imaplib.IMAP4.error("no such folder")
        except (OSError, imaplib.IMAP4.error):
            self._leave()
            raise MailboxTrouble("The mailbox of reports could not be reached or did not let us in") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def arrived(self, most: int) -> Iterator[Arrived]:
        """The mails of the folder that are neither deleted nor flagged."""
        server = self._server
        assert server is not None
        (uids,) = _uid(server, "SEARCH", "UNDELETED", "UNFLAGGED")
        for uid in (uids or b"").decode().split()[:most]:
            said = _uid(server, "FETCH", uid, "(RFC822.SIZE)")[0]
            size = re.search(rb"RFC822\.SIZE (\d+)", said or b"")
            content = None
            if size and int(size[1]) <= MOST_BYTES:
                fetched = _uid(server, "FETCH", uid, "(BODY.PEEK[])")[0]
                content = fetched[1] if isinstance(fetched, tuple) else b""
            yield _Fetched(server, uid, content)

    def _leave(self) -> None:
        if self._server is not None:
            try:
                if self._server.state == "SELECTED":
                    self._server.close()  # what is marked as deleted goes now
                self._server.logout()
            except (OSError, imaplib.IMAP4.error):
                self._server.shutdown()
            self._server = None


def _uid(server: imaplib.IMAP4, command: str, *arguments: str) -> list[Any]:
    """What a server answers to a command about a mail. Raises MailboxTrouble."""
    try:
        kind, said = server.uid(command, *arguments)
    except (OSError, imaplib.IMAP4.error):
        raise MailboxTrouble(BROKE) from None
    if kind != "OK":
        raise MailboxTrouble("The server of the mailbox of reports refused what we asked")
    return said
