"""Officers write what one supplier asked, look at it once more, and everybody reads it at the same moment."""

import webtest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.audit.models import Entry
from engagement.consultations import question_log
from engagement.consultations.models import Consultation
from engagement.correspondence.models import Wave
from engagement.outbox.models import MessageKind
from tests import factories
from tests.clocks import SetClock
from tests.visitor import Visitor

OF_IT = "/officers/consultations/views"
LOG = f"{OF_IT}/questions-and-answers"
PUBLIC = "/views/questions-and-answers"


def written(officer: Visitor, question: str = "May a group join?", answer: str = "Yes.") -> webtest.TestResponse:
    form = officer.get(f"{LOG}/add").forms[1]
    form["question"], form["answer"] = question, answer
    return form.submit().follow()


def published(officer: Visitor, question: str = "May a group join?", answer: str = "Yes.") -> webtest.TestResponse:
    return written(officer, question, answer).forms[1].submit().follow()


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(Entry.action).order_by(Entry.number)))


def test_nobody_reads_it_before_it_is_published_and_then_everybody_does(
    officer: Visitor, visitor: Visitor, consultation: Consultation, session: Session
) -> None:
    check = written(officer)
    assert "No question has been answered here yet." in visitor.get(PUBLIC)
    assert "If this could change what a school would say" in check
    done = check.forms[1].submit().follow()
    assert "Question 1 is published. Everybody can read it now." in done
    page = visitor.get(PUBLIC)
    assert [heading.get_text() for heading in page.html.select("main h2")] == ["1. May a group join?"]
    assert "Published at 10am on Monday 16 June 2025." in page
    assert page.html.select_one("#question-1")
    assert page.html.select_one("[data-print]")
    assert actions(session)[-2:] == ["question written", "question published"]


def test_the_newest_stands_first_and_a_correction_shows_what_stood_there(
    officer: Visitor, visitor: Visitor, consultation: Consultation, clock: SetClock
) -> None:
    published(officer)
    log = published(officer, "Is there a fee?", "No.")
    clock.set("2025-06-16T09:10:00+00:00")
    form = log.click("Correct", index=1).forms[1]
    form["answer"] = "Yes, since May."
    check = form.submit().follow()
    assert "Yes, since May." not in visitor.get(PUBLIC)
    assert "Changed, not published" in officer.get(LOG)
    check.forms[1].submit()
    page = visitor.get(PUBLIC)
    assert [heading.get_text() for heading in page.html.select("main h2")] == [
        "2. Is there a fee?",
        "1. May a group join?",
    ]
    assert "Corrected at 10:10am on Monday 16 June 2025." in page
    assert "What stood here from 10am on Monday 16 June 2025 to 10:10am on Monday 16 June 2025" in page
    assert page.html.select_one(".govuk-inset-text p").get_text() == "Yes."


def test_what_may_tell_who_asked_is_pointed_at_and_has_to_be_looked_at(
    officer: Visitor, visitor: Visitor, consultation: Consultation
) -> None:
    check = written(officer, "Mrs Oak of Elm House asks on 01622 555 012: may a group join?")
    assert [item.get_text() for item in check.html.select("main li:has(strong)")] == [
        "01622 555 012: phone number",
        "Mrs Oak: person's name",
        "Elm House: perhaps a name",
    ]
    refused = check.forms[1].submit()
    assert "Look at the words listed, then tick the box." in refused
    assert "Mrs Oak" not in visitor.get(PUBLIC)
    form = refused.forms[1]
    form["looked"] = True
    form.submit()
    assert "Mrs Oak" in visitor.get(PUBLIC)


def test_a_colleagues_words_are_neither_overwritten_nor_published_unseen(
    officer: Visitor, consultation: Consultation, session: Session, clock: SetClock
) -> None:
    check = written(officer)
    edit = check.click("Change the words")
    entry = question_log.written(session, consultation)[0]
    question_log.rewrite(session, entry, question="Other?", answer="A", revision=1, by="officer:bob", now=clock.now())
    session.commit()
    assert "Somebody else has changed this question meanwhile." in check.forms[1].submit().follow()
    edit.forms[1]["answer"] = "Mine"
    again = edit.forms[1].submit()
    assert "Somebody else has changed this question meanwhile." in again
    assert again.forms[1]["answer"].value == "Mine"
    assert question_log.published(session, consultation.id) == []


def test_a_draft_can_be_thrown_away(officer: Visitor, consultation: Consultation, session: Session) -> None:
    ask = written(officer).click("Change the words").click("Throw it away")
    assert "The question is thrown away." in ask.forms[1].submit().follow()
    assert question_log.written(session, consultation) == []


def test_schools_are_told_once_of_all_that_is_new(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    factories.contact(session, consultation, "office@school.example", "schools")
    session.commit()
    published(officer)
    check = published(officer, "Is there a fee?", "No.").click("Tell all schools what is new")
    assert "Kent County Council: questions and answers" in check
    assert "The notice is planned." in check.forms[1].submit().follow()
    again = check.forms[1].submit().follow()
    assert "There is a notice of all that is published already." in again
    assert "Tell all schools" not in again
    waves = session.scalars(select(Wave).where(Wave.kind == MessageKind.NEW_ANSWERS)).all()
    assert [(wave.occurrence, wave.announced_size) for wave in waves] == [(2, 1)]
    assert "Kent County Council has answered questions" in officer.get(f"{OF_IT}/letters/{waves[0].id}")


def test_a_log_is_not_public_before_its_consultation_is(
    visitor: Visitor, consultation: Consultation, session: Session
) -> None:
    consultation.published_at = None
    session.commit()
    visitor.get(PUBLIC, status=404)
