"""A question in British Sign Language: the video that an officer gave, or the part of it that a player asks for."""

import uuid

from flask import request, stream_with_context
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wrappers import Response

from engagement.consultations import videos
from engagement.consultations.models import SignedVideo
from engagement.extensions import db
from engagement.survey_flow.audience import Audience
from engagement.survey_flow.sounds import published


def video(audience: Audience, slug: str, version_id: uuid.UUID, question_key: str) -> Response:
    """The video of one question: all of it or one range, read from the database while it is sent."""
    consultation = published(slug)
    session = db.session()
    found = videos.find(session, consultation.id, version_id, question_key)
    if request.if_none_match.contains(found.digest):
        response = Response(status=304)
    else:
        part = _part(found)
        start, stop = part or (0, found.size)
        body = stream_with_context(videos.pieces(session, found, start, stop))
        response = Response(body, status=206 if part else 200, content_type=found.media_type)
        response.content_length = stop - start
        if part:
            response.content_range.set(start, stop, found.size)
    response.accept_ranges = "bytes"
    response.set_etag(found.digest)
    return response


def _part(found: SignedVideo) -> tuple[int, int] | None:
    """The range that is asked for; None, for all, where none is, where several are, or where it is of another video."""
    wanted, condition = request.range, request.if_range
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) > 1:
        return None
    if condition.date or (condition.etag and condition.etag != found.digest):
        return None
    part = wanted.range_for_length(found.size)
    if part is None:
        raise RequestedRangeNotSatisfiable(found.size)
    return part
