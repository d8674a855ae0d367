"""The same version on paper and in BSL, in a real browser: offered to everybody, and nothing fetched unasked."""

import base64
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from engagement.consultations import service, videos
from engagement.consultations.models import QuestionnaireVersion
from engagement.extensions import clock
from engagement.paper import library
from engagement.paper.kinds import KINDS
from engagement.unit_of_work import unit_of_work
from tests.browser.conftest import Person
from tests.live import SLUG, Live

pytestmark = pytest.mark.browser
MakePerson = Callable[..., Person]

# A second of a moving square, as WebM.
FILMED = """async () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 90 })
  const drawing = canvas.getContext('2d')
  const recorder = new MediaRecorder(canvas.captureStream(10), { mimeType: 'video/webm;codecs=vp8' })
  const parts = []
  recorder.ondataavailable = (event) => parts.push(event.data)
  recorder.start()
  for (let step = 0; step < 15; step++) {
    drawing.fillStyle = step % 2 ? '#224466' : '#99bbdd'
    drawing.fillRect(step * 8, 20, 30, 40)
    await new Promise((resolve) => setTimeout(resolve, 60))
  }
  await new Promise((resolve) => { recorder.onstop = resolve; recorder.stop() })
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer())
  return btoa(String.fromCharCode(...bytes))
}"""


@pytest.fixture
def signed(live: Live, person: MakePerson) -> Iterator[None]:
    """A film of the young people's first question, for as long as a test needs it."""
    filming = person(360)
    filming.go(f"/{SLUG}/young-people")
    film = base64.b64decode(filming.page.evaluate(FILMED))
    with live.app.app_context(), unit_of_work() as session:
        version = session.scalars(
            select(QuestionnaireVersion).where(QuestionnaireVersion.audience == "young_people")
        ).one()
        videos.keep(session, service.find(session, SLUG), version.id, "y_who", film)
    yield
    with live.app.app_context(), unit_of_work() as session:
        videos.remove(session, service.find(session, SLUG), version.id, "y_who")


@pytest.mark.usefixtures("signed")
def test_a_signed_question_plays_when_asked_and_fetches_nothing_before(live: Live, person: MakePerson) -> None:
    child = person(360)
    child.go(f"/{SLUG}/young-people")
    asked: list[str] = []
    child.page.on("request", lambda request: asked.append(request.url))
    child.press("I want to start")
    player = child.page.locator("video")
    expect(player).to_be_visible()
    assert not any("/video/" in url for url in asked)
    length = player.evaluate("async (video) => { video.muted = true; await video.play(); return video.videoWidth }")
    assert length == 160
    assert any("/video/" in url for url in asked)
    assert all(url.startswith(live.url) for url in asked)
    child.press("Next")
    expect(child.page.locator("video")).to_have_count(0)


@pytest.mark.usefixtures("signed")
def test_without_the_script_a_signed_question_can_still_be_watched(person: MakePerson) -> None:
    child = person(360, script=False)
    child.go(f"/{SLUG}/young-people")
    child.press("I want to start")
    expect(child.page.get_by_role("link", name="If the video does not play here")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("made", [False, True])
def test_the_forms_can_be_found_on_every_screen_made_or_not(
    live: Live, person: MakePerson, width: int, made: bool
) -> None:
    with live.app.app_context(), unit_of_work() as session:
        kent = service.find(session, SLUG)
        for offer in library.offered(session, kent.id).values() if made else ():
            for kind in KINDS:
                library.keep(session, offer.version_id, kind.name, b"%PDF /Type /Page ", clock.now())
    somebody = person(width)
    for place in ("", "/other-formats", "/schools", "/families", "/young-people"):
        somebody.go(f"/{SLUG}{place}")
        said = (
            somebody.page.get_by_role("link", name="Easy Read") if made else somebody.page.get_by_text("We are making")
        )
        expect(said.first).to_be_visible()
