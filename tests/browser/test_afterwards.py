"""After Send: the receipt at once, a calm offer below it, and pages that add to what was sent."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person
from tests.browser.test_answering import stored
from tests.live import SLUG, Live

pytestmark = pytest.mark.browser
MakePerson = Callable[..., Person]


def sent(parent: Person) -> Person:
    """A parent who has just sent one answer by the open link."""
    parent.go(f"/{SLUG}/families")
    parent.press("Start now")
    parent.press("Start with the first section")
    parent.choose("Parent")
    parent.press("See all my answers")
    parent.press("Send my answers")
    return parent


@pytest.mark.parametrize(
    ("width", "script", "dark"), [(320, True, False), (390, False, False), (1280, True, True)], ids=str
)
def test_a_parent_tells_about_themselves_after_sending(
    width: int, script: bool, dark: bool, live: Live, person: MakePerson
) -> None:
    parent = sent(person(width, script=script, dark=dark))
    expect(parent.page.get_by_role("heading", level=1)).to_have_text("Your answers have been sent")
    yes, no = (parent.page.get_by_role("button", name=name).bounding_box() for name in ("Yes, go on", "No thanks"))
    assert yes
    assert no
    assert (yes["width"], yes["height"]) == (no["width"], no["height"])
    parent.press("Yes, go on")
    parent.choose("Day")
    parent.press("Continue")
    parent.press("Back")
    expect(parent.page.get_by_label("Day", exact=True)).to_be_checked()
    parent.press("Stop here and go back to your receipt")
    assert stored(live, parent) == {"f_role": "parent", "f_setting": "day"}
    parent.press("Go on")
    parent.choose("35 to 44")
    parent.press("Continue")
    parent.press("Back to your receipt")
    expect(parent.page.locator("#offer")).to_contain_text("has been added to your answers")
    assert stored(live, parent) == {"f_role": "parent", "f_setting": "day", "f_eq_age": "from_35_to_44"}


def test_no_takes_the_offer_away_for_good(live: Live, person: MakePerson) -> None:
    parent = sent(person(320))
    parent.press("No thanks")
    expect(parent.page.get_by_role("button", name="Yes, go on")).to_have_count(0)
    parent.page.reload()
    parent.look()
    expect(parent.page.get_by_role("button", name="Yes, go on")).to_have_count(0)
    assert stored(live, parent) == {"f_role": "parent"}


def test_a_page_that_lost_its_key_keeps_what_was_written_on_the_screen(live: Live, person: MakePerson) -> None:
    parent = sent(person(360))
    parent.press("Yes, go on")
    parent.choose("Outside Kent")
    parent.page.context.clear_cookies()
    parent.press("Continue")
    expect(parent.page.locator("#notice")).to_contain_text("The answers that you sent are safe")
    expect(parent.page.get_by_label("Outside Kent")).to_be_checked()
