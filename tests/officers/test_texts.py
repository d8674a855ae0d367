"""Reading what people wrote: one text at a time, decided on the record, and seen by nobody else before that."""

import csv
import io
import uuid
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from webtest import TestResponse

from engagement.accounts.models import Officer
from engagement.accounts.roles import Role
from engagement.audit.models import Entry
from engagement.consultations.models import Consultation
from engagement.moderation import gate
from engagement.moderation.models import FreeText
from engagement.responses.models import Answer
from tests.clocks import SetClock
from tests.moderation.readers import queue, reader
from tests.officers.door import Roles
from tests.officers.routes import address_of, officers_routes
from tests.reporting import survey
from tests.visitor import Visitor

TEXTS = "/officers/consultations/views/texts"
WORDS = "Zebedee and I like the quiet room. Ring 01632 960 983"
MANY = (Role.ADMINISTRATOR, Role.LEAD, Role.CONTRIBUTOR, Role.ANALYST, Role.DATA_PROTECTION, Role.READER)


@pytest.fixture
def words(session: Session, consultation: Consultation) -> str:
    """One young person has written something."""
    version = survey.asked(session, consultation, "young_people")
    survey.answered(session, version, {"change": WORDS}, voice="own", received_on=date(2025, 6, 13))
    session.commit()
    return WORDS


@pytest.fixture
def safeguarding(sign_in: Callable[[Roles], Visitor], words: str) -> Visitor:
    """An officer who reads, signed in, when there is something to read."""
    return sign_in((Role.SAFEGUARDING,))


def press(page: TestResponse, words: str) -> TestResponse:
    """Send the form whose button says this."""
    [form] = [form for form in page.forms.values() if words in form.text]
    return form.submit().follow()


def main(page: TestResponse) -> str:
    return " ".join(page.html.select_one("#main-content").get_text().split())


def downloaded(analyst: Visitor) -> str:
    form = analyst.get("/officers/consultations/views/download").forms[1]
    form["audience"], form["reason"] = "young_people", "A test"
    rows = list(csv.reader(io.StringIO(form.submit().text.removeprefix("\ufeff"))))
    return rows[1][-1]


def test_a_text_is_read_with_nothing_that_tells_who_wrote_it(safeguarding: Visitor, session: Session) -> None:
    page = press(safeguarding.get(TEXTS), "Read the next text")
    seen = main(page)
    assert "Zebedee and I like the quiet room." in seen
    assert "01632 960 983 [phone number?]" in seen
    assert "Young people" in seen
    assert "Read the next text" not in seen
    assert "What would you change?" in seen
    assert "A young person's own words" in seen
    text = session.scalars(select(FreeText)).one()
    assert str(text.response_id) not in page.text
    assert WORDS not in safeguarding.get(TEXTS)
    assert session.scalars(select(Entry).where(Entry.action == "text read")).one().detail == {"text": str(text.id)}


def test_clearing_leads_on_and_can_be_undone_and_only_then_an_analyst_sees_it(
    safeguarding: Visitor, sign_in: Callable[[Roles], Visitor]
) -> None:
    analyst = sign_in(MANY)
    assert downloaded(analyst) == gate.NOT_READ
    page = press(press(safeguarding.get(TEXTS), "Read the next text"), "Clear and read the next")
    assert "There is nothing more to read just now." in page
    assert downloaded(analyst) == WORDS
    page = press(page, "Undo it")
    assert "The text is not cleared any more." in page
    assert downloaded(analyst) == gate.NOT_READ


def test_what_its_person_changes_after_it_was_read_is_read_anew(
    safeguarding: Visitor, sign_in: Callable[[Roles], Visitor], session: Session
) -> None:
    first, analyst = press(safeguarding.get(TEXTS), "Read the next text"), sign_in(MANY)
    press(first, "Clear and read the next")
    session.execute(update(Answer).where(Answer.question_key == "change").values(value="Other words"))
    session.commit()
    assert downloaded(analyst) == gate.NOT_READ
    page = safeguarding.get(first.request.url)
    assert "Other words" in main(page)
    assert "Its person wrote something else" in main(page)
    assert "Its person has written something else meanwhile." in press(first, "Clear and read the next")
    assert downloaded(analyst) == gate.NOT_READ
    press(page, "Clear and read the next")
    assert downloaded(analyst) == "Other words"


