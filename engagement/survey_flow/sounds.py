"""What a page needs to be read aloud without anybody else hearing of it: our own recordings, served by us."""

import uuid

from flask import jsonify
from werkzeug.wrappers import Response

from engagement.consultations import recordings
from engagement.extensions import db
from engagement.survey_flow.audience import Audience
from engagement.survey_flow.visits import visit


def sounds(audience: Audience, slug: str, version_id: uuid.UUID) -> Response:
    """The keys of the texts of a version that have a recording, as JSON for the script."""
    here = visit(db.session(), audience, slug)
    return jsonify(recordings.keys(db.session(), here.consultation.id, audience.name, version_id))


def sound(audience: Audience, slug: str, version_id: uuid.UUID, text_key: str) -> Response:
    """The recording of one text."""
    here = visit(db.session(), audience, slug)
    found = recordings.find(db.session(), here.consultation.id, audience.name, version_id, text_key)
    return Response(found.sound, content_type=found.media_type)
