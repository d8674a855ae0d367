"""Hostile files come in through officers' pages: every page still opens, is valid, and does nothing by itself."""

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts.models import Contact
from tests.contacts.imports import hostile
from tests.officers.files import LIST, confirm, send, try_out
from tests.visitor import Visitor


@pytest.mark.every_database
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(lines=hostile.lines)
def test_no_page_breaks_on_a_hostile_file(
    officer: Visitor, consultation: Consultation, session: Session, lines: list[hostile.Line]
) -> None:
    columns = send(officer, hostile.file_of(lines))
    if "Match the columns" not in columns:
        assert "There is a problem" in columns
        return
    tried = try_out(columns)
    page = confirm(tried) if "Import what can be used" in tried else tried
    page.click("Download the report of every line")
    officer.get(LIST)
    for contact_id in session.scalars(select(Contact.id).limit(3)):
        officer.get(f"{LIST}/{contact_id}")
        officer.get(f"{LIST}/{contact_id}/details")
