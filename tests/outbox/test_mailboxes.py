"""A mailbox is read from its oldest mail on; what is done is gone, and what is set aside is out of the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engagement.outbox import mailboxes
from engagement.outbox.mailboxes import MOST_BYTES, MailboxTrouble, mailbox_at
from tests import servers
from tests.outbox.imap_server import Folders, imap_server

IMAP = "imap://reports:a%20b%2Fc@127.0.0.1:{port}/INBOX"


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    """An empty maildir."""
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def imap() -> Iterator[Folders]:
    """An IMAP server with an empty folder."""
    with imap_server() as folders:
        yield folders


def contents(address: str, most: int = 10) -> list[bytes | None]:
    with mailbox_at(address) as mailbox:
        return [mail.content for mail in mailbox.arrived(most)]


def test_a_maildir_is_read_oldest_first_and_only_so_many(maildir: Path) -> None:
    (maildir / "new" / "2.host").write_bytes(b"second")
    (maildir / "cur" / "1.host:2,S").write_bytes(b"first")
    (maildir / "new" / "3.host").write_bytes(b"third")
    (maildir / "tmp" / "0.host").write_bytes(b"half written")
    assert contents(f"maildir://{maildir}", 2) == [b"first", b"second"]


def test_what_is_done_is_deleted_and_what_is_set_aside_is_read_no_more(maildir: Path) -> None:
    for name in ("1", "2"):
        (maildir / "new" / name).write_bytes(name.encode())
    with mailbox_at(f"maildir://{maildir}") as mailbox:
        first, second = mailbox.arrived(10)
        first.done()
        first.done()
        second.set_aside()
        second.set_aside()
    assert contents(f"maildir://{maildir}") == []
    assert (maildir / "cur" / "2:2,F").read_bytes() == b"2"


def test_what_is_too_large_is_not_read(maildir: Path, imap: Folders) -> None:
    (maildir / "new" / "1").write_bytes(b"x" * (MOST_BYTES + 1))
    (maildir / "new" / "2").write_bytes(b"x" * MOST_BYTES)
    assert [content and len(content) for content in contents(f"maildir://{maildir}")] == [None, MOST_BYTES]
    imap.add(b"x" * (MOST_BYTES + 1))
    assert contents(IMAP.format(port=imap.port)) == [None]
    assert imap.fetched == []


def test_an_imap_folder_is_read_and_emptied(imap: Folders) -> None:
    for content in (b"first\r\n\r\nA body\r\n", b"second", b"third"):
        imap.add(content)
    with mailbox_at(IMAP.format(port=imap.port)) as mailbox:
        seen = []
        for mail in mailbox.arrived(2):
            seen.append(mail.content)
            if len(seen) == 1:
                mail.done()
            else:
                mail.set_aside()
    assert seen == [b"first\r\n\r\nA body\r\n", b"second"]
    assert imap.mails == {"INBOX": {2: b"second", 3: b"third"}}
    assert contents(IMAP.format(port=imap.port)) == [b"third"]


def test_a_mailbox_that_is_not_there_or_lets_nobody_in_says_so(tmp_path: Path, imap: Folders) -> None:
    wrong = [
        f"maildir://{tmp_path}/none",
        f"imap://reports:wrong@127.0.0.1:{imap.port}/INBOX",
        f"imap://reports:a%20b%2Fc@127.0.0.1:{imap.port}/Elsewhere",
        f"imap://reports:a%20b%2Fc@127.0.0.1:{servers.free_port()}/INBOX",
    ]
    for address in wrong:
        with pytest.raises(MailboxTrouble) as caught:
            contents(address)
        assert "a b/c" not in str(caught.value)


def test_a_server_that_hangs_up_half_way_is_trouble_and_no_loss(imap: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    imap.add(b"first")

    def hang_up(*args: object) -> None:
        raise OSError("gone")

    with mailbox_at(IMAP.format(port=imap.port)) as mailbox:
        assert isinstance(mailbox, mailboxes.ImapFolder)
        arrived = mailbox.arrived(10)
        monkeypatch.setattr("imaplib.IMAP4.uid", hang_up)
        with pytest.raises(MailboxTrouble, match="broke"):
            next(arrived)
    assert imap.mails["INBOX"] == {1: b"first"}


@pytest.mark.parametrize("address", ["", "/var/mail", "maildir://", "imaps://host/INBOX", "pop3://a:b@host/"])
def test_an_address_that_is_no_mailbox_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="REPORTS_FROM"):
        mailbox_at(address)
