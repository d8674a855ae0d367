"""Reading aloud in a real browser, with a stand-in for the voices that a device may have."""

import io
import json
import re
import wave
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select

from engagement.consultations import recordings, versions
from engagement.consultations import service as consultations
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


def give(live: Live, *keys: str, prepared: bool) -> None:
    """Keep a sound for some of the texts that young people are asked, and nothing else."""
    with live.app.app_context(), unit_of_work() as session:
        version = session.scalar(select(QuestionnaireVersion.id).where(QuestionnaireVersion.audience == "young_people"))
        session.execute(delete(Recording).where(Recording.text_key.in_(keys) | (Recording.prepared == prepared)))
        for key in keys:
            session.add(
                Recording(version_id=version, text_key=key, media_type="audio/wav", sound=silence(), prepared=prepared)
            )


def listen(child: Person) -> list[str]:
    """Have the third question read to its end; gives the keys of the sounds that were fetched."""
    asked: list[str] = []
    child.page.on("request", lambda request: asked.append(request.url))
    to_the_third_question(child)
    child.page.get_by_role("button", name="Read aloud").click()
    expect(child.page.get_by_role("button", name="Stop reading")).to_be_visible()
    expect(child.page.get_by_role("button", name="Read aloud")).to_be_visible()
    assert all(url.startswith(child.url) for url in asked)
    return [url.rpartition("/")[2] for url in asked if re.search("/sound/[^/]+/", url)]


def test_a_recording_comes_before_the_device_s_own_voice(live: Live, person: MakePerson) -> None:
    give(live, "y_th_attending.text", "Y3.option.no", prepared=False)
    child = with_voices(person(390), HERE)
    assert listen(child) == ["y_th_attending.text", "Y3.option.no"]
    assert child.page.evaluate("window.said") == ["Yes", "Sometimes", "I'm not sure"]


def test_the_prepared_voice_is_not_fetched_where_the_device_has_one_of_its_own(live: Live, person: MakePerson) -> None:
    give(live, "y_th_attending.text", prepared=False)
    give(live, "Y3.option.yes", "Y3.option.no", prepared=True)
    child = with_voices(person(390), HERE)
    assert listen(child) == ["y_th_attending.text"]
    assert child.page.evaluate("window.said") == ["Yes", "Sometimes", "No", "I'm not sure"]


def test_where_the_device_has_no_voice_of_its_own_recordings_and_then_the_prepared_voice_are_heard(
    live: Live, person: MakePerson
) -> None:
    give(live, "y_th_attending.text", prepared=False)
    give(live, "Y3.option.yes", "Y3.option.no", prepared=True)
    child = with_voices(person(390), ELSEWHERE)
    assert listen(child) == ["y_th_attending.text", "Y3.option.yes", "Y3.option.no"]
    assert child.page.evaluate("window.said") == []


@pytest.mark.parametrize(
    ("audience", "button", "last"), [("schools", "Start now", "s_themes"), ("families", "Start now", "f_role")]
)
def test_headings_the_words_below_them_and_the_lines_of_a_table_are_heard_by_their_own_keys(
    live: Live, person: MakePerson, audience: str, button: str, last: str
) -> None:
    with live.app.app_context(), unit_of_work() as session:
        kent = consultations.find(session, SLUG)
        version = session.scalars(
            select(QuestionnaireVersion).where(
                QuestionnaireVersion.consultation_id == kent.id, QuestionnaireVersion.audience == audience
            )
        ).one()
        asked = versions.compiled(session, version.id)
        section = next(each for each in asked.sections if any(question.key == last for question in each.questions))
        for text in recordings.texts_heard(asked):
            recordings.keep_prepared(session, version.id, text.context, silence())
    somebody = with_voices(person(390))
    fetched: list[str] = []
    somebody.page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    somebody.go(f"/{SLUG}/{audience}")
    somebody.press(button)
    somebody.go(f"/{SLUG}/{audience}/q/{section.key}")
    somebody.page.get_by_role("button", name="Read aloud").click()
    expect(somebody.page.get_by_role("button", name="Stop reading")).to_be_visible()
    expect(somebody.page.get_by_role("button", name="Read aloud")).to_be_visible(timeout=60_000)
    wanted = [f"{section.key}.title", f"{section.key}.introduction"] if section.introduction else []
    for question in section.questions:
        wanted.append(f"{question.key}.text")
        wanted += [f"{question.key}.row.{row.key}" for row in question.rows]
        if question.kind != "rank":
            wanted += [f"{question.scale or question.key}.option.{option.key}" for option in question.options]
    assert set(wanted) - set(fetched) == set()
