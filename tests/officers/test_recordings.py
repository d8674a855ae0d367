"""Officers give the young people's texts a voice: added, heard, replaced and removed, each written down."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from webtest import TestResponse

from engagement import preparing
from engagement.audit.models import Entry
from engagement.consultations import preparations, recordings
from engagement.consultations.models import Consultation, QuestionnaireVersion, Recording
from engagement.consultations.preparations import VOICE
from tests import factories
from tests.clocks import SetClock
from tests.journeys.conftest import asked
from tests.visitor import Visitor

PAGE = "/officers/consultations/views/recordings"
OGG, WAV, MP3, BARE_MP3 = b"OggS....", b"RIFF....WAVEfmt ", b"ID3....", b"\xff\xfb\x90\x00"


@pytest.fixture(autouse=True)
def version(session: Session, consultation: Consultation) -> None:
    """Young people are asked something."""
    factories.version(session, consultation, asked("young_people"))
    session.commit()


def upload(officer: Visitor, sound: bytes) -> TestResponse:
    """Send a file for one text; gives what comes back."""
    form = officer.get(f"{PAGE}/y_change.text").forms[1]
    form["file"] = ("voice.mp3", sound)
    return form.submit()


def recorded(session: Session) -> list[tuple[str, str, bytes, bool]]:
    """What is kept."""
    rows = session.scalars(select(Recording).execution_options(populate_existing=True))
    return [(row.text_key, row.media_type, row.sound, row.prepared) for row in rows]


@pytest.mark.parametrize(
    ("sound", "media_type"),
    [(OGG, "audio/ogg"), (WAV, "audio/wav"), (MP3, "audio/mpeg"), (BARE_MP3, "audio/mpeg")],
)
def test_a_recording_is_kept_as_what_it_is_whatever_its_name_says(
    sound: bytes, media_type: str, officer: Visitor, session: Session
) -> None:
    assert "Listen to it once" in upload(officer, sound).follow()
    assert recorded(session) == [("y_change.text", media_type, sound, False)]
    assert "Listen or change" in officer.get(PAGE)


@pytest.mark.parametrize(
    ("sound", "sentence"),
    [(b"<svg onload=alert(1)>", "not an MP3, OGG or WAV file"), (OGG + b"x" * 1_000_000, "larger than 1 MB")],
)
def test_what_is_no_sound_or_too_large_is_refused_in_words(
    sound: bytes, sentence: str, officer: Visitor, session: Session
) -> None:
    assert sentence in upload(officer, sound)
    assert recorded(session) == []


def test_another_recording_takes_the_place_of_the_first_and_all_is_written_down(
    officer: Visitor, session: Session
) -> None:
    upload(officer, OGG)
    upload(officer, WAV)
    assert [row[2] for row in recorded(session)] == [WAV]
    asks = officer.get(f"{PAGE}/y_change.text").click("Remove this recording")
    assert [row[2] for row in recorded(session)] == [WAV]
    asks.forms[1].submit().follow()
    assert recorded(session) == []
    actions = session.scalars(select(Entry.action).where(Entry.action.startswith("recording")).order_by(Entry.number))
    assert actions.all() == ["recording added", "recording added", "recording removed"]


def test_a_text_that_nobody_is_asked_has_no_page(officer: Visitor) -> None:
    assert officer.get(f"{PAGE}/nobody.text", status=404)


def test_a_prepared_voice_is_heard_and_only_a_recording_can_be_removed(officer: Visitor, session: Session) -> None:
    version = session.scalars(select(QuestionnaireVersion)).one()
    recordings.keep_prepared(session, version.id, "y_change.text", MP3)
    session.commit()
    assert "Prepared." in officer.get(PAGE)
    page = officer.get(f"{PAGE}/y_change.text")
    assert "This is the prepared voice" in page
    assert "Remove this recording" not in page
    assert page.html.audio["aria-label"] == "The prepared voice"


def test_officers_are_told_how_far_the_prepared_voice_is_and_why_there_is_none(
    officer: Visitor, session: Session, clock: SetClock
) -> None:
    assert "0 of 58 texts are spoken by it so far" in officer.get(PAGE)
    version = session.scalars(select(QuestionnaireVersion)).one()
    trouble = "The program espeak-ng is not installed where the workers run."
    for said, expected in ((trouble, trouble), (None, "0 of 58 texts are spoken by it, since 10am on Monday 16 June")):
        preparations.finish(
            session, version.id, VOICE, made_from=preparing.HOW_IT_SPEAKS, trouble=said, now=clock.now()
        )
        session.commit()
        assert expected in officer.get(PAGE)


def test_the_voice_can_be_asked_for_again_and_recordings_stay(officer: Visitor, session: Session) -> None:
    upload(officer, OGG)
    version = session.scalars(select(QuestionnaireVersion)).one()
    recordings.keep_prepared(session, version.id, "y_who.text", MP3)
    session.commit()
    assert "within a few minutes" in officer.get(PAGE).forms[1].submit().follow()
    assert [row[0] for row in recorded(session)] == ["y_change.text"]
    assert "voice" in [thing.name for thing in preparing.waiting()]
