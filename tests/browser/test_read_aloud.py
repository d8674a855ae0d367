"""Reading aloud in a real browser, with a stand-in for the voices that a device may have."""

import io
import json
import re
import wave
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from engagement.consultations.models import QuestionnaireVersion, Recording
from engagement.unit_of_work import unit_of_work
from tests.browser.conftest import Person
from tests.live import SLUG, Live

pytestmark = pytest.mark.browser
MakePerson = Callable[..., Person]

# Says each text in a tenth of a second and writes down what it said.
VOICES = """
window.said = []
const voices = %s
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }
Object.defineProperty(window, 'speechSynthesis', { value: {
  getVoices: () => voices,
  addEventListener: () => undefined,
  cancel: () => undefined,
  speak: (words) => { window.said.push(words.text); setTimeout(() => words.onend(), 100) },
} })
"""
HERE = {"lang": "en-GB", "localService": True}
ELSEWHERE = {"lang": "en-GB", "localService": False}


def with_voices(person: Person, *voices: dict[str, object]) -> Person:
    """The same person on a device that has these voices."""
    person.page.add_init_script(VOICES % json.dumps(voices))
    return person


def to_the_third_question(child: Person) -> None:
    """From the start page to the first question with faces."""
    child.go(f"/{SLUG}/young-people")
    child.press("I want to start")
    child.press("Next")
    child.press("Next")


def test_a_question_is_read_and_then_each_answer_in_order(person: MakePerson) -> None:
    child = with_voices(person(390), HERE)
    to_the_third_question(child)
    child.page.get_by_role("button", name="Read aloud").focus()
    child.page.keyboard.press("Enter")
    expect(child.page.locator(".is-read-aloud")).to_have_count(1)
    expect(child.page.get_by_role("button", name="Stop reading")).to_be_focused()
    expect(child.page.get_by_role("button", name="Read aloud")).to_be_focused()
    said = child.page.evaluate("window.said")
    assert said == ["Do you like going to school?", "Yes", "Sometimes", "No", "I'm not sure"]
    expect(child.page.locator(".is-read-aloud")).to_have_count(0)


def test_reading_stops_when_asked(person: MakePerson) -> None:
    child = with_voices(person(390), HERE)
    child.go(f"/{SLUG}/young-people")
    child.page.get_by_role("button", name="Read aloud").click()
    child.page.get_by_role("button", name="Stop reading").click()
    expect(child.page.locator(".is-read-aloud")).to_have_count(0)
    said = child.page.evaluate("window.said.length")
    child.page.wait_for_timeout(400)
    assert child.page.evaluate("window.said.length") == said < 9


def test_a_voice_that_would_send_words_elsewhere_is_never_used(person: MakePerson) -> None:
    child = with_voices(person(390), ELSEWHERE)
    child.go(f"/{SLUG}/young-people")
    expect(child.page.get_by_text("This device cannot read to you.")).to_be_visible()
    expect(child.page.get_by_role("button", name="Read aloud")).to_have_count(0)
    child.look()


def silence() -> bytes:
    """A WAV file of a twentieth of a second."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8_000)
        sound.writeframes(b"\0\0" * 400)
    return file.getvalue()


def test_a_recording_comes_before_the_device_s_own_voice(live: Live, person: MakePerson) -> None:
    with live.app.app_context(), unit_of_work() as session:
        version = session.scalar(select(QuestionnaireVersion.id).where(QuestionnaireVersion.audience == "young_people"))
        for key in ("y_th_attending.text", "Y3.option.no"):
            session.add(
                Recording(version_id=version, text_key=key, media_type="audio/wav", sound=silence(), prepared=False)
            )
    child = with_voices(person(390), HERE)
    asked: list[str] = []
    child.page.on("request", lambda request: asked.append(request.url))
    to_the_third_question(child)
    child.page.get_by_role("button", name="Read aloud").click()
    expect(child.page.get_by_role("button", name="Stop reading")).to_be_visible()
    expect(child.page.get_by_role("button", name="Read aloud")).to_be_visible()
    assert child.page.evaluate("window.said") == ["Yes", "Sometimes", "I'm not sure"]
    assert [url.rpartition("/")[2] for url in asked if re.search("/sound/[^/]+/", url)] == [
        "y_th_attending.text",
        "Y3.option.no",
    ]
    assert all(url.startswith(live.url) for url in asked)
