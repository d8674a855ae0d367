"""The public pages in a real browser: nothing for the content policy to refuse, nothing for axe to find."""

import shutil
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Route

from engagement.consultations.models import Consultation

# A page looks the same whatever holds its rows.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

SITE = "http://127.0.0.1:8000"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
ADDRESSES = [
    "/", "/privacy", "/accessibility", "/credits", "/no-such-page/at-all", "/nmiss-engagement",
    "/nmiss-engagement/information-sheet", "/nmiss-engagement/get-help", "/nmiss-engagement/privacy",
    "/nmiss-engagement/other-formats",
]  # fmt: skip
Open = Callable[[str, int, Literal["light", "dark"]], Page]


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The system's own Chromium."""
    launched = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
    yield launched
    launched.close()


@pytest.fixture
def open_page(chromium: Browser, app: Flask) -> Iterator[Open]:
    """Opens an address of the app at a width in pixels; no server stands between, so the test's rows are seen."""
    client = app.test_client()
    complaints: list[str] = []

    def answer(route: Route) -> None:
        with client.get(route.request.url.removeprefix(SITE), base_url=SITE) as found:
            route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.data)

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    def open_at(address: str, width: int, colours: Literal["light", "dark"]) -> Page:
        page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=colours)
        page.on("console", listen)
        page.route("**/*", answer)
        page.goto(f"{SITE}{address}")
        return page

    yield open_at
    for context in chromium.contexts:
        context.close()
    assert not complaints


@pytest.mark.parametrize(("width", "colours"), [(320, "light"), (1280, "dark")])
@pytest.mark.parametrize("address", ADDRESSES)
def test_everybody_can_use_the_page_on_a_small_phone_and_in_the_dark(
    open_page: Open, kent: Consultation, address: str, width: int, colours: Literal["light", "dark"]
) -> None:
    page = open_page(address, width, colours)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_typeface_and_the_picture_arrive(open_page: Open, kent: Consultation) -> None:
    page = open_page("/nmiss-engagement", 390, "light")
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('1em \"Atkinson Hyperlegible Next\"'))")
    assert page.get_by_alt_text("A pot of coloured pencils on a table.").evaluate("picture => picture.naturalWidth") > 0


def test_the_print_button_shows_only_where_there_is_script(open_page: Open, kent: Consultation) -> None:
    page = open_page("/nmiss-engagement/information-sheet", 390, "light")
    assert page.get_by_role("button", name="Print this sheet").is_visible()


def test_the_keyboard_goes_straight_to_the_content(open_page: Open, kent: Consultation) -> None:
    page = open_page("/nmiss-engagement", 1280, "light")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
