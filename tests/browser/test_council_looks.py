"""A council's own colours reach every page, and everybody can read them by day, by night and on every paper."""

from collections.abc import Callable, Iterator

import pytest

from engagement.consultations import service as consultations
from engagement.councils import logos, service
from engagement.unit_of_work import unit_of_work
from tests.browser.conftest import Person
from tests.councils.pictures import png
from tests.live import SLUG, Live

pytestmark = pytest.mark.browser

PURPLE, LIGHT_PURPLE = "rgb(90, 26, 107)", "rgb(214, 154, 230)"
COLOUR_OF = "(name) => getComputedStyle(document.querySelector(name)).{}"
PAGES = ("", "/information-sheet", "/schools", "/families", "/young-people", "/get-help", "/privacy")


@pytest.fixture
def purple(live: Live) -> Iterator[Live]:
    """The council in purple, with a logo and a link of its own; neutral again afterwards."""
    with live.app.app_context(), unit_of_work() as session:
        council = consultations.find(session, SLUG).council
        links = "About the council https://www.council.example/about"
        look = service.check(name=council.name, colour="#5a1a6b", colour_on_dark="", footer_links=links)
        service.change(session, council, look)
        service.give_logo(session, council, logos.read(png()))
    yield live
    with live.app.app_context(), unit_of_work() as session:
        council = consultations.find(session, SLUG).council
        council.footer_links = []
        service.make_neutral(session, council)


def colour(person: Person, selector: str, kind: str = "color") -> str:
    """The colour that something has on the page."""
    found: str = person.page.evaluate(COLOUR_OF.format(kind), selector)
    return found


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(("dark", "button"), [(False, PURPLE), (True, LIGHT_PURPLE)], ids=["by day", "by night"])
def test_every_page_has_the_colours_and_can_be_read(
    purple: Live, person: Callable[..., Person], dark: bool, button: str, width: int
) -> None:
    somebody = person(width, dark=dark)
    for page in PAGES:
        somebody.go(f"/{SLUG}{page}")
        assert colour(somebody, ".site-header", "backgroundColor") == PURPLE
        assert colour(somebody, ".site-footer a") == button
        assert somebody.page.get_by_role("link", name="Kent County Council").first.is_visible()
        assert somebody.page.evaluate("document.querySelector('.site-header img').naturalWidth") == 240
    somebody.go(f"/{SLUG}/families")
    assert colour(somebody, "main .govuk-button", "backgroundColor") == button


@pytest.mark.parametrize("paper", ["Cream", "Light blue", "Dark"])
def test_the_colours_can_be_read_on_every_paper(purple: Live, person: Callable[..., Person], paper: str) -> None:
    child = person(390)
    child.go(f"/{SLUG}/young-people")
    child.press("How this looks")
    child.choose(paper)
    child.press("Use these")
    child.press("I want to start")
    child.choose("Me")
    child.press("Next")
    assert colour(child, ".site-header", "backgroundColor") == PURPLE


def test_pages_of_no_council_are_not_coloured(purple: Live, person: Callable[..., Person]) -> None:
    somebody = person(390)
    somebody.go("/accessibility")
    assert colour(somebody, ".site-header", "backgroundColor") != PURPLE
