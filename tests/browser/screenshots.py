"""Pictures of the main pages for the documents: `make screenshots` takes them all anew and writes their index."""

import base64
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from config import Settings
from engagement.consultations import service, versions
from engagement.councils import service as councils
from engagement.extensions import clock
from engagement.questionnaires import schema
from engagement.questionnaires.definition import AUDIENCES
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.browser.conftest import FLAGS
from tests.live import PACKAGE, SLUG, Live, live_server
from tests.officers.door import READS_ANSWERS, come_in_with

DOCS = Path(__file__).parents[2] / "docs"
WIDTHS = (390, 1280)
HIGHEST = 1400
CLOSED = "closed-engagement"
EMAIL, PASSWORD = "ada@council.example", "violet anchor teapot"
PURPLE = "#5a1a6b"
# The browser's own encoder makes pictures a quarter of the size that its screenshots have.
TO_WEBP = """async address => {
  const picture = new Image()
  picture.src = address
  await picture.decode()
  const canvas = document.createElement("canvas")
  canvas.width = picture.width
  canvas.height = picture.height
  canvas.getContext("2d").drawImage(picture, 0, 0)
  return canvas.toDataURL("image/webp", 0.55)
}"""


@dataclass(frozen=True)
class Shot:
    """One page: the name of its picture, what it shows, and how to come to it."""

    name: str
    caption: str
    go: Callable[[Page], object]


def at(address: str) -> Callable[[Page], object]:
    """Open an address of the consultation."""
    return lambda page: page.goto(f"/{SLUG}{address}")


