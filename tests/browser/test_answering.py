"""Each audience answers in a real browser, from its link to the receipt."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from engagement.extensions import db
from engagement.responses.models import Answer, Response
from tests.browser.conftest import Person
from tests.live import SLUG, Live

pytestmark = pytest.mark.browser
MakePerson = Callable[..., Person]


def stored(live: Live, person: Person) -> dict[str, object]:
    """What the database holds of the response whose receipt is on the screen."""
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", person.page.locator("main").inner_text())
    assert found
    with live.app.app_context():
        query = select(Answer).join(Response, Response.id == Answer.response_id).where(Response.reference == found[0])
        return {row.question_key: row.value for row in db.session.scalars(query)}


def test_a_headteacher_answers_from_a_personal_link(live: Live, person: MakePerson) -> None:
    head = person(1280)
    head.go(live.invite("schools"))
    assert "/i/" not in head.page.url
    head.press("Start now")
    head.press("Start with the first section")
    head.choose("On the DPS, Lot 1")
    head.press("Continue")
    head.choose("Clear standard terms")
    head.press("Continue")
    head.press("Skip this section")
    head.choose("Very well", "Share safeguarding information and keep pupils safe and well")
    head.choose("Fairly badly", "Prepare pupils for their next stage and for adult life")
    for label in (
        "Listening to children and families",
        "Annual reviews that lead to change",
        "A manageable journey",
        "Finding the right school",
    ):
        head.choose(label)
    head.press("Continue")
    expect(head.page.locator(".govuk-error-summary")).to_be_focused()
    expect(head.page).to_have_title(re.compile("^Error: Quality and outcomes"))
    head.page.get_by_label("Finding the right school").uncheck()
    head.press("Continue")
    head.page.get_by_label("Number 1").select_option("Placement stability")
    head.page.get_by_label("Number 2").select_option("Attendance")
    head.page.get_by_label("Which KPIs would you add, change or remove, and why?").fill("Fewer")
    head.press("Save and come back later")
    head.press("Carry on now")
    head.press("Send answers")
    assert stored(live, head) == {
        "s_status": "lot_1",
        "s_why_joined": ["standard_terms"],
        "s_th_safety": "very_well",
        "s_th_future": "fairly_badly",
        "s_priority": ["voice", "journey", "review"],
        "s_kpi_rank": ["stability", "attendance"],
        "s_kpi_text": "Fewer",
    }


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_parent_on_a_phone_answers_from_a_personal_link(script: bool, live: Live, person: MakePerson) -> None:
    parent = person(390, script=script)
    parent.go(live.invite("families"))
    parent.press("Start now")
    parent.press("Start with the first section")
    parent.choose("I am the young person")
    parent.press("Continue")
    expect(parent.page.get_by_role("heading", level=1)).to_have_text("There is another survey")
    parent.press("Stay with this survey")
    parent.press("Back")
    parent.choose("Parent")
    parent.choose("16 to 18")
    parent.press("Continue")
    for _ in range(5):
        parent.press("Skip this section")
    parent.page.get_by_label("What is one thing you would change?").fill("x" * 2_001)
    parent.press("Continue")
    expect(parent.page.get_by_label("What is one thing you would change?")).to_have_value("x" * 2_001)
    parent.page.get_by_label("What is one thing you would change?").fill("The bus")
    parent.press("Continue")
    parent.page.get_by_role("textbox").fill("not an address")
    parent.press("Continue")
    parent.press("See all my answers")
    parent.press("Send my answers")
    parent.page.get_by_role("link", name=re.compile("Write an email address")).first.click()
    parent.page.get_by_role("textbox").fill("parent@home.example")
    parent.press("Continue")
    parent.press("Send my answers")
    assert stored(live, parent) == {
        "f_role": "parent",
        "f_child_age": "age_16_to_18",
        "f_change": "The bus",
    }


@pytest.mark.parametrize(("width", "dark"), [(320, False), (1280, True)])
def test_a_young_person_answers_from_the_open_link(width: int, dark: bool, live: Live, person: MakePerson) -> None:
    child = person(width, dark=dark)
    child.go(f"/{SLUG}/young-people")
    yes = child.page.get_by_role("button", name="I want to start").bounding_box()
    no = child.page.get_by_role("button", name="No thanks").bounding_box()
    assert yes
    assert no
    assert (yes["width"], yes["height"]) == (no["width"], no["height"])
    child.press("No thanks")
    child.press("I want to go back")
    child.press("I want to start")
    child.choose("Me")
    child.press("Next")
    child.press("Skip")
    child.choose("Sometimes")
    child.press("Next")
    child.choose("No")
    child.press("Back")
    expect(child.page.get_by_label("Sometimes")).to_be_checked()
    while "What matters most to you?" not in child.page.content():
        child.press("Next")
    for label in ("Friends", "My plan", "Feeling safe", "Help to learn"):
        child.choose(label)
    child.press("Next")
    expect(child.page.locator(".govuk-error-summary")).to_contain_text("Pick up to 3. You have picked 4")
    child.page.get_by_label("My plan").uncheck()
    child.press("I'm finished")
    child.press("Send my answers")
    assert stored(live, child) == {
        "y_who": "me",
        "y_th_attending": "sometimes",
        "y_th_belonging": "no",
        "y_priority": ["safety", "learning", "belonging"],
    }
    child.press("Finish and clear this screen")
    child.page.go_back()
    assert "You have sent your answers" not in child.page.content()
    child.go(f"/{SLUG}/young-people/check")
    expect(child.page.get_by_role("button", name="I want to start")).to_be_visible()


def test_skip_is_as_large_as_an_answer(live: Live, person: MakePerson) -> None:
    child = person(390)
    child.go(f"/{SLUG}/young-people")
    child.press("I want to start")
    skip = child.page.get_by_role("button", name="Skip", exact=True).bounding_box()
    answer = child.page.locator(".govuk-radios__label").first.bounding_box()
    assert skip
    assert answer
    assert (skip["width"], skip["height"]) == (answer["width"], answer["height"])


def test_enter_goes_on_and_a_link_in_the_summary_leads_to_its_field(live: Live, person: MakePerson) -> None:
    head = person(1280)
    head.go(f"/{SLUG}/schools")
    head.press("Start now")
    head.go(f"/{SLUG}/schools/q/capacity")
    places = head.page.get_by_label("About how many places could be open to Kent pupils in September 2026?")
    places.fill("lots")
    with head.page.expect_navigation():
        places.press("Enter")
    head.look()
    head.page.locator(".govuk-error-summary a").click()
    expect(places).to_be_focused()
    places.fill("12")
    with head.page.expect_navigation():
        places.press("Enter")
    assert head.page.url.endswith("/q/contact")


def test_somebody_who_wants_no_letters_can_still_send_even_nothing(live: Live, person: MakePerson) -> None:
    parent = person(320)
    link = live.invite("families")
    parent.go(link.replace("/i/", "/stop/"))
    parent.press("Stop letters to me")
    parent.go(link)
    parent.press("Start now")
    parent.press("Check and send")
    parent.press("Send my answers")
    parent.press("Send with no answers")
    expect(parent.page.locator("main")).to_contain_text("None: you sent it blank")
    assert stored(live, parent) == {}
