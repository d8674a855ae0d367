"""Every page in every state, audience, mode and language: axe finds nothing, and nothing runs off a small screen.

Pages that hold answers are looked at in every layout, and for their contrast on every paper; what else can happen, once
in each language.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from engagement.consultations import service, versions
from engagement.extensions import clock
from engagement.questionnaires import schema
from engagement.questionnaires.definition import AUDIENCES
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.browser.conftest import Person
from tests.browser.walking import WALKS, Walker
from tests.live import PACKAGE, SLUG, Live
from tests.officers.door import READS_ANSWERS, come_in_with

pytestmark = [pytest.mark.browser, pytest.mark.long]

LANGUAGES = ("en", "pl")
PAPERS = ("cream", "blue", "dark")
WORKSPACE = (
    *("", "contacts", "contacts/add", "contacts/import", "letters", "letters/calendar", "letters/school-holidays"),
    *("mail", "results", "results/measures", "repeats", "paper", "look"),
)
CLOSED, COMING, EMAIL, PASSWORD = "matrix-closed", "matrix-coming", "matrix@council.example", "violet anchor teapot"


@pytest.fixture
def walking(
    browser: Browser, live: Live, record_property: Callable[[str, object], None]
) -> Iterator[Callable[..., Walker]]:
    """Make walkers of an audience, on the narrowest screen unless their browser is set up otherwise."""
    contexts: list[BrowserContext] = []

    def make(audience: str, language: str, **options: Any) -> Walker:
        contexts.append(browser.new_context(**({"viewport": {"width": 320, "height": 800}} | options)))
        script = options.get("java_script_enabled", True)
        walker = Walker(Person(contexts[-1].new_page(), live.url, script), WALKS[audience], record_property)
        walker.speak(language)
        return walker

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def others(live: Live) -> Live:
    """The server, with a consultation that is over, one that is to come, and an officer."""
    with live.app.app_context(), unit_of_work() as session:
        now = clock.now()
        written = factories.kent_document()
        opens, closes = (now.date().replace(year=now.year + years, day=1) for years in (1, 2))
        factories.officer(session, email=EMAIL, name="Ada", roles=READS_ANSWERS, password=PASSWORD)
        for one in (replace(written, slug=CLOSED), replace(written, slug=COMING, opens_on=opens, closes_on=closes)):
            consultation = service.create(session, one, now=factories.OPENS_AT)
            for audience in AUDIENCES:
                asked = schema.read_toml(PACKAGE / audience / "questionnaires" / "nmiss.toml")
                versions.publish(session, consultation, asked, now)
            service.publish(session, consultation, now=factories.OPENS_AT)
    return live


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_pages_that_hold_answers_have_no_fault_in_any_mode(
    audience: str, language: str, walking: Callable[..., Walker]
) -> None:
    walker = walking(audience, language)
    papers = tuple({"paper": paper} for paper in PAPERS)
    walker.begin()
    for looks in (*walker.walk.layouts, *papers):
        walker.rules = ("color-contrast",) if looks in papers else ()
        walker.wear(looks)
        walker.see("", *walker.walk.pages, "check")
        walker.fault()
        walker.look()
    walker.mend()
    walker.send()
    for looks in (*walker.walk.layouts, *papers):
        walker.rules = ("color-contrast",) if looks in papers else ()
        walker.wear(looks)
        walker.see("receipt")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_whatever_else_can_happen_has_no_fault(audience: str, language: str, walking: Callable[..., Walker]) -> None:
    walker = walking(audience, language)
    walker.see("come-back", *(["no-thanks"] if audience == "young_people" else []))
    walker.open("")
    walker.submit("start")
    walker.see("looks", "check")
    walker.submit("send")  # asks whether to send nothing
    walker.look()
    walker.see("save")
    if audience != "young_people":
        walker.submit("save")  # shows the come-back words, which children are not given
        walker.look()
    walker.clash()
    walker.look()
    if audience == "schools":
        walker.see("colleagues")
        walker.submit("colleagues")
        walker.look()
        walker.see("colleagues", "colleagues/1", "colleagues/1/end", "sections", "check")
    if audience == "young_people":
        walker.see("q/y_who/other")
    walker.send()
    walker.look()
    if walker.walk.after:
        walker.submit("more", "button[value=yes]")
        walker.look()
        walker.see(*(f"more/{step}" for step in walker.walk.after), "more", "receipt")
    code = next(text for text in walker.page.locator("main strong").all_inner_texts() if text.count("-") == 4)
    walker.submit("change")
    walker.look()
    walker.see("keep")
    walker.submit("keep")
    walker.look()
    if audience == "young_people":
        walker.submit("clear")
        walker.look()
    take_back(walker, code)


def take_back(walker: Walker, code: str) -> None:
    """Type a wrong code and the right one, and take the answers out."""
    for typed in ("not this", code):
        walker.page.goto(f"{walker.person.url}/{SLUG}/withdraw")
        walker.page.locator("main input[type=text]").fill(typed)
        walker.submit("withdraw")
        walker.look()
    walker.submit("withdraw/confirm")
    walker.look()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_consultation_that_is_not_open_has_no_fault(
    language: str, others: Live, walking: Callable[..., Walker]
) -> None:
    walker = walking("families", language)
    for slug in (CLOSED, COMING):
        walker.visit(f"/{slug}", *(f"/{slug}/{walk.path}" for walk in WALKS.values()))


def test_main_pages_of_officers_have_no_fault(others: Live, walking: Callable[..., Walker]) -> None:
    walker = walking("families", "en", viewport={"width": 1280, "height": 800})
    come_in_with(walker.page, others, EMAIL)
    walker.visit("/officers/", "/officers/password", *(f"/officers/consultations/{SLUG}/{page}" for page in WORKSPACE))


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize(
    "options",
    [
        {"java_script_enabled": False},
        {"forced_colors": "active", "reduced_motion": "reduce"},
        # A window of 1280 by 1024 at four times the size.
        {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
    ],
    ids=["without script", "forced colours and less movement", "at 400 per cent"],
)
def test_a_whole_journey_fits_and_works(audience: str, options: dict[str, Any], walking: Callable[..., Walker]) -> None:
    walker = walking(audience, "pl" if audience == "families" else "en", **options)
    walker.begin()
    walker.see("", *walker.walk.pages, "check", "looks", "save")
    walker.fault()
    walker.look()
    walker.mend()
    walker.clash()
    walker.look()
    walker.send()
    walker.look()
    if options.get("reduced_motion"):
        lasting = "one => parseFloat(getComputedStyle(one).animationDuration) > 0.01"
        assert not walker.page.evaluate(f"[...document.querySelectorAll('*')].some({lasting})")
