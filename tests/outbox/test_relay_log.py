"""What our own mail server's log can prove, and what it cannot."""

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engagement.outbox.gateways.relay_log import RelayLog

SINCE = datetime(2025, 6, 26, 9, tzinfo=UTC)
ROW = uuid.UUID("5f0c2f9e-6d0e-4c57-9d5b-0d4b0f3b8a11")
OTHER = uuid.UUID("11111111-6d0e-4c57-9d5b-0d4b0f3b8a11")
BEFORE = f"{(SINCE - timedelta(hours=1)).isoformat()} mail postfix/smtpd[1]: connect from web\n"
AFTER = f"{(SINCE + timedelta(minutes=2)).isoformat()} mail postfix/smtpd[1]: disconnect from web\n"


def named(queue_entry: str, row: uuid.UUID) -> str:
    return f"{SINCE.isoformat()} mail postfix/cleanup[7]: {queue_entry}: message-id=<{row.hex}@council.example>\n"


def queued(queue_entry: str) -> str:
    return (
        f"{SINCE.isoformat()} mail postfix/qmgr[8]: {queue_entry}: "
        "from=<views@council.example>, size=2100, nrcpt=1 (queue active)\n"
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The log."""
    return tmp_path / "mail.log"


def traces(file: Path, *lines: str) -> dict[uuid.UUID, bool]:
    file.write_text("".join(lines))
    return dict(RelayLog(file).traces({ROW: SINCE}, SINCE + timedelta(minutes=3)))


def test_a_message_that_was_queued_was_taken(file: Path) -> None:
    assert traces(file, BEFORE, named("4F2A1", ROW), queued("4F2A1"), AFTER) == {ROW: True}


def test_a_message_that_broke_off_was_named_and_never_queued(file: Path) -> None:
    assert traces(file, BEFORE, named("4F2A1", ROW), queued("4F2A2"), AFTER) == {ROW: False}


def test_a_queue_entry_whose_name_is_used_again_proves_nothing(file: Path) -> None:
    assert traces(file, BEFORE, named("4F2A1", ROW), named("4F2A1", OTHER), queued("4F2A1"), AFTER) == {ROW: False}


@pytest.mark.parametrize(
    "lines", [[BEFORE], [AFTER], [], ["Jun 26 08:00:00 mail postfix\n", "Jun 26 10:00:00 mail postfix\n"]]
)
def test_a_log_that_does_not_reach_over_the_whole_time_proves_nothing(file: Path, lines: list[str]) -> None:
    assert traces(file, *lines) == {}


def test_a_log_that_is_not_there_proves_nothing(tmp_path: Path) -> None:
    assert RelayLog(tmp_path / "none").traces({ROW: SINCE}, SINCE) == {}


def test_of_a_long_log_the_end_is_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engagement.outbox.gateways.relay_log.MOST_BYTES", 400)
    assert traces(file, BEFORE * 50, named("4F2A1", ROW), queued("4F2A1"), AFTER) == {ROW: True}
