"""A real Chromium before a real server, and a person who looks at every page they come to."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from config import Settings
from tests.live import Live, live_server

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's own Chromium."""
    return {"executable_path": shutil.which("chromium"), "args": FLAGS.split()}


@pytest.fixture(scope="session")
def live(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One server for all these tests; they tell their own rows by what they made."""
    folder: Path = tmp_path_factory.mktemp("live")
    with live_server(settings, f"sqlite:///{folder}/live.db", folder) as server:
        yield server


class Person:
    """Somebody at a screen. `look` finds fault with the page they are on."""

    def __init__(self, page: Page, url: str, script: bool) -> None:
        self.page = page
        self.url = url
        self.script = script
        self.complaints: list[str] = []
        page.on("console", self._listen)

    def go(self, address: str) -> None:
        """Open an address of the site, or a whole one, and look at the page."""
        self.page.goto(address if address.startswith("http") else f"{self.url}{address}")
        self.look()

    def press(self, name: str) -> None:
        """Press the button or link with this name, and look at the page it leads to."""
        button = self.page.get_by_role("button", name=name, exact=True)
        with self.page.expect_navigation():
            button.or_(self.page.get_by_role("link", name=name, exact=True)).click()
        self.look()

    def choose(self, label: str, question: str = "") -> None:
        """Choose an answer by its label, within one question where the label is not the only one."""
        place = self.page.get_by_role("group", name=question) if question else self.page
        place.get_by_label(label, exact=True).first.check()

    def look(self, rules: tuple[str, ...] = ()) -> None:
        """Axe finds nothing, the content policy refuses nothing, nothing runs off the side, one heading says where.

        All rules of axe hold; some may be named where the page has been looked at by all of them before.
        """
        if self.script:  # without it axe cannot run; the page is the same
            # Preloading would fetch the stylesheet by script now and then, which our policy refuses.
            chosen = {"runOnly": list(rules)} if rules else {}
            found = Axe().run(self.page, options={"preload": False} | chosen)
            assert found.violations_count == 0, found.generate_report()
        assert self.complaints == []
        assert self.page.locator("h1").count() == 1
        width = self.page.viewport_size
        assert width is not None
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width["width"]

    def _listen(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)


@pytest.fixture
def person(browser: Browser, live: Live) -> Iterator[Callable[..., Person]]:
    """Make a person with a screen of some width, whose browser may have no script or be set to dark."""
    contexts = []

    def make(width: int, *, script: bool = True, dark: bool = False) -> Person:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        return Person(context.new_page(), live.url, script)

    yield make
    for context in contexts:
        context.close()
