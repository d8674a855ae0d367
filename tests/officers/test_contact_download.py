"""Contacts leave as a file only to the data role, with a reason, and never as a formula."""

import csv
import io
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.audit.models import Entry
from engagement.consultations.models import Consultation
from engagement.contacts import changes
from engagement.reporting.spreadsheet import BEGINS_A_FORMULA
from tests import factories
from tests.clocks import SetClock
from tests.officers.door import READS_ANSWERS, Roles
from tests.officers.files import LIST
from tests.visitor import Visitor

pytestmark = pytest.mark.every_database


def test_the_data_role_gets_the_contacts_of_one_audience_for_a_reason(
    sign_in: Callable[[Roles], Visitor], consultation: Consultation, session: Session, clock: SetClock
) -> None:
    added = changes.add(
        session,
        consultation,
        audience="schools",
        email="office@hope.example",
        name="=1+1",
        organisation="@SUM(A1)",
        groups={"phase": "primary"},
        now=clock.now(),
    )
    changes.mark_do_not_contact(session, added, "A protected address")
    factories.contact(session, consultation, "family@home.example")
    session.commit()
    form = sign_in(READS_ANSWERS).get(LIST).click("Download contacts").forms[1]
    assert "Give the reason." in form.submit()
    form["audience"], form["reason"] = "schools", "To telephone those without letters"
    answer = form.submit()
    assert answer.content_type == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0][:3] == ["Email address", "Name", "Organisation"]
    assert rows[1:] == [
        [
            "office@hope.example",
            "'=1+1",
            "'@SUM(A1)",
            "Not answered",
            "",
            "Yes",
            "Yes",
            "2025-06-16",
            "",
            "Primary",
            "",
            "",
        ]
    ]
    assert not [cell for row in rows for cell in row if cell.startswith(BEGINS_A_FORMULA)]
    assert "protected" not in answer.text
    [noted] = session.scalars(select(Entry).where(Entry.action == "contacts downloaded"))
    assert noted.detail == {"audience": "schools", "reason": "To telephone those without letters"}


def test_others_are_not_offered_it(officer: Visitor, consultation: Consultation) -> None:
    assert "Download contacts" not in officer.get(LIST)
    officer.get(f"{LIST}/download", status=403)
