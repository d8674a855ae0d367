"""A council's colours and logo as files, named by what is in them so that browsers may keep them for ever."""

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from engagement.councils import service as councils
from engagement.councils.models import Council
from engagement.errors import NotFound
from engagement.extensions import db
from engagement.public.views import blueprint


@blueprint.get("/look/<uuid:council_id>-<version>.css")
def look_style(council_id: uuid.UUID, version: str) -> ResponseReturnValue:
    """The colours of a council's pages: custom properties and nothing else."""
    council = councils.find(db.session(), council_id)
    if council.palette is None:
        raise NotFound("This council has the neutral look.")
    if version != council.palette.version:
        return redirect(style_address(council) or "")
    return _file(council.palette.style(), "text/css", version)


@blueprint.get("/look/<uuid:council_id>-<version>.<any(png, webp):ending>")
def look_logo(council_id: uuid.UUID, version: str, ending: str) -> ResponseReturnValue:
    """The logo at the top of a council's pages."""
    council = councils.find(db.session(), council_id)
    if council.logo_hash is None:
        raise NotFound("This council has no logo.")
    if (version, ending) != (council.logo_hash, council.logo_ending):
        return redirect(logo_address(council) or "")
    return _file(councils.logo_of(db.session(), council), council.logo_type, version)


@blueprint.app_template_global("look_style")
def style_address(council: Council) -> str | None:
    """Where a council's colours are, unless they are the neutral ones."""
    palette = council.palette
    return url_for("public.look_style", council_id=council.id, version=palette.version) if palette else None


@blueprint.app_template_global("look_logo")
def logo_address(council: Council) -> str | None:
    """Where a council's logo is, if it has one."""
    if council.logo_hash is None:
        return None
    return url_for("public.look_logo", council_id=council.id, version=council.logo_hash, ending=council.logo_ending)


def _file(content: str | bytes, media_type: str | None, version: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.set_etag(version)
    return response.make_conditional(request)
