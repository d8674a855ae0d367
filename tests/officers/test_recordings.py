"""Officers give the young people's texts a voice: added, heard, replaced and removed, each written down."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from webtest import TestResponse

from engagement.audit.models import Entry
from engagement.consultations.models import Consultation, Recording
from tests import factories
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