def test_what_is_passed_on_is_written_down_sealed_and_held_back(
    safeguarding: Visitor, sign_in: Callable[[Roles], Visitor], session: Session
) -> None:
    page = press(safeguarding.get(TEXTS), "Read the next text").click("Pass on")
    form = next(form for form in page.forms.values() if "worry" in form.fields)
    again = form.submit()
    for fault in ("Choose what it is about.", "Enter who you told."):
        assert fault in again
    form["worry"], form["told"], form["told_on"], form["reference"] = "wellbeing", "Duty worker", "16 June 2025", "R-7"
    page = form.submit().follow()
    assert "Told: Duty worker, Monday 16 June 2025" in main(page)
    assert "Passed on" in main(page)
    assert downloaded(sign_in(MANY)) == gate.HELD
    details = [entry.detail for entry in session.scalars(select(Entry).where(Entry.action == "text: refer"))]
    assert [(detail["worry"], detail["reference"]) for detail in details] == [("wellbeing", "R-7")]
    assert "Duty worker" not in str(details)


def test_a_redaction_waits_for_somebody_else_who_does_not_see_what_was_taken_out(
    safeguarding: Visitor, sign_in: Callable[[Roles], Visitor], session: Session
) -> None:
    page = press(safeguarding.get(TEXTS), "Read the next text").click(href="/redact$")
    form = next(form for form in page.forms.values() if "redacted" in form.fields)
    assert form["redacted"].value.strip() == WORDS
    form["because"] = "name"
    form["redacted"] = "He likes the quiet room"
    assert "square brackets" in form.submit()
    form["redacted"] = "[name] and I like the quiet room. Ring [number]"
    assert "A second person looks at it now." in form.submit().follow()
    mine = safeguarding.get("/officers/consultations/views/redactions").click("What would you change?")
    assert "You redacted this text, so somebody else looks at it." in mine
    lead = sign_in(MANY)
    page = lead.get("/officers/consultations/views/redactions").click("What would you change?")
    assert "[name] and I like the quiet room." in page
    assert "Zebedee" not in page
    assert downloaded(lead) == gate.HELD
    form = next(form for form in page.forms.values() if "note" in form.fields)
    assert "Say what is still to be taken out." in form.submit()
    assert "The redacted text may be used now." in form.submit("approve").follow()
    assert downloaded(lead) == "[name] and I like the quiet room. Ring [number]"


def test_nobody_but_readers_meets_a_text_that_is_not_cleared_on_any_page(
    app: Flask,
    safeguarding: Visitor,
    sign_in: Callable[[Roles], Visitor],
    session: Session,
    consultation: Consultation,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [text] = queue(session, consultation, clock.now()).values()
    session.commit()
    others, seen = sign_in(MANY), 0
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    for rule in officers_routes(app):
        if "slug" not in rule.arguments:
            continue
        address = address_of(app, rule, text_id=text.id)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            sends = {"params": {"audience": "young_people"}} if method == "POST" else {}
            answer = getattr(others, method.lower())(address, **sends, expect_errors=True)
            assert b"Zebedee" not in answer.body, (rule.endpoint, method)
            seen += answer.status_int == 200
    assert seen > 40
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert downloaded(others) == gate.NOT_READ


def test_somebody_elses_text_is_said_to_be_so(
    safeguarding: Visitor, sign_in: Callable[[Roles], Visitor], session: Session
) -> None:
    page = press(safeguarding.get(TEXTS), "Read the next text")
    other = sign_in((Role.SAFEGUARDING, Role.READER))
    text = session.scalars(select(FreeText)).one()
    assert "Somebody else is reading this text just now." in other.get(f"{TEXTS}/{text.id}")
    assert "There is nothing more to read just now." in press(other.get(TEXTS), "Read the next text")
    assert "Clear and read the next" in page


def test_the_list_is_narrowed_by_state_and_age_and_an_unknown_text_is_not_there(safeguarding: Visitor) -> None:
    assert "Too late" in safeguarding.get(TEXTS)
    assert "Read early" not in safeguarding.get(TEXTS)
    assert "No text matches." in safeguarding.get(f"{TEXTS}?state=held")
    assert "What would you change?" in safeguarding.get(f"{TEXTS}?state=unread&age=hours&audience=young_people")
    safeguarding.get(f"{TEXTS}/{uuid.uuid4()}", status=404)


def test_who_reads_is_named_by_whoever_sets_up_and_the_overview_asks_for_it(
    officer: Visitor, words: str, session: Session
) -> None:
    assert "is named to read what people write" in officer.get("/officers/consultations/views/")
    address = "/officers/consultations/views/reading-duty"
    assert "No officer is appointed for safeguarding" in officer.get(address)
    readers: list[Officer] = [reader(session, name) for name in ("Rea", "Rob")]
    session.commit()
    form = next(form for form in officer.get(address).forms.values() if "deputy" in form.fields)
    assert "Choose an officer." in form.submit()
    form["officer"] = form["deputy"] = str(readers[0].id)
    assert "Choose two different people." in form.submit()
    form["deputy"] = str(readers[1].id)
    assert "The duty officer and the deputy are named." in form.submit().follow()
    assert "is named to read what people write" not in officer.get("/officers/consultations/views/")
    readers[0].active = False
    session.commit()
    assert "is named to read what people write" in officer.get("/officers/consultations/views/")
