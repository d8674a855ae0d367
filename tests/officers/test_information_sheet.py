"""Officers write the next version of the sheet, everybody reads it at once, and the earlier one stays to be read."""

import pytest
import webtest
from sqlalchemy.orm import Session

from engagement.consultations import sheets
from engagement.consultations.models import Consultation
from tests.clocks import SetClock
from tests.visitor import Visitor

SHEET = "/officers/consultations/views/information-sheet"
FIRST = {"heading": "Background", "sections": [{"heading": "Why", "text": "Because of {label}."}]}


@pytest.fixture
def sheeted(session: Session, consultation: Consultation, clock: SetClock) -> Consultation:
    """A consultation with its first sheet."""
    sheets.publish(session, consultation, FIRST, clock.now())
    session.commit()
    return consultation


def editing(officer: Visitor) -> webtest.Form:
    return officer.get(f"{SHEET}/edit").forms[1]


def test_the_next_version_is_read_by_all_at_once_and_the_earlier_one_stays(
    officer: Visitor, visitor: Visitor, sheeted: Consultation, clock: SetClock
) -> None:
    form = editing(officer)
    form["section_text"] = "Because of much.\n\n- one\n- two"
    check = form.submit("go", value="check")
    assert "Because of much." not in visitor.get("/views/information-sheet")
    clock.set("2025-06-16T09:20:00+00:00")
    done = check.forms[1].submit("go", value="publish").follow()
    assert "Version 2 is published." in done
    page = visitor.get("/views/information-sheet")
    assert "Version 2, published at 10:20am on Monday 16 June 2025." in page
    assert [item.get_text() for item in page.html.select("main ul:not(.no-print) li")] == ["one", "two"]
    earlier = visitor.get("/views/information-sheet/1")
    assert "Because of NMISS." in earlier
    assert "Version 1, published at 10am on Monday 16 June 2025." in earlier
    assert "This is an earlier version." in earlier
    visitor.get("/views/information-sheet/3", status=404)


def test_nothing_typed_is_lost_when_rows_are_added_or_something_is_wrong(
    officer: Visitor, sheeted: Consultation, session: Session
) -> None:
    form = editing(officer)
    form["heading"] = "My heading"
    more = form.submit("go", value="add-section").forms[1]
    more.fields["section_heading"][1].value = "A second"
    again = more.submit("go", value="check")
    assert again.forms[1]["heading"].value == "My heading"
    assert again.html.select_one(".govuk-error-summary a")["href"] == "#section-2-text"
    assert len(sheets.versions_of(session, sheeted.id)) == 1


def test_one_can_go_on_writing_after_looking_at_it(officer: Visitor, sheeted: Consultation) -> None:
    form = editing(officer)
    form["section_text"] = "\nTwo lines\nhere"
    back = form.submit("go", value="check").forms[1].submit("go", value="edit")
    assert back.forms[1]["section_text"].value.strip() == "Two lines\nhere"


def test_late_material_leads_to_the_deadline_of_all(officer: Visitor, sheeted: Consultation) -> None:
    check = editing(officer).submit("go", value="check")
    assert "extend the deadline, for all" in check
    assert check.click("Go to the deadline").request.path == "/officers/consultations/views/deadline"


def test_two_officers_do_not_publish_over_one_another(
    officer: Visitor, sheeted: Consultation, session: Session, clock: SetClock
) -> None:
    form = editing(officer)
    form["heading"] = "Mine"
    check = form.submit("go", value="check")
    sheets.publish(session, sheeted, {**FIRST, "heading": "Theirs"}, clock.now())
    session.commit()
    refused = check.forms[1].submit("go", value="publish")
    assert "Somebody else has published another version meanwhile." in refused
    assert refused.forms[1]["heading"].value == "Mine"


def test_the_same_words_again_are_no_new_version(officer: Visitor, sheeted: Consultation, session: Session) -> None:
    refused = editing(officer).submit("go", value="check").forms[1].submit("go", value="publish")
    assert "Everybody can read exactly these words already." in refused
    assert len(sheets.versions_of(session, sheeted.id)) == 1
