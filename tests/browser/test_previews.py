"""An officer looks at everything before anybody else can, on a phone and on a desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.browser.conftest import Person
from tests.live import SLUG, Live
from tests.officers.door import RUNS, come_in_with

pytestmark = pytest.mark.browser

EMAIL = "preview@council.example"
OF_IT = f"/officers/consultations/{SLUG}"
OPEN = f"{OF_IT}/preview/open/newest"
PAGES = (
    f"{OF_IT}/preview",
    f"{OPEN}/",
    f"{OF_IT}/preview/upcoming/newest/",
    f"{OF_IT}/preview/closed/newest/",
    f"{OPEN}/questions-and-answers",
    f"{OPEN}/schools/sections",
    f"{OPEN}/families/q/about",
    f"{OPEN}/families/receipt",
    f"{OPEN}/young-people/check",
    f"{OPEN}/young-people/looks",
    f"{OPEN}/schools/come-back",
)


@pytest.fixture(scope="module")
def shown(live: Live) -> Live:
    with live.app.app_context(), unit_of_work() as session:
        factories.officer(session, RUNS, email=EMAIL)
    return live


def enter(person: Person, live: Live) -> None:
    come_in_with(person.page, live, EMAIL)


@pytest.mark.parametrize(("width", "dark"), [(320, False), (1280, True)])
def test_every_preview_can_be_used_by_everybody(
    shown: Live, person: Callable[..., Person], width: int, dark: bool
) -> None:
    ada = person(width, dark=dark)
    enter(ada, shown)
    for page in PAGES:
        ada.go(page)


def test_a_page_opens_as_wide_as_a_phone_and_its_answers_stay_with_the_officer(
    shown: Live, person: Callable[..., Person]
) -> None:
    ada = person(1280)
    enter(ada, shown)
    ada.go(f"{OPEN}/young-people")
    with ada.page.expect_popup() as opened:
        ada.page.get_by_role("link", name="Open at phone width").click()
    assert opened.value.evaluate("window.innerWidth") == 390
    expect(opened.value.get_by_text("nothing is kept")).to_be_visible()
