"""A mailbox is read from its oldest mail on; what is done is gone, and what is set aside is out of the way."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

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


def self_signed(folder: Path) -> ssl.SSLContext:
    """A certificate for this machine that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.mark.parametrize("trusted", [False, True])
def test_a_server_with_a_certificate_that_nobody_vouches_for_gets_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    context = self_signed(tmp_path)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    with imap_server(context) as folders:
        folders.add(b"first")
        address = IMAP.format(port=folders.port).replace("imap:", "imaps:")
        if trusted:
            assert contents(address) == [b"first"]
        else:
            with pytest.raises(MailboxTrouble):
                contents(address)


@pytest.mark.parametrize("address", ["", "/var/mail", "maildir://", "imaps://host/INBOX", "pop3://a:b@host/"])
def test_an_address_that_is_no_mailbox_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="REPORTS_FROM"):
        mailbox_at(address)
