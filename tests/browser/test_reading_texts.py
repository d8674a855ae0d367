"""A reader's day in a real browser: every page of the queue can be used by everybody, and by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from engagement.accounts.roles import Role
from engagement.consultations import service as consultations
from engagement.consultations import versions
from engagement.moderation import duty
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.browser.conftest import Person
from tests.live import SLUG, Live
from tests.officers.door import come_in_with

pytestmark = pytest.mark.browser

TEXTS = f"/officers/consultations/{SLUG}/texts"
READER, SECOND = "rea@reading.example", "sam@reading.example"
HOSTILE = "<img src=x onerror=alert(1)>\nMr Osei is kind. Ring 01632 960 983."


@pytest.fixture(scope="module")
def written(live: Live) -> Live:
    """Young people have written something, and two officers read."""
    with live.app.app_context(), unit_of_work() as session:
        kent = consultations.find(session, SLUG)
        officers = [
            factories.officer(session, (Role.SAFEGUARDING, Role.LEAD), name=name, email=email)
            for name, email in (("Rea", READER), ("Sam", SECOND))
        ]
        duty.name(session, kent, officers[0], officers[1])
        version = versions.current(session, kent.id, "young_people")
        assert version is not None
        for number in range(8):
            factories.response(session, version, {"y_change": (f"{HOSTILE} {number}", None, None)}, voice="own")
    return live


@pytest.mark.parametrize(("width", "dark"), [(320, False), (1280, True)])
def test_a_text_is_read_redacted_and_looked_at_by_somebody_else(
    written: Live, person: Callable[..., Person], width: int, dark: bool
) -> None:
    rea, sam = person(width, dark=dark), person(width, dark=dark)
    come_in_with(rea.page, written, READER)
    rea.go(TEXTS)
    rea.press("Read the next text")
    expect(rea.page.get_by_text("[phone number?]")).to_be_visible()
    expect(rea.page.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
    rea.press("Clear and read the next")
    expect(rea.page.get_by_text("You cleared a text just now.")).to_be_visible()
    for step in ("Pass on", "Hold back"):
        rea.page.get_by_role("button", name=step).click()
        rea.look()
        rea.page.get_by_role("link", name="Back to the text").click()
    rea.page.get_by_role("button", name="Redact").click()
    rea.press("Send it to a second person")
    expect(rea.page.get_by_role("alert")).to_contain_text("Choose why you take it out.")
    words = rea.page.get_by_label("The text without what identifies somebody")
    words.fill(words.input_value().replace("Mr Osei", "[name]").replace("01632 960 983", "[number]"))
    rea.page.get_by_label("It names somebody").check()
    rea.press("Send it to a second person")
    expect(rea.page.get_by_text("A second person looks at it now.")).to_be_visible()
    come_in_with(sam.page, written, SECOND)
    sam.go(f"/officers/consultations/{SLUG}/redactions")
    sam.page.get_by_role("link", name="(text 1)").click()
    sam.look()
    sam.press("It may be used like this")
    expect(sam.page.get_by_text("The redacted text may be used now.")).to_be_visible()
    for page in ("reading-duty", "texts?state=redacted", "texts?state=held&age=day"):
        sam.go(f"/officers/consultations/{SLUG}/{page}")


def test_a_reader_needs_no_mouse(written: Live, person: Callable[..., Person]) -> None:
    sam = person(1280)
    come_in_with(sam.page, written, SECOND)
    sam.go(TEXTS)
    for button in ("Read the next text", "Clear and read the next"):
        sam.page.get_by_role("button", name=button).focus()
        with sam.page.expect_navigation():
            sam.page.keyboard.press("Enter")
        sam.look()
    sam.page.get_by_role("button", name="Undo it").focus()
    sam.page.keyboard.press("Enter")
    expect(sam.page.get_by_text("The text is not cleared any more.")).to_be_visible()
    for key, heading in (
        ("h", "Hold this text back"),
        ("p", "Write down that you passed it on"),
        ("r", "Take out what identifies somebody"),
    ):
        with_alt(sam, key)
        expect(sam.page.get_by_role("heading", level=1)).to_have_text(heading)
        sam.page.go_back()
    with_alt(sam, "c")
    expect(sam.page.get_by_text("You cleared a text just now.")).to_be_visible()


def with_alt(reader: Person, key: str) -> None:
    """Press a shortcut of the page. Playwright's own keys do not say which letter it is while Alt is held."""
    alt = 1
    pressed = {"modifiers": alt, "key": key, "code": f"Key{key.upper()}", "text": key, "unmodifiedText": key}
    browser = reader.page.context.new_cdp_session(reader.page)
    for kind in ("keyDown", "keyUp"):
        browser.send("Input.dispatchKeyEvent", {"type": kind, **pressed})
