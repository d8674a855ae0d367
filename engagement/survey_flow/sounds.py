"""What a page needs to be read aloud without anybody else hearing of it: our own recordings, served by us."""

import uuid

from flask import jsonify
from werkzeug.wrappers import Response

from engagement.consultations import recordings, service
from engagement.consultations.models import Consultation, State
from engagement.errors import NotFound
from engagement.extensions import clock, db
from engagement.survey_flow.audience import Audience


def sounds(audience: Audience, slug: str, version_id: uuid.UUID) -> Response:
    """The keys of the texts of a version that have a recording, as JSON for the script."""
    consultation = _published(slug)
    return jsonify(recordings.keys(db.session(), consultation.id, audience.name, version_id))


def sound(audience: Audience, slug: str, version_id: uuid.UUID, text_key: str) -> Response:
    """The recording of one text."""
    consultation = _published(slug)
    found = recordings.find(db.session(), consultation.id, audience.name, version_id, text_key)
    return Response(found.sound, content_type=found.media_type)


def _published(slug: str) -> Consultation:
    # Not a visit: an answer that is kept and may come late must not bring the browser an old session.
    consultation = service.find(db.session(), slug)
    if consultation.state_at(clock.now()) is State.DRAFT:
        raise NotFound("This consultation is not published.")
    return consultation
