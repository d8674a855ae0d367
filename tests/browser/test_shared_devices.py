"""A shared device in a real browser: it asks before it clears, and nothing counts down."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person
from tests.live import SLUG

pytestmark = pytest.mark.browser
MakePerson = Callable[..., Person]


@pytest.fixture
def child(person: MakePerson) -> Person:
    """A child at the first question, whose time a test can move on."""
    made: Person = person(390)
    made.page.clock.install()
    made.go(f"/{SLUG}/young-people")
    made.press("I want to start")
    return made


def test_after_ten_minutes_it_asks_and_a_child_who_is_there_goes_on(child: Person) -> None:
    child.choose("Me")
    child.page.clock.fast_forward("09:50")
    expect(child.page.get_by_role("dialog")).to_be_hidden()
    child.page.clock.fast_forward("00:15")
    dialog = child.page.get_by_role("dialog", name="Are you still there?")
    expect(dialog).to_be_visible()
    expect(child.page.get_by_role("button", name="I am still here")).to_be_focused()
    assert not re.search(r"\d", dialog.inner_text())
    child.page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    child.page.clock.fast_forward("09:30")
    expect(dialog).to_be_hidden()
    expect(child.page.get_by_label("Me", exact=True)).to_be_checked()


def test_two_minutes_later_the_screen_is_cleared_for_the_next_child(child: Person) -> None:
    child.page.clock.fast_forward("10:05")
    expect(child.page.get_by_role("dialog")).to_be_visible()
    with child.page.expect_navigation():
        child.page.clock.fast_forward("02:00")
    expect(child.page.get_by_role("heading", level=1)).to_have_text("This screen is clear")
    child.go(f"/{SLUG}/young-people/check")
    expect(child.page.get_by_role("button", name="I want to start")).to_be_visible()


def test_a_device_that_slept_is_cleared_as_soon_as_it_wakes(child: Person) -> None:
    with child.page.expect_navigation():
        child.page.clock.fast_forward("08:00:00")
    expect(child.page.get_by_role("heading", level=1)).to_have_text("This screen is clear")


def test_the_question_can_be_used_by_everybody(person: MakePerson) -> None:
    child = person(320)
    child.go(f"/{SLUG}/young-people")
    child.press("I want to start")
    child.page.evaluate("document.querySelector('dialog').showModal()")
    child.page.keyboard.press("Escape")
    expect(child.page.get_by_role("dialog")).to_be_hidden()
    child.page.evaluate("document.querySelector('dialog').showModal()")
    child.look()
    child.press("Finish and clear this screen")
    expect(child.page.get_by_role("heading", level=1)).to_have_text("This screen is clear")
