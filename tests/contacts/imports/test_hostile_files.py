"""A thousand files with hostile names and addresses: each is taken or refused in words, and none does harm."""

import csv
import io
import uuid
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP

from hypothesis import HealthCheck, given, settings
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts import service
from engagement.contacts.imports import at_once, report
from engagement.errors import Refused
from engagement.outbox.envelopes import FormLetter, Letter
from engagement.reporting.spreadsheet import BEGINS_A_FORMULA, csv_lines
from tests import factories
from tests.contacts.imports import hostile

NOW = datetime(2025, 6, 16, 9, tzinfo=UTC)
LETTER = FormLetter(
    Letter("Your views", "Text", "<p>Text</p>"), mail_from="Views <views@council.example>", reply_to="a@council.example"
)
HEADERS = ["From", "Reply-To", "Subject", "MIME-Version", "Auto-Submitted", "Content-Type", "To", "Date", "Message-ID"]


def cells_of(text: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")) for cell in row]


@settings(
    max_examples=1000,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(lines=hostile.lines)
def test_a_thousand_hostile_files_never_fail_and_never_inject(session: Session, lines: list[hostile.Line]) -> None:
    asked = factories.consultation(session)
    try:
        job = at_once.take(session, asked, audience="schools", stream=io.BytesIO(hostile.file_of(lines)), now=NOW)
    except Refused:
        return
    assert all(line.sentence for line in report.lines(session, job))
    exported = "".join(csv_lines(report.rows(session, job)))
    exported += "".join(csv_lines(listed(session, asked)))
    assert not [cell for cell in cells_of(exported) if cell.startswith(BEGINS_A_FORMULA)]
    for contact in service.listing(session, asked.id).contacts:
        assert contact.name.isprintable()
        assert contact.organisation.isprintable()
        assert set(contact.contact.groups) <= {"phase"}
        envelope = LETTER.addressed(uuid.uuid4(), contact.email, NOW, {}, None)
        read = message_from_bytes(envelope.content, policy=SMTP)
        assert read.keys() == HEADERS
        assert envelope.recipient == contact.email == str(read["To"])


def listed(session: Session, asked: Consultation) -> list[list[str]]:
    """The names and addresses as they leave in a file."""
    return [[row.email, row.name, row.organisation] for row in service.listing(session, asked.id).contacts]