def press(page: Page, name: str) -> None:
    """Press the first button or link with this name, and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).or_(
            page.get_by_role("link", name=name, exact=True)
        ).first.click()


def begun(audience: str, button: str, step: str) -> Callable[[Page], object]:
    """Start a survey and go to one of its pages."""

    def go(page: Page) -> None:
        page.goto(f"/{SLUG}/{audience}")
        if page.get_by_role("button", name=button, exact=True).count():
            press(page, button)
        page.goto(f"/{SLUG}/{audience}/{step}")

    return go


def young(step: str) -> Callable[[Page], object]:
    """A young person at a page."""
    return begun("young-people", "I want to start", f"q/{step}")


def family(step: str) -> Callable[[Page], object]:
    """A parent at a page."""
    return begun("families", "Start now", step)


def school(step: str) -> Callable[[Page], object]:
    """A school at a page."""
    return begun("schools", "Start now", step)


def with_answers(page: Page) -> None:
    """A parent who has answered a few questions looks them over."""
    family("q/about_your_child")(page)
    page.get_by_label("Parent", exact=True).check()
    press(page, "Continue")
    page.goto(f"/{SLUG}/families/check")


def receipt(page: Page) -> None:
    """A parent has sent the answers."""
    with_answers(page)
    press(page, "Send my answers")


def clash(page: Page) -> None:
    """The same question was answered in another window."""
    family("q/what_matters")(page)
    other = page.context.new_page()
    family("q/what_matters")(other)
    for window, words in ((other, "The garden, where it is quiet."), (page, "Her teaching assistant.")):
        window.locator("textarea").first.fill(words)
        press(window, "Continue")
    other.close()


def officers(address: str) -> Callable[[Page], object]:
    """A page of the workspace; `take` has signed an officer in."""
    return lambda page: page.goto(f"/officers/consultations/{SLUG}/{address}")


SHOTS = (
    Shot("landing", "The landing page with its three doors", at("")),
    Shot("information-sheet", "The information sheet", at("/information-sheet")),
    Shot("start-schools", "Where schools start", at("/schools")),
    Shot("start-families", "Where families start", at("/families")),
    Shot("start-young-people", "Where young people start, with a real No", at("/young-people")),
    Shot("faces", "A question with faces, for young people", young("y_th_safety")),
    Shot("cards", "Several of several, as cards with pictures", young("y_priority")),
    Shot("long-text", "An answer in one's own words", young("y_change")),
    Shot(
        "looks", "How this looks: size, paper, pictures and layout", begun("young-people", "I want to start", "looks")
    ),
    Shot("single", "One of several, on a page with a whole section", family("q/about_your_child")),
    Shot("multi", "Several of several", family("q/finding_a_place")),
    Shot("matrix", "One scale for several lines", school("q/quality")),
    Shot("rank", "Places in order", school("q/performance")),
    Shot("number", "A number", school("q/capacity")),
    Shot("short-text", "One line, kept apart from the answers", school("q/contact")),
    Shot("sections", "The list of sections", school("sections")),
    Shot("check", "All answers before they are sent", with_answers),
    Shot("receipt", "The receipt", receipt),
    Shot("clash", "Two answers to one question: nothing is lost", clash),
    Shot("closed", "A survey that has closed", lambda page: page.goto(f"/{CLOSED}/families")),
    Shot("officers-overview", "An officer's overview of one consultation", officers("")),
    Shot("officers-look", "A council's look, with its preview", officers("look")),
)
# The landing page again, to show what a council's colour changes.
COLOURED = Shot("landing-coloured", "The landing page in a council's own colour", at(""))


@contextmanager
def served(folder: Path) -> Iterator[Live]:
    """A server with an officer, contacts and a second consultation that is over."""
    os.environ.update(ENGAGEMENT_ENV="test", REDIS_URL="memory://", SMTP_URL="smtp://127.0.0.1:9")
    with live_server(Settings.from_environment(), f"sqlite:///{folder}/shots.db", folder) as live:
        with live.app.app_context(), unit_of_work() as session:
            now = clock.now()
            factories.officer(session, email=EMAIL, name="Ada", roles=READS_ANSWERS, password=PASSWORD)
            kent = service.find(session, SLUG)
            for number in range(12):
                factories.contact(session, kent, f"school-{number}@example.org", "schools")
            written = factories.kent_document()
            over = service.create(session, replace(written, slug=CLOSED), now=factories.OPENS_AT)
            for audience in AUDIENCES:
                asked = schema.read_toml(PACKAGE / audience / "questionnaires" / "nmiss.toml")
                versions.publish(session, over, asked, now)
            service.publish(session, over, now=factories.OPENS_AT)
        yield live


def take(browser: Browser, live: Live, shot: Shot, width: int, **options: str) -> str:
    """Save one picture of one page; gives its name."""
    context = browser.new_context(base_url=live.url, viewport={"width": width, "height": 800}, **options)  # type: ignore[arg-type]  # any of Playwright's own
    page = context.new_page()
    if shot.name.startswith("officers"):
        come_in_with(page, live, EMAIL)
    shot.go(page)
    height = min(HIGHEST, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": height})
    picture = base64.b64encode(page.screenshot()).decode()
    page.goto("about:blank")
    packed = page.evaluate(TO_WEBP, f"data:image/png;base64,{picture}")
    context.close()
    name = f"{shot.name}-{width}.webp"
    (DOCS / "images" / name).write_bytes(base64.b64decode(re.sub(r"^data:image/webp;base64,", "", packed)))
    return name


def colour(live: Live) -> None:
    """Give the council a colour of its own."""
    with live.app.app_context(), unit_of_work() as session:
        council = service.find(session, SLUG).council
        look = councils.check(name=council.name, colour=PURPLE, colour_on_dark="", footer_links="")
        councils.change(session, council, look)


def main() -> None:
    """Take every picture and write the index."""
    (DOCS / "images").mkdir(exist_ok=True)
    lines = ["# Screens", "", "The main pages at 390 and 1280 pixels. `make screenshots` takes them anew.", ""]
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as live, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS.split())
        for shot in (*SHOTS, COLOURED):
            if shot is COLOURED:
                colour(live)
            phone, desk = (take(browser, live, shot, width) for width in WIDTHS)
            lines += [f"## {shot.caption}", "", f"![{shot.caption}, on a phone](images/{phone})", ""]
            lines += [f"![{shot.caption}, on a desk](images/{desk})", ""]
        browser.close()
    (DOCS / "screens.md").write_text("\n".join(lines).rstrip() + "\n")


if __name__ == "__main__":
    main()
