"""One page shows every letter by day, explains the proposals and plans them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from webtest import Upload

from engagement.consultations.models import Consultation
from engagement.correspondence.models import Wave
from engagement.councils.models import Council
from tests import factories
from tests.reporting import survey
from tests.visitor import Visitor

LETTERS = "/officers/consultations/views/letters"
CALENDAR = f"{LETTERS}/calendar"
HOLIDAYS = f"{LETTERS}/school-holidays"


@pytest.fixture(autouse=True)
def asked(session: Session, consultation: Consultation) -> None:
    for audience in ("schools", "families"):
        survey.asked(session, consultation, audience)
        factories.contact(session, consultation, f"ada@{audience}.example", audience)
    session.commit()


def words_of(page: object) -> str:
    return " ".join(page.html.select_one("#main-content").get_text(" ").split())  # type: ignore[attr-defined]  # WebTest


def kept(session: Session) -> list[dict[str, str]]:
    session.expire_all()
    return session.scalars(select(Council.school_holidays)).one()


def test_every_day_on_which_something_happens_is_there_in_order(officer: Visitor) -> None:
    words = words_of(officer.get(LETTERS).click("See the calendar"))
    places = [
        "Friday 13 June 2025 Opens at",
        "Thursday 26 June 2025 Reminder half-way to schools Proposed 10am",
        "Reminder half-way to families Proposed",
        "Tuesday 8 July 2025 Last reminder",
        "Wednesday 9 July 2025 Closes at 11:59pm",
    ]
    assert [words.index(place) for place in places] == sorted(words.index(place) for place in places)


def test_one_proposal_is_planned_with_its_button_and_all_with_another(officer: Visitor, session: Session) -> None:
    page = officer.get(CALENDAR)
    form = next(form for form in page.forms.values() if "letter" in form.fields and "reminder" in form["letter"].value)
    done = form.submit().follow()
    assert "Schools: 1 letter is planned." in done
    assert session.scalars(select(Wave.kind)).all() == ["reminder"]
    form.submit(status=409)
    everything = done.forms[1].submit().follow()
    assert "Proposed" not in words_of(everything)
    assert len(session.scalars(select(Wave)).all()) == 9
    assert "Planned 10am, announced to 1" in words_of(everything)


def test_school_holidays_are_typed_and_move_the_proposals(officer: Visitor, session: Session) -> None:
    form = officer.get(CALENDAR).click("Tell us the school holidays").forms[1]
    form["dates"] = "Half term, 26 June 2025 to 1 July 2025"
    done = form.submit().follow()
    assert "Half term: Thursday 26 June 2025 to Tuesday 1 July 2025" in done
    assert kept(session) == [{"name": "Half term", "first": "2025-06-26", "last": "2025-07-01"}]
    words = words_of(officer.get(CALENDAR))
    assert "Half term: schools are closed until Tuesday 1 July 2025" in words
    assert "Moved to Wednesday 2 July 2025 because of the school holidays (Half term)." in words
    assert "Thursday 26 June 2025 Half term: schools are closed until Tuesday 1 July 2025 Reminder half-way" in words


def test_terms_become_the_holidays_between_them(officer: Visitor, session: Session) -> None:
    form = officer.get(HOLIDAYS).forms[1]
    form["kind"] = "terms"
    form["dates"] = "Term 5, 28 April 2025 to 23 May 2025\nTerm 6, 2 June 2025 to 22 July 2025"
    form.submit().follow()
    assert [(row["first"], row["last"]) for row in kept(session)] == [("2025-05-24", "2025-06-01")]


def test_a_file_is_shown_before_anything_is_kept(officer: Visitor, session: Session) -> None:
    form = officer.get(HOLIDAYS).forms[1]
    form["file"] = Upload("terms.csv", b"name,first,last\nSummer,2025-07-23,2025-08-31\n", "text/csv")
    page = form.submit()
    assert "These are the dates of your file." in page
    assert page.forms[1]["dates"].value.strip() == "Summer, 23 July 2025 to 31 August 2025"
    assert kept(session) == []
    page.forms[1].submit().follow()
    assert len(kept(session)) == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("dates", "Summer", "Line 1 needs a first and a last day"),
        ("file", Upload("a.csv", b"\xff\xfe", "text/csv"), "The file is not text."),
        ("file", Upload("a.csv", b"nothing here\n", "text/csv"), "There are no dates in this file"),
    ],
)
def test_dates_that_cannot_be_read_are_said_and_kept_in_the_form(
    officer: Visitor, session: Session, field: str, value: object, sentence: str
) -> None:
    form = officer.get(HOLIDAYS).forms[1]
    form[field] = value
    assert sentence in form.submit()
    assert kept(session) == []
