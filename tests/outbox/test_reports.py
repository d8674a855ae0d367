"""Each kind of report is told from the others, matched to its message, and never trips us."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.outbox import reports
from engagement.outbox.models import Finding
from engagement.outbox.reports import Unreadable
from tests.outbox.returned import ADDRESS, answer, complaint, delivery_status

ROW = uuid.UUID("5f0c2f9e-6d0e-4c57-9d5b-0d4b0f3b8a11")


@pytest.mark.parametrize(
    ("status", "finding", "reason"),
    [
        ("5.1.1", Finding.HARD, "It came back: there is no such mailbox (5.1.1)"),
        ("5.1.2", Finding.HARD, "It came back: there is no such mail domain (5.1.2)"),
        ("5.1.10", Finding.HARD, "It came back: the domain takes no mail (5.1.10)"),
        ("5.0.0", Finding.HARD, "It came back: no reason was given (5.0.0)"),
        ("5.2.1", Finding.HARD, "It came back: the mailbox is closed (5.2.1)"),
        ("5.4.4", Finding.HARD, "It came back: no mail server was found for the address (5.4.4)"),
        ("5.2.2", Finding.SOFT, "It came back: the mailbox is full (5.2.2)"),
        ("4.2.2", Finding.SOFT, "It came back: the mailbox is full (4.2.2)"),
        ("4.4.7", Finding.SOFT, "It came back: their mail server did not answer for too long (4.4.7)"),
        ("5.1.8", Finding.SOFT, "It came back: the address is not right (5.1.8)"),
        ("5.7.1", Finding.SOFT, "It came back: their mail server does not take mail from us (5.7.1)"),
        ("5.7.13", Finding.HARD, "It came back: their mail server does not take mail from us (5.7.13)"),
    ],
)
def test_a_bounce_is_hard_only_where_the_address_itself_is_at_fault(status: str, finding: Finding, reason: str) -> None:
    report = reports.read(delivery_status(ROW, status))
    assert (report.finding, report.reason, report.about, report.recipient) == (finding, reason, (ROW,), ADDRESS)


def test_a_status_that_is_missing_is_taken_from_what_the_server_said() -> None:
    assert reports.read(delivery_status(ROW, status="")).reason == "It came back: there is no such mailbox (5.1.1)"
    bare = reports.read(delivery_status(ROW, status="", diagnostic="smtp; 550 no"))
    assert (bare.finding, bare.reason) == (Finding.SOFT, "It came back: no reason was given")


@pytest.mark.parametrize(
    ("action", "finding"),
    [("delayed", Finding.DELAYED), ("delivered", Finding.DELIVERED), ("relayed", Finding.DELIVERED)],
)
def test_what_has_not_failed_is_no_bounce(action: str, finding: Finding) -> None:
    assert reports.read(delivery_status(ROW, "4.0.0", action)).finding is finding


def test_the_address_that_a_report_was_sent_to_names_the_message_before_anything_in_it() -> None:
    other = uuid.uuid4()
    report = reports.read(delivery_status(other, to=f"bounces+{ROW.hex}@council.example"))
    assert report.about == (ROW, other)


def test_a_report_in_a_wrong_wrapping_is_still_read() -> None:
    wrapped = delivery_status(ROW).replace(b"multipart/report; report-type=delivery-status;", b"multipart/mixed;")
    assert reports.read(wrapped).finding is Finding.HARD


def test_a_complaint_is_understood() -> None:
    report = reports.read(complaint(ROW))
    assert (report.finding, report.about) == (Finding.COMPLAINT, (ROW,))
    assert reports.read(complaint(ROW, "not-spam")).finding is Finding.AUTOMATIC
    with pytest.raises(Unreadable, match="complained"):
        reports.read(complaint(ROW).replace(b"Feedback-Type", b"Other"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied (vacation)"},
        {"Subject": "Automatic reply: Your views"},
        {"Subject": "Out of Office: back on Monday"},
        {"Precedence": "auto_reply"},
        {"X_Autoreply": "yes"},
    ],
)
def test_an_automatic_answer_is_ignored(headers: dict[str, str]) -> None:
    assert reports.read(answer(ROW, **headers)).finding is Finding.AUTOMATIC


def test_what_a_person_wrote_is_left_to_a_person() -> None:
    with pytest.raises(Unreadable, match="a person may have written it"):
        reports.read(answer(ROW, Subject="Re: Your views", Auto_Submitted="no"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\xff" * 1000,
        delivery_status(ROW).replace(b"Action", b"Reaction"),
        b'Content-Type: multipart/report; boundary="b"\r\n\r\n' + b"--b\r\n" * 5000,
        b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000)),
        b"Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\r\n",
    ],
)
def test_what_cannot_be_understood_is_said_and_nothing_worse(content: bytes) -> None:
    with pytest.raises(Unreadable):
        reports.read(content)


@given(cut=st.integers(0, 900), flipped=st.integers(0, 900), noise=st.binary(max_size=40))
def test_a_damaged_report_never_trips_us(cut: int, flipped: int, noise: bytes) -> None:
    content = delivery_status(ROW)
    try:
        found = reports.read(content[:flipped] + noise + content[flipped + len(noise) : len(content) - cut])
    except Unreadable:
        return
    assert "@" not in found.reason


def test_no_report_shows_the_address_it_is_about() -> None:
    assert ADDRESS not in repr(reports.read(delivery_status(ROW)))
