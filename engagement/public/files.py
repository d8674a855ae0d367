"""Pictures and documents that a consultation publishes: pictures to look at, documents to keep."""

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from engagement.consultations import files
from engagement.consultations.page import page_of
from engagement.errors import NotFound
from engagement.extensions import db
from engagement.public.finding import find_consultation
from engagement.public.views import blueprint


@blueprint.get("/<slug>/files/<name>")
def published_file(slug: str, name: str) -> ResponseReturnValue:
    """One file that the page shows now; a document is for saving, under its title."""
    consultation, _ = find_consultation(slug)
    page = page_of(consultation)
    document = next((document for document in page.documents if document.file == name), None)
    if document is None and (page.picture is None or page.picture.uploaded != name):
        raise NotFound("There is no such file.")
    content, media_type = files.content_of(db.session(), consultation.id, name)
    response = Response(content, mimetype=media_type)
    if document is not None:
        ending = name.rpartition(".")[2]
        saved_as = f"{secure_filename(document.title)[:80] or 'document'}.{ending}"
        response.headers["Content-Disposition"] = f'attachment; filename="{saved_as}"'
    response.set_etag(name)
    return response.make_conditional(request)
