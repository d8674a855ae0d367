"""Somebody who goes through all pages of an audience, finds fault with each, and counts what they have looked at."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from playwright.sync_api import Page

from tests.browser.conftest import Person
from tests.live import SLUG

NEXT = "#page button[name=go][value=on]"
USUAL = {"paper": "usual", "size": "usual", "mode": "standard"}
LAYOUTS: tuple[dict[str, str], ...] = (
    {},
    {"mode": "easy_read", "size": "bigger"},
    {"mode": "large_print", "size": "biggest"},
)


def write(selector: str, text: str) -> Callable[[Page], None]:
    """Fill one field."""
    return lambda page: page.locator(selector).fill(text)


def tick_many(page: Page) -> None:
    """Choose more than may be chosen."""
    for box in page.locator("input[type=checkbox]").all()[:5]:
        box.check()


@dataclass(frozen=True)
class Walk:
    """What is looked at of one audience: pages with answers, and after sending those that ask about the sender."""

    path: str
    pages: tuple[str, ...]
    chosen: tuple[str, str]
    faulty: tuple[str, Callable[[Page], None]]
    typed: tuple[str, str]
    after: tuple[str, ...]
    layouts: tuple[dict[str, str], ...] = LAYOUTS


WALKS = {
    "schools": Walk(
        path="schools",
        pages=("sections", "q/contract", "q/quality", "q/performance", "q/capacity", "q/contact"),
        chosen=("q/contract", "s_model"),
        faulty=("q/capacity", write("#s_cap_places", "lots")),
        typed=("q/contract", "s_model_why"),
        after=("about_you",),
    ),
    "families": Walk(
        path="families",
        pages=("sections", "q/about_your_child", "q/what_matters", "q/receipt"),
        chosen=("q/about_your_child", "f_role"),
        faulty=("q/receipt", write("#f_email", "no address")),
        typed=("q/what_matters", "f_best"),
        after=("about_you", "equality"),
    ),
    "young_people": Walk(
        path="young-people",
        pages=("q/y_who", "q/y_th_attending", "q/y_priority", "q/y_change"),
        chosen=("q/y_th_attending", "y_th_attending"),
        faulty=("q/y_priority", tick_many),
        typed=("q/y_change", "y_change"),
        after=(),
        layouts=(*LAYOUTS, {"pictures": "off"}),
    ),
}


@dataclass
class Walker:
    """One window of a browser. Each page it looks at is told to `count`."""

    person: Person
    walk: Walk
    count: Callable[[str, object], None]
    rules: tuple[str, ...] = field(default=())

    @property
    def page(self) -> Page:
        """The window."""
        return self.person.page

    def look(self) -> None:
        """Find fault with the page, by all rules of axe unless some are named, and count it."""
        self.person.look(self.rules)
        self.count("page state", self.page.url)

    def visit(self, *addresses: str) -> None:
        """Open pages of the site and look at each."""
        for address in addresses:
            self.page.goto(f"{self.person.url}{address}")
            self.look()

    def open(self, step: str) -> None:
        """Open a page of the survey."""
        self.page.goto(f"{self.person.url}/{SLUG}/{self.walk.path}/{step}".rstrip("/"))

    def see(self, *steps: str) -> None:
        """Open pages of the survey and look at each."""
        for step in steps:
            self.open(step)
            self.look()

    def click(self, selector: str) -> None:
        """Press the first of these, and wait for where it leads."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def submit(self, ending: str, button: str = "button[type=submit]:visible") -> None:
        """Press a button of the form that goes to an address with this ending."""
        self.click(f"form[action$='/{ending}'] {button}")

    def speak(self, language: str) -> None:
        """Read everything in a language from now on."""
        if language != "en":
            self.page.goto(f"{self.person.url}/{SLUG}")
            self.submit("language", f"button[value={language}]")
        assert self.page.locator("html").get_attribute("lang") in (language, None)

    def begin(self) -> None:
        """Start, and give one answer."""
        step, name = self.walk.chosen
        self.open("")
        self.submit("start")
        self.open(step)
        self.page.locator(f"input[name={name}]").first.check()
        self.click(NEXT)

    def wear(self, looks: dict[str, str]) -> None:
        """Choose how pages look."""
        self.open("looks")
        for name, value in (USUAL | looks).items():
            choice = self.page.locator(f"input[name={name}][value={value}]")
            if choice.count():
                choice.check()
        self.submit("looks")
        worn = self.page.locator("html").get_attribute("class") or ""
        assert all(f"{name}-{value}".replace("_", "-") in worn for name, value in looks.items())

    def fault(self) -> None:
        """Come to a page that says what is wrong."""
        step, spoil = self.walk.faulty
        self.open(step)
        spoil(self.page)
        self.click(NEXT)
        assert self.page.locator(".govuk-error-summary").count() == 1

    def mend(self) -> None:
        """Take back what was wrong, as answers with faults cannot be sent."""
        self.open(self.walk.faulty[0])
        for box in self.page.locator("#page input[type=checkbox]").all():
            box.uncheck()
        for line in self.page.locator("#page input[type=text]:visible, #page input[type=email]").all():
            line.fill("")
        self.click(NEXT)

    def clash(self) -> None:
        """Answer one question in two windows, and stay at the page that shows both answers."""
        step, name = self.walk.typed
        second = Person(self.page.context.new_page(), self.person.url, self.person.script)
        other = replace(self, person=second)
        self.open(step)
        other.open(step)
        for window, text in ((other, "The garden"), (self, "The music")):
            window.page.locator(f"#{name}").fill(text)
            window.click(NEXT)
        other.page.close()
        assert self.page.locator(".answer").count() == 2

    def send(self) -> None:
        """Come to the receipt."""
        self.open("check")
        self.submit("send")
        assert self.page.url.endswith("/receipt"), self.page.locator("main").inner_text()
