"""What a page needs to be read aloud without anybody else hearing of it: our own recordings, served by us."""

import uuid

from flask import jsonify
from flask_login import current_user
from werkzeug.wrappers import Response

from engagement.consultations import recordings, service
from engagement.consultations.models import Consultation, State
from engagement.errors import NotFound
from engagement.extensions import clock, db
from engagement.survey_flow.audience import Audience


def sounds(audience: Audience, slug: str, version_id: uuid.UUID) -> Response:
    """The keys of the texts of a version that can be heard, by whether a person reads them, as JSON for the script."""
    consultation = published(slug)
    heard = recordings.keys(db.session(), consultation.id, audience.name, version_id)
    return jsonify(
        recorded=[key for key, prepared in heard.items() if not prepared],
        prepared=[key for key, prepared in heard.items() if prepared],
    )


def sound(audience: Audience, slug: str, version_id: uuid.UUID, text_key: str) -> Response:
    """The recording of one text."""
    consultation = published(slug)
    found = recordings.find(db.session(), consultation.id, audience.name, version_id, text_key)
    return Response(found.sound, content_type=found.media_type)


def published(slug: str) -> Consultation:
    """The consultation that a file belongs to, once it is published; officers find it before. Raises NotFound."""
    # Not a visit: an answer that is kept and may come late must not bring the browser an old session.
    consultation = service.find(db.session(), slug)
    if (
        consultation.state_at(clock.now()) is State.DRAFT
        and getattr(current_user, "council_id", None) != consultation.council_id
    ):
        raise NotFound("This consultation is not published.")
    return consultation
