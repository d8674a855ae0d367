"""Forms to print or to type in, at addresses that stay the same whatever the version."""

import io

from flask import send_file
from werkzeug.wrappers import Response

from engagement.errors import NotFound
from engagement.extensions import db
from engagement.paper import library
from engagement.paper.kinds import BY_NAME
from engagement.public.finding import find_consultation
from engagement.questionnaires.definition import AUDIENCES


def paper_form(slug: str, audience: str, name: str) -> Response:
    """One form of an audience's present version. Whoever has it already is told so by its digest."""
    consultation, _ = find_consultation(slug)
    asked, kind = audience.replace("-", "_"), BY_NAME.get(name)
    if kind is None or asked not in AUDIENCES or "_" in audience:
        raise NotFound("There is no such form.")
    form, version = library.find(db.session(), consultation.id, asked, name)
    return send_file(
        io.BytesIO(form.content),
        mimetype=kind.media_type,
        as_attachment=kind.suffix == ".docx",
        download_name=f"{slug}-{audience}-version-{version.number}-{name}",
        etag=form.digest,
        max_age=0,
    )
