"""A consultation from nothing: written, signed off by a second officer, opened, and answered by two people."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from engagement.consultations.deadlines import london_day
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.browser.conftest import Person
from tests.browser.writing import ask_only, from_good_to_bad, write
from tests.live import Live
from tests.officers.door import RUNS, come_in_with

pytestmark = pytest.mark.browser

SLUG = "school-holidays-club"
HOME = f"/officers/consultations/{SLUG}"
COUNCIL = "Council of the story"
LEAD, SECOND = "lead@story.example", "second@story.example"


@pytest.fixture
def council(live: Live) -> Live:
    """A council with two officers and nothing else."""
    with live.app.app_context(), unit_of_work() as session:
        for email, name in ((LEAD, "Lena"), (SECOND, "Sami")):
            factories.officer(session, RUNS, COUNCIL, email=email, name=name)
    return live


def test_an_officer_asks_two_audiences_something_new_and_both_answer(
    council: Live, person: Callable[..., Person]
) -> None:
    lena, sami = person(1280), person(1280)
    come_in_with(lena.page, council, LEAD)
    come_in_with(sami.page, council, SECOND)
    lena.go("/officers/")
    expect(lena.page.locator("main")).to_contain_text("There are no consultations yet.")
    lena.press("First steps")
    _set_up(lena)
    _write_for_families(lena)
    _write_for_schools(lena)

    for audience in ("families", "schools"):
        lena.go(f"{HOME}/questionnaires/{audience}/sign-off")
        expect(lena.page.get_by_text("Somebody who did not has to sign it off.")).to_be_visible()
        sami.go(f"{HOME}/questionnaires/{audience}/sign-off")
        sami.press("I have read all of it: sign it off")
        lena.go(f"{HOME}/questionnaires/{audience}/publish")
        lena.press("Publish it")
    lena.go(f"{HOME}/set-up")
    lena.press("Go on to publish it")
    lena.press("Publish it")

    _answer_as_a_parent(person(390))
    _answer_as_a_school(person(1280, script=False))

    lena.go(f"{HOME}/")
    rows = lena.page.get_by_role("row")
    for name in ("Schools", "Families"):
        cells = rows.filter(has=lena.page.get_by_role("rowheader", name=name, exact=True)).get_by_role("cell")
        # Contacts, invited, started, answered.
        assert cells.all_inner_texts()[:4] == ["0", "0", "1", "1"]


def _set_up(lena: Person) -> None:
    today = london_day(datetime.now(UTC))
    page = lena.page
    lena.press("New consultation")
    for label, text in (
        ("Title", "A club for the school holidays"),
        ("Address (optional)", SLUG),
        ("Short label", "the club"),
        ("Email address for questions", "club@story.example"),
        ("Opening day", today.isoformat()),
        ("Last day for answers", today.replace(year=today.year + 1).isoformat()),
    ):
        page.get_by_label(label, exact=True).fill(text)
    lena.press("Make a draft")
    lena.go(f"{HOME}/set-up/facts")
    for label, text in (
        ("Controller", COUNCIL),
        ("How to reach the Data Protection Officer", "dpo@story.example"),
        ("Reference of the data protection impact assessment (DPIA)", "DPIA-7"),
        ("How long data are kept", "Answers: until the report is written."),
    ):
        page.get_by_label(label, exact=True).fill(text)
    for choice in page.get_by_label(re.compile("Public task")).all():
        choice.check()
    lena.press("Save")


def _write_for_families(lena: Person) -> None:
    _begin(lena, "families", "Your child and the club")
    write(lena, "Would your child come to the club?", "One choice", ["Yes", "Perhaps", "No"])
    write(lena, "Which days would suit you?", "Several choices", ["Monday", "Wednesday", "Friday"])
    write(lena, "Which of these matter most?", "Put in order", ["Safety", "Fun", "Price"])
    write(lena, "How old is your child?", "Number")
    lena.press("Add another question to this section")
    write(lena, "How safe is your child at school?", "One choice", ["Very safe", "Fairly safe", "Not safe"])
    lena.press("Back to the whole questionnaire")
    _measure(lena, "How safe is your child at school?", "safety")
    lena.press("Back to the whole questionnaire")
    ask_only(lena, "Which days would suit you?", who_chose="Yes", at="Would your child come to the club?")
    expect(lena.page.get_by_text("There is nothing to put right.")).to_be_visible()


def _write_for_schools(lena: Person) -> None:
    _begin(lena, "schools", "Your school and the club")
    write(lena, "How well can pupils learn with you?", "One choice", ["Well", "Fairly well", "Badly"])
    write(lena, "What could the club do for your pupils?", "Long text")
    lena.press("Add another question to this section")
    write(lena, "What is your school called?", "Short text")
    lena.press("Back to the whole questionnaire")
    _measure(lena, "How well can pupils learn with you?", "learning")
    lena.press("Back to the whole questionnaire")
    expect(lena.page.get_by_text("There is nothing to put right.")).to_be_visible()


def _begin(lena: Person, audience: str, heading: str) -> None:
    lena.go(f"{HOME}/questionnaires/{audience}/edit/")
    lena.press("Begin to write")
    lena.press("Section 1")
    lena.page.get_by_label("Heading").fill(heading)
    lena.press("Save the section")
    lena.press("Add a question")


def _measure(lena: Person, question: str, measure: str) -> None:
    """Join a question of three options to a measure, from good to bad."""
    lena.press(question)
    lena.page.get_by_label("Measure", exact=True).select_option(measure)
    lena.press("Save the question")
    from_good_to_bad(lena)


def _answer_as_a_parent(parent: Person) -> None:
    parent.go(f"/{SLUG}/families")
    parent.press("Start now")
    parent.press("Your child and the club")
    parent.choose("Yes", "Would your child come to the club?")
    parent.press("Continue")
    parent.choose("Friday", "Which days would suit you?")
    parent.page.get_by_label("How old is your child?").fill("9")
    parent.choose("Very safe", "How safe is your child at school?")
    parent.press("Continue")
    parent.press("Send my answers")
    expect(parent.page.locator("main")).to_contain_text(re.compile("[0-9A-Z]{4}-[0-9A-Z]{4}"))


def _answer_as_a_school(head: Person) -> None:
    head.go(f"/{SLUG}/schools")
    head.press("Start now")
    head.press("Your school and the club")
    head.choose("Well", "How well can pupils learn with you?")
    head.page.get_by_label("What could the club do for your pupils?").fill("Meet friends & <b>play</b>.")
    head.press("Continue")
    expect(head.page.locator("main")).to_contain_text("Meet friends & <b>play</b>.")
    head.press("Send answers")
    expect(head.page.locator("main")).to_contain_text(re.compile("[0-9A-Z]{4}-[0-9A-Z]{4}"))
