"""An IMAP server of the tests' own: as much of RFC 3501 as it takes to read a folder and move mails out of it."""

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "reports", "a b/c"


@dataclass
class Folders:
    """What is in the mailbox: mails by folder and number, and those marked as deleted."""

    port: int = 0
    mails: dict[str, dict[int, bytes]] = field(default_factory=lambda: {"INBOX": {}})
    deleted: set[int] = field(default_factory=set)
    flagged: set[int] = field(default_factory=set)
    fetched: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        """Deliver a mail; gives its number."""
        number = max(self.mails["INBOX"], default=0) + 1
        self.mails["INBOX"][number] = content
        return number


class _Handler(socketserver.StreamRequestHandler):
    folders: Folders

    def handle(self) -> None:
        self._say(b"* OK ready")
        for line in self.rfile:
            tag, command, rest = line.decode().strip().split(" ", 2) if line.count(b" ") > 1 else (
                *line.decode().strip().split(" "), "",
            )  # fmt: skip
            done = getattr(self, f"do_{command.lower()}")(rest)
            self._say(f"{tag} {done or 'OK done'}".encode())
            if command == "LOGOUT":
                return

    def do_capability(self, rest: str) -> None:
        self._say(b"* CAPABILITY IMAP4REV1")

    def do_login(self, rest: str) -> str | None:
        return None if rest == f'{USER} "{PASSWORD}"' else "NO wrong"

    def do_select(self, rest: str) -> str | None:
        if (folder := rest.strip('"')) not in self.folders.mails:
            return "NO no such folder"
        self._say(f"* {len(self.folders.mails[folder])} EXISTS".encode())
        return None

    def do_uid(self, rest: str) -> None:
        command, _, rest = rest.partition(" ")
        inbox = self.folders.mails["INBOX"]
        if command == "SEARCH":
            assert rest == "UNDELETED UNFLAGGED"
            left = inbox.keys() - self.folders.deleted - self.folders.flagged
            self._say(f"* SEARCH {' '.join(map(str, sorted(left)))}".encode())
            return
        number, _, rest = rest.partition(" ")
        content = inbox[int(number)]
        if command == "FETCH" and "SIZE" in rest:
            self._say(f"* {number} FETCH (UID {number} RFC822.SIZE {len(content)})".encode())
        elif command == "FETCH":
            self.folders.fetched.append(int(number))
            self._say(f"* {number} FETCH (UID {number} BODY[] {{{len(content)}}}".encode(), content + b")")
        else:
            marks = {r"+FLAGS (\Deleted)": self.folders.deleted, r"+FLAGS (\Flagged)": self.folders.flagged}
            marks[rest].add(int(number))

    def do_close(self, rest: str) -> None:
        for number in self.folders.deleted:
            self.folders.mails["INBOX"].pop(number, None)
        self.folders.deleted.clear()

    def do_logout(self, rest: str) -> None:
        self._say(b"* BYE")

    def _say(self, *lines: bytes) -> None:
        self.wfile.write(b"".join(line + b"\r\n" for line in lines))


@contextmanager
def imap_server(certified: ssl.SSLContext | None = None) -> Iterator[Folders]:
    """A mailbox on this machine, over TLS if it has a certificate."""
    folders = Folders()
    handler = type("Handler", (_Handler,), {"folders": folders})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        if certified is not None:
            server.socket = certified.wrap_socket(server.socket, server_side=True)
        folders.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield folders
        server.shutdown()
        thread.join(5)
