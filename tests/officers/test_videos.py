"""Officers give questions a video in BSL; players fetch it whole or in parts, and only its own page shows it."""

import hashlib

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from webtest import TestResponse

from engagement.audit.models import Entry
from engagement.consultations import videos
from engagement.consultations.models import Consultation, QuestionnaireVersion, SignedVideo
from tests import factories
from tests.journeys.conftest import asked
from tests.survey_flow.test_speed import counted
from tests.visitor import Visitor

PAGE = "/officers/consultations/views/videos"
MP4 = b"\0\0\0\x20ftypisom" + bytes(range(256)) * 5_000
WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + b"v" * 99
KEY = "y_th_attending"


@pytest.fixture(autouse=True)
def version(session: Session, consultation: Consultation) -> QuestionnaireVersion:
    """Young people are asked something."""
    made = factories.version(session, consultation, asked("young_people"))
    session.commit()
    return made


@pytest.fixture
def address(version: QuestionnaireVersion) -> str:
    """Where people's players find the video."""
    return f"/views/young-people/video/{version.id}/{KEY}"


def upload(officer: Visitor, version: QuestionnaireVersion, content: bytes, **expect: int) -> TestResponse:
    """Send a file for one question; gives what comes back."""
    form = officer.get(f"{PAGE}/{version.id}/{KEY}").forms[1]
    form["file"] = ("signs.mov", content)
    return form.submit(**expect)


def kept(session: Session) -> list[tuple[str, str, int, str]]:
    """What is kept."""
    rows = session.scalars(select(SignedVideo).execution_options(populate_existing=True))
    return [(row.question_key, row.media_type, row.size, row.digest) for row in rows]


@pytest.mark.parametrize(("content", "media_type"), [(MP4, "video/mp4"), (WEBM, "video/webm")])
def test_a_video_is_kept_as_what_it_is_whatever_its_name_says(
    officer: Visitor,
    version: QuestionnaireVersion,
    session: Session,
    address: str,
    content: bytes,
    media_type: str,
) -> None:
    assert "Watch it once" in upload(officer, version, content).follow()
    assert kept(session) == [(KEY, media_type, len(content), hashlib.sha256(content).hexdigest())]
    assert "Watch or change" in officer.get(PAGE)
    sent = officer.get(address)
    assert (sent.body, sent.content_type) == (content, media_type)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<svg onload=alert(1)>",
        b"\0\0\0\x20ftypqt  ",
        b"\0\0\0\x20ftypheic",
        b"\x1a\x45\xdf\xa3matroska",
    ],
)
def test_what_no_browser_would_play_is_refused_in_words(
    officer: Visitor, version: QuestionnaireVersion, session: Session, content: bytes
) -> None:
    page = upload(officer, version, content)
    assert "not an MP4 or WebM video" in page or "Choose a video file" in page
    assert kept(session) == []


@pytest.mark.parametrize("extra", [1, videos.LARGEST])
def test_a_huge_video_is_refused_with_the_limit(
    officer: Visitor, version: QuestionnaireVersion, session: Session, extra: int
) -> None:
    page = upload(officer, version, MP4 + bytes(videos.LARGEST - len(MP4) + extra), expect_errors=True)
    assert "It may be up to 40 MB" in page
    assert kept(session) == []


def test_nobody_but_officers_may_send_so_much(visitor: Visitor, version: QuestionnaireVersion) -> None:
    visitor.post(f"{PAGE}/{version.id}/{KEY}", upload_files=[("file", "a.mp4", bytes(7_000_000))], status=413)


def test_another_video_takes_the_place_of_the_first_and_all_is_written_down(
    officer: Visitor, version: QuestionnaireVersion, session: Session, address: str
) -> None:
    upload(officer, version, MP4)
    upload(officer, version, WEBM)
    assert officer.get(address).body == WEBM
    asks = officer.get(f"{PAGE}/{version.id}/{KEY}").click("Remove this video")
    assert len(kept(session)) == 1
    asks.forms[1].submit().follow()
    assert kept(session) == []
    assert officer.get(address, status=404)
    actions = session.scalars(select(Entry.action).where(Entry.action.startswith("video")).order_by(Entry.number))
    assert actions.all() == ["video added", "video added", "video removed"]


@pytest.mark.parametrize("place", ["{version}/nothing", "00000000-0000-0000-0000-000000000000/y_age"])
def test_a_question_that_nobody_is_asked_has_no_page(
    officer: Visitor, version: QuestionnaireVersion, place: str
) -> None:
    assert officer.get(f"{PAGE}/{place.format(version=version.id)}", status=404)


@pytest.mark.parametrize(
    ("wanted", "start", "stop"),
    [
        ("bytes=0-", 0, len(MP4)),
        ("bytes=0-1", 0, 2),
        ("bytes=700000-1200000", 700_000, 1_200_001),
        ("bytes=-10", len(MP4) - 10, len(MP4)),
        ("bytes=10-99999999", 10, len(MP4)),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(
    officer: Visitor, version: QuestionnaireVersion, address: str, wanted: str, start: int, stop: int
) -> None:
    upload(officer, version, MP4)
    sent = officer.get(address, headers={"Range": wanted}, status=206)
    assert sent.body == MP4[start:stop]
    assert sent.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(MP4)}"
    assert int(sent.headers["Content-Length"]) == stop - start
    assert sent.headers["Accept-Ranges"] == "bytes"
    assert sent.headers["Cache-Control"] == "private, max-age=3600"


def test_a_part_that_is_not_there_and_parts_of_another_video_are_not_sent(
    officer: Visitor, version: QuestionnaireVersion, address: str
) -> None:
    upload(officer, version, MP4)
    assert officer.get(address, headers={"Range": "bytes=9999999-"}, status=416)
    for headers in (
        {"Range": "bytes=0-1", "If-Range": '"another"'},
        {"Range": "bytes=0-1,4-5"},
        {"Range": "lines=0-1"},
    ):
        assert officer.get(address, headers=headers, status=200).body == MP4
    known = officer.get(address).headers["ETag"]
    assert officer.get(address, headers={"Range": "bytes=0-1", "If-Range": known}, status=206)
    assert officer.get(address, headers={"If-None-Match": known}, status=304).body == b""


def test_only_the_page_of_its_question_shows_a_video_and_it_costs_no_query(
    officer: Visitor, visitor: Visitor, version: QuestionnaireVersion, session: Session
) -> None:
    upload(officer, version, MP4)
    visitor.get("/views/young-people").forms[0].submit()
    with counted(session) as opening:
        page = visitor.get(f"/views/young-people/q/{KEY}")
    assert len(opening.statements) <= 3, opening.statements
    player = page.html.video
    assert "controls" in player.attrs
    assert "autoplay" not in player.attrs
    assert player["preload"] == "none"
    assert page.html.find(id=player["aria-labelledby"]).text == "This question in British Sign Language"
    assert page.click("If the video does not play here").body == MP4
    assert visitor.get("/views/young-people/q/y_th_belonging").html.video is None


def test_a_video_before_publication_is_for_officers_only(
    officer: Visitor,
    visitor: Visitor,
    version: QuestionnaireVersion,
    session: Session,
    consultation: Consultation,
    address: str,
) -> None:
    upload(officer, version, MP4)
    consultation.published_at = None
    session.commit()
    assert officer.get(address).body == MP4
    assert visitor.get(address, status=404)
