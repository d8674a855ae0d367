"""Writing a questionnaire in a real browser: from nothing without JavaScript, by keyboard, on a small phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engagement.consultations import service as consultations
from engagement.consultations import working_copies
from engagement.extensions import clock
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.browser.conftest import Person
from tests.browser.writing import ask_only, from_good_to_bad, write, write_grid
from tests.live import SLUG, Live
from tests.officers.door import RUNS, session_cookie

pytestmark = pytest.mark.browser

EMAIL = "writer@council.example"
SCHOOLS = f"/officers/consultations/{SLUG}/questionnaires/schools/edit/"
PAGES = (
    "",
    "steps",
    "pages",
    "scales",
    "scales/S5",
    "scales/S5/remove",
    "sections/add",
    "sections/arrangements",
    "sections/arrangements/condition",
    "sections/arrangements/remove",
    "sections/arrangements/add",
    "questions/s_status",
    "questions/s_status/kind",
    "questions/s_status/place",
    "questions/s_status/options",
    "questions/s_status/remove",
    "questions/s_why_joined/condition",
    "questions/s_themes/rows",
)


@pytest.fixture(scope="module")
def writers(live: Live) -> Live:
    """The consultation with an officer who may write, the schools' questionnaire begun, and another one empty."""
    with live.app.app_context(), unit_of_work() as session:
        factories.officer(session, RUNS, email=EMAIL, name="Wynn")
        kent = consultations.find(session, SLUG)
        working_copies.begin(session, kent, "schools", by="officer:wynn", now=clock.now())
        factories.consultation(session, slug="from-nothing", title="From nothing")
    return live


def _enter(person: Person, live: Live) -> Page:
    name, value = session_cookie(live.app, EMAIL)
    person.page.context.add_cookies([{"name": name, "value": value, "url": live.url}])
    return person.page


def test_an_officer_writes_eight_questions_from_nothing_without_javascript(
    writers: Live, person: Callable[..., Person]
) -> None:
    wynn = person(1280, script=False)
    page = _enter(wynn, writers)
    wynn.go("/officers/consultations/from-nothing/questionnaires/families/edit/")
    wynn.press("Begin to write")
    wynn.press("Section 1")
    page.get_by_label("Heading").fill("Your child's school")
    wynn.press("Save the section")
    wynn.press("Add a question")

    write(wynn, "Is your child at a school now?", "One choice", ["Yes", "Not yet", "No"])
    write(wynn, "What do you like about it?", "Several choices", ["The teachers", "The place", "The other children"])
    write(wynn, "Which of these matter most?", "Put in order", ["Being safe", "Learning", "Friends"])
    write(wynn, "How safe is your child there?", "One choice with pictures", ["Very safe", "Fairly safe", "Not safe"])
    page.get_by_label("Measure", exact=True).select_option("safety")
    wynn.press("Save the question")
    expect(page.get_by_text("whether it is good or bad")).to_be_visible()
    from_good_to_bad(wynn)
    wynn.press("Add another question to this section")
    write(wynn, "How many schools did you visit?", "Number")
    page.get_by_label("Smallest number").fill("0")
    wynn.press("Save the question")
    wynn.press("Add another question to this section")
    write(wynn, "What is your email address?", "Short text")
    page.get_by_label("Does the answer say who somebody is?").select_option("email")
    wynn.press("Save the question")
    wynn.press("Add another question to this section")
    write(wynn, "What should change?", "Long text")
    wynn.press("Add another question to this section")
    write_grid(wynn)

    wynn.press("Back to the whole questionnaire")
    ask_only(wynn, "What do you like about it?", who_chose="Yes", at="Is your child at a school now?")
    expect(page.get_by_text('Only for those who chose "Yes" at "Is your child at a school now?"')).to_be_visible()
    expect(page.get_by_text("There is nothing to put right.")).to_be_visible()
    expect(page.locator("h3")).to_have_count(8)
    with writers.app.app_context(), unit_of_work() as session:
        made = consultations.find(session, "from-nothing")
        copy = working_copies.find(session, made, "families")
        assert copy is not None
        written = working_copies.compiled(copy)
    assert len({asked.kind for asked in written.questions()}) == 8
    assert {field.measure for field in written.fields()} == {None, "safety", "learning"}


def test_every_page_for_writing_can_be_used_by_everybody(writers: Live, person: Callable[..., Person]) -> None:
    wynn = person(320)
    _enter(wynn, writers)
    for page in PAGES:
        wynn.go(SCHOOLS + page)


def test_the_keyboard_stays_at_what_it_moved_and_advice_comes_while_typing(
    writers: Live, person: Callable[..., Person]
) -> None:
    wynn = person(1280)
    page = _enter(wynn, writers)
    wynn.go(SCHOOLS)
    down = page.get_by_role("button", name="Move down Which best describes your school's position with Kent now?")
    for place in (2, 3):
        down.press("Enter")
        expect(page.get_by_text(f"Moved. It is question {place} of 42 now")).to_be_visible()
        expect(down).to_be_focused()
    wynn.press("Take it back")
    wynn.press("Earlier steps")
    page.get_by_role("button", name="Go back to before this").last.click()
    wynn.look()
    wynn.go(SCHOOLS + "questions/s_status")
    question = page.get_by_label("Question", exact=True)
    question.fill("word " * 30)
    expect(page.get_by_text("a sentence has 30 words; aim for 25 or less.")).to_be_visible()
    question.fill("Which is it?")
    expect(page.get_by_text("a sentence has 30 words; aim for 25 or less.")).to_be_hidden()
