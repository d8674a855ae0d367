"""Marking a text as commercially confidential: the reason appears with the tick, or is always there without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person
from tests.live import SLUG

pytestmark = pytest.mark.browser
MakePerson = Callable[..., Person]

FEES = f"/{SLUG}/schools/q/fees"
TICK, WHY = '[name="s_value_text--mark"]', '[name="s_value_text--why"]'


def on_fees(person: Person) -> None:
    """Begin, and go to the page about fees."""
    person.go(f"/{SLUG}/schools")
    person.press("Start now")
    person.go(FEES)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_reason_comes_with_the_tick_goes_with_it_and_loses_nothing(width: int, person: MakePerson) -> None:
    school = person(width)
    on_fees(school)
    tick, why = school.page.locator(TICK), school.page.locator(WHY)
    expect(why).to_be_hidden()
    expect(tick).to_have_attribute("aria-expanded", "false")
    tick.focus()
    school.page.keyboard.press("Space")
    expect(why).to_be_visible()
    expect(tick).to_have_attribute("aria-expanded", "true")
    school.look()
    why.fill("Our pricing model")
    tick.uncheck()
    expect(why).to_be_hidden()
    tick.check()
    expect(why).to_have_value("Our pricing model")
    school.page.locator('[name="s_value_text"]').fill("Share lessons")
    school.press("Continue")
    school.go(FEES)
    expect(tick).to_be_checked()
    expect(why).to_be_visible()
    expect(why).to_have_value("Our pricing model")


def test_a_reason_that_is_too_long_is_shown_open_with_its_problem(person: MakePerson) -> None:
    school = person(390)
    on_fees(school)
    school.page.locator(TICK).check()
    school.page.locator(WHY).fill("x" * 201)
    school.press("Continue")
    expect(school.page.locator(WHY)).to_be_visible()
    school.page.locator(".govuk-error-summary a").first.click()
    expect(school.page.locator(WHY)).to_be_focused()


def test_without_script_the_reason_is_there_before_and_after_the_tick(person: MakePerson) -> None:
    school = person(320, script=False)
    on_fees(school)
    expect(school.page.locator(WHY)).to_be_visible()
    school.page.locator(WHY).fill("Our pricing model")
    school.page.locator(TICK).check()
    school.page.locator('[name="s_value_text"]').fill("Share lessons")
    school.press("See all answers")
    expect(school.page.locator("main")).to_contain_text("Our pricing model")
    school.go(FEES)
    expect(school.page.locator(TICK)).to_be_checked()
    expect(school.page.locator(WHY)).to_have_value("Our pricing model")
