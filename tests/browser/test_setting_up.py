"""An officer sets up a consultation in a real browser; whatever they write does nothing but stand there."""

import io
from collections.abc import Callable, Iterator

import pytest
from PIL import Image

from engagement.consultations import page_changes
from engagement.consultations import service as consultations
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.browser.conftest import Person
from tests.live import SLUG, Live
from tests.officers.door import come_in_with

pytestmark = pytest.mark.browser

EMAIL = "sets-up@council.example"
HOSTILE = (
    "<script>document.title = 'ran'</script>",
    "<img src=x onerror=\"document.title = 'ran'\">",
    "<svg onload=\"document.title = 'ran'\">",
    "<iframe srcdoc=\"<script>parent.document.title = 'ran'</script>\">",
    "<style>* { display: none }</style>",
    "[press](javascript:document.title='ran')",
    "[press](JAVASCRIPT&colon;document.title='ran')",
    "[press](data:text/html,<script>document.title='ran'</script>)",
    "![picture](https://elsewhere.example/x.png)",
    "![picture](x\"onerror=\"document.title='ran')",
    "<https://elsewhere.example>",
    "[press](https://elsewhere.example\" onmouseover=\"document.title='ran')",
    "[a]: javascript:document.title='ran'\n\n[a]",
    "```\n</code><script>document.title='ran'</script>\n```",
    "**<b style='color:red'>bold</b>**",
    "<a href='javascript:1'>press</a>",
    "- <form action='/officers/sign-out'><button>press</button></form>",
    "1. <meta http-equiv='refresh' content='0;url=https://elsewhere.example'>",
    "## <base href='https://elsewhere.example'>",
)


@pytest.fixture
def written(live: Live) -> Iterator[Live]:
    """The consultation with hostile words wherever officers write some; its own again afterwards."""
    everything = "\n\n".join(HOSTILE)
    with live.app.app_context(), unit_of_work() as session:
        consultation = consultations.find(session, SLUG)
        before = consultation.page
        sections = [{"heading": "What we keep", "text": everything}]
        texts = dict.fromkeys(("summary", "why", "who", "settled", "open", "help_text"), everything)
        ways = [{**way, "text": everything} for way in before["ways_in"]]
        notices = [{**notice, "sections": sections} for notice in before["privacy"]]
        formats = {"other_formats": {"text": everything}}
        page_changes.put(session, consultation, {**before, **texts, **formats, "ways_in": ways, "privacy": notices})
    yield live
    with live.app.app_context(), unit_of_work() as session:
        page_changes.put(session, consultations.find(session, SLUG), before)


@pytest.fixture(scope="module")
def officer(live: Live) -> str:
    """Somebody who sets up consultations."""
    with live.app.app_context(), unit_of_work() as session:
        factories.officer(session, email=EMAIL, name="Sam")
    return EMAIL


def test_hostile_words_stand_on_every_public_page_and_do_nothing(written: Live, person: Callable[..., Person]) -> None:
    somebody = person(1280)
    asked: list[str] = []
    somebody.page.on("request", lambda request: asked.append(request.url))
    for page in ("", "/privacy", "/get-help", "/other-formats"):
        somebody.page.goto(f"{written.url}/{SLUG}{page}")
        assert somebody.page.title() != "ran"
        assert somebody.page.locator("main").get_by_text("<script>").first.is_visible()
        inside = "main :is(script, style, iframe, form[action*=sign-out], meta, base, svg[onload], img[src*=elsewhere])"
        assert somebody.page.locator(inside).count() == 0
        addresses = somebody.page.locator("main a").evaluate_all("all => all.map(link => link.protocol)")
        assert set(addresses) <= {"http:", "https:", "mailto:", "tel:"}
    somebody.page.goto(f"{written.url}/")
    assert somebody.complaints == []
    assert [url for url in asked if "elsewhere" in url] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_a_consultation_is_begun_and_every_page_of_setting_up_can_be_used_by_everybody(
    live: Live, officer: str, person: Callable[..., Person], width: int
) -> None:
    sam = person(width, script=True)
    come_in_with(sam.page, live, officer)
    sam.go("/officers/")
    sam.press("New consultation")
    sam.press("Make a draft")
    assert sam.page.get_by_role("alert").get_by_role("link").count() == 5
    sam.page.get_by_label("Title").fill(f"What do you think of {width}?")
    sam.page.get_by_label("Short label").fill("Views")
    sam.page.get_by_label("Email address for questions").fill("us@council.example.com")
    sam.page.get_by_label("Opening day").fill("2040-01-10")
    sam.page.get_by_label("Last day for answers").fill("2040-02-10")
    sam.press("Make a draft")
    here = sam.page.url
    assert "Say who the controller is." in sam.page.locator("main").inner_text()
    for task in sam.page.locator(".govuk-task-list__link").evaluate_all("all => all.map(link => link.href)"):
        if "/set-up/" in task:
            sam.go(task)
    sam.go(f"{here}/documents/add")
    sam.go(f"{here}/picture")
    picture = io.BytesIO()
    Image.new("RGB", (800, 600), "navy").save(picture, "JPEG")
    sam.page.get_by_label("Picture file").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    )
    sam.page.get_by_label("What the picture shows").fill("A blue field.")
    sam.press("Save")
    assert sam.page.evaluate("document.querySelector('main img').naturalWidth") == 800
    sam.go(f"{here}/words")
    sam.page.get_by_label("Why we are asking").fill("Read [this](https://www.example.org) and **then** write.")
    sam.press("Preview")
    assert sam.page.locator("main .govuk-inset-text strong").inner_text() == "then"
    sam.press("Save")
    sam.go(f"{here}/facts")
    sam.page.get_by_label("How long data are kept").fill("- Answers: a year")
    sam.page.get_by_label("Reference of the data protection").fill("DPIA-1")
    sam.press("Save")
    assert "Say who the controller is." not in sam.page.locator("main").inner_text()
