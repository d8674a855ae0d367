"""Officers write letters: nothing is saved before it is right, and every version can come back."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.correspondence.models import LetterVersion, Wave
from tests import factories
from tests.officers.buttons import press
from tests.reporting import survey
from tests.visitor import Visitor

LETTERS = "/officers/consultations/views/letters"
WORDS = f"{LETTERS}/families/reminder/words"
TEXT = "We would like your views.\n\n{link}"


@pytest.fixture(autouse=True)
def families(session: Session, consultation: Consultation) -> None:
    survey.asked(session, consultation, "families")
    factories.contact(session, consultation, "ada@home.example")
    session.commit()


def save(officer: Visitor, subject: str, text: str = TEXT) -> object:
    form = officer.get(WORDS).forms[1]
    form["subject"], form["text"] = subject, text
    return form.submit("save")


def saved(session: Session) -> list[str | None]:
    session.expire_all()
    return list(session.scalars(select(LetterVersion.subject).order_by(LetterVersion.number)))


def test_the_page_opens_with_our_text_and_the_letter_it_makes(officer: Visitor) -> None:
    page = officer.get(LETTERS).click("^Reminder", href="families/reminder/words")
    assert "it has our own text" in page
    assert page.forms[1]["subject"].value == "{council}: your views, closes {closes_on}"
    assert "Kent County Council: your views, closes 9 July" in page
    assert "{deadline}" in page


def test_a_preview_shows_the_letter_and_saves_nothing(officer: Visitor, session: Session) -> None:
    form = officer.get(WORDS).forms[1]
    form["subject"] = "Your views until {closes_on}"
    page = form.submit("preview")
    assert "Your views until 9 July" in page
    assert saved(session) == []


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(officer: Visitor, session: Session) -> None:
    form = officer.get(WORDS).forms[1]
    form["subject"], form["text"] = "Views on SEND for {name}", "No link here"
    page = form.submit("save")
    assert "There is no field {name}." in page
    assert "Put {link} in the text." in page
    assert page.forms[1]["text"].value.strip() == "No link here"
    assert saved(session) == []


def test_a_version_is_saved_with_who_and_an_older_one_and_our_text_come_back(
    officer: Visitor, session: Session
) -> None:
    for subject in ("First", "Second"):
        form = officer.get(WORDS).forms[1]
        form["subject"], form["text"] = subject, TEXT
        page = form.submit("save").follow()
    assert "Version 2 is saved." in page
    assert "by Ada of the council" in page
    older = page.click("Open it to use it again")
    assert "These are words from an earlier version." in older
    older.forms[1].submit("save")
    assert saved(session) == ["First", "Second", "First"]
    back = press(officer, WORDS, "Return to our own text")
    assert "The letter has our own text again." in back
    assert saved(session) == ["First", "Second", "First", None]


def test_two_officers_do_not_overwrite_each_other_unseen(officer: Visitor, session: Session) -> None:
    form = officer.get(WORDS).forms[1]
    save(officer, "Theirs")
    form["subject"], form["text"] = "Mine", TEXT
    page = form.submit("save")
    assert "Somebody else has saved this letter meanwhile." in page
    assert saved(session) == ["Theirs"]


@pytest.mark.every_database
def test_a_planned_letter_keeps_its_words_until_an_officer_gives_it_the_newest(
    officer: Visitor, session: Session
) -> None:
    officer.get(LETTERS).forms[1].submit()
    save(officer, "Newer words")
    assert "planned letters keep the words they had" in officer.get(WORDS)
    wave = session.scalars(select(Wave).where(Wave.kind == "reminder").limit(1)).one()
    page = officer.get(f"{LETTERS}/{wave.id}")
    assert "It has our own text." in page
    done = press(officer, f"{LETTERS}/{wave.id}", "Use the newest words")
    assert "Newer words" in done
    assert "It has version 1 of its words." in done


@pytest.mark.parametrize("address", ["families/last_reminder", "schools/colleague", "families/receipt"])
def test_letters_that_officers_cannot_write_are_not_there(officer: Visitor, address: str) -> None:
    officer.get(f"{LETTERS}/{address}/words", status=404)


def test_a_version_that_is_not_there_is_not_found(officer: Visitor) -> None:
    officer.get(f"{WORDS}?version=7", status=404)
