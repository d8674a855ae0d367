"""Recordings are served to whoever answers that version, and to nobody by another address."""

import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations import recordings
from engagement.consultations.models import Consultation, QuestionnaireVersion, Recording
from tests.journeys.conftest import kent as kent  # a fixture
from tests.journeys.walking import SLUG
from tests.visitor import Visitor

SOUND = b"OggS and so on"


@pytest.fixture
def version(session: Session, kent: Consultation) -> uuid.UUID:
    """The young people's version, with one text recorded."""
    found = session.scalar(select(QuestionnaireVersion.id).where(QuestionnaireVersion.audience == "young_people"))
    assert found is not None
    session.add(
        Recording(version_id=found, text_key="Y3.option.yes", media_type="audio/ogg", sound=SOUND, prepared=False)
    )
    session.commit()
    return found


def test_a_recording_is_served_as_it_was_given_and_kept_by_one_browser_only(
    version: uuid.UUID, visitor: Visitor
) -> None:
    page = visitor.get(f"/{SLUG}/young-people/sound/{version}/Y3.option.yes")
    assert (page.body, page.content_type) == (SOUND, "audio/ogg")
    assert page.headers["Cache-Control"] == "private, max-age=3600"


def test_pages_learn_which_texts_somebody_reads_and_which_are_prepared(
    version: uuid.UUID, visitor: Visitor, session: Session
) -> None:
    recordings.keep_prepared(session, version, "Y3.option.no", b"ID3")
    session.commit()
    assert visitor.get(f"/{SLUG}/young-people/sound/{version}").json == {
        "recorded": ["Y3.option.yes"],
        "prepared": ["Y3.option.no"],
    }


@pytest.mark.parametrize("address", ["young-people/sound/{}/y_change.text", "families/sound/{}/Y3.option.yes"])
def test_what_is_not_recorded_there_is_not_found(address: str, version: uuid.UUID, visitor: Visitor) -> None:
    assert visitor.get(f"/{SLUG}/{address.format(version)}", status=404)
