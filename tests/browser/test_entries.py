"""An officer types a paper form in a real browser, a second one types it again, and somebody decides."""

from collections.abc import Callable

import pytest

from engagement.consultations import service as consultations
from engagement.extensions import clock
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.browser.conftest import Person
from tests.live import SLUG, Live
from tests.officers.door import RUNS, come_in_with

pytestmark = pytest.mark.browser

PASSWORD = "violet anchor teapot"
ENTRIES = f"/officers/consultations/{SLUG}/entries"


@pytest.fixture(scope="module")
def typists(live: Live) -> Live:
    """The consultation with two officers who may type for people."""
    with live.app.app_context(), unit_of_work() as session:
        for name in ("Ada", "Bea"):
            factories.officer(
                session, email=f"{name.lower()}@typists.example", name=name, roles=RUNS, password=PASSWORD
            )
    return live


def sign_in(officer: Person, live: Live, name: str) -> Person:
    come_in_with(officer.page, live, f"{name}@typists.example")
    return officer


def type_form(officer: Person, role: str) -> None:
    officer.choose(role)
    while "/type/" in officer.page.url:
        officer.press("Save and go on")
    officer.press("Finish this typing")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_paper_form_is_typed_by_two_and_decided_on_any_screen(
    typists: Live, person: Callable[..., Person], width: int
) -> None:
    ada, bea = sign_in(person(width), typists, "ada"), sign_in(person(width), typists, "bea")
    ada.go(ENTRIES)
    ada.press("Enter an answer that came on paper or by phone")
    ada.press("Begin to type")
    ada.choose("Families")
    ada.choose("Paper")
    with typists.app.app_context():
        today = clock.now()
    ada.page.get_by_label("When did they come?").fill(f"{today:%d %B %Y}")
    ada.choose("Twice: a second officer types it without seeing it")
    ada.press("Begin to type")
    type_form(ada, "Parent")
    bea.go(ENTRIES)
    with bea.page.expect_navigation():
        bea.page.get_by_role("button", name="Type it the second time").click()
    bea.look()
    type_form(bea, "Foster carer")
    with bea.page.expect_navigation():
        bea.page.get_by_role("link", name="Resolve the differences").click()
    bea.look()
    bea.press("Count what I chose")
    bea.choose("Parent")
    bea.press("Count what I chose")
    with bea.page.expect_navigation():
        bea.page.get_by_role("link", name="Take out").first.click()
    bea.look()


def test_the_pages_behind_a_letter_can_be_used_by_everybody(live: Live, person: Callable[..., Person]) -> None:
    with live.app.app_context(), unit_of_work() as session:
        _, token = factories.contact(session, consultations.find(session, SLUG), "answered@home.example")
    reader = person(320)
    reader.go(f"/{SLUG}/answered/{token}")
    reader.press("I have answered already")
    reader.press("Write to me again")
