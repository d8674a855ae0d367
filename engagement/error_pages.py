"""From an error to a status and a page: in plain words for people, in JSON for machines."""

import logging
import traceback
from dataclasses import dataclass

from flask import Flask, Response, current_app, has_request_context, json, request, url_for
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.routing import BaseConverter

from engagement.errors import EngagementError, InvalidDocument, LinkNotUsable, NotFound, Refused
from engagement.language import english

# The domain's errors, the most particular first.
DOMAIN_ERRORS: tuple[tuple[type[EngagementError], int, str], ...] = (
    (LinkNotUsable, 410, "link_not_usable"),
    (NotFound, 404, "not_found"),
    (Refused, 409, "refused"),
    (InvalidDocument, 422, "invalid_document"),
    (EngagementError, 400, "refused"),
)
HTTP_ERRORS = {
    403: "forbidden",
    404: "not_found",
    405: "wrong_way_in",
    410: "not_found",
    413: "too_large",
    429: "too_many",
    503: "unavailable",
}


class Part(BaseConverter):
    """A part of an address. PostgreSQL cannot even look for NUL, so there is no page at an address with one."""

    regex = r"[^/\0]+"
    part_isolating = True


@dataclass(frozen=True)
class Fault:
    """What the answer says: the status, the page that explains it, and sentences of its own if it has any."""

    status: int
    page: str
    sentences: tuple[str, ...] = ()


def register(app: Flask) -> None:
    """Answer the domain's errors, HTTP errors and unexpected ones; keep personal data out of the log.

    Called before any route is made, so that each takes the parts of addresses that it can do something with.
    """
    app.url_map.converters["default"] = Part
    app.register_error_handler(EngagementError, on_domain_error)
    app.register_error_handler(HTTPException, on_http_error)
    app.logger.addFilter(without_personal_data)


def on_domain_error(error: EngagementError) -> Response:
    """The page for an error in the domain's words."""
    status, page = next((status, page) for kind, status, page in DOMAIN_ERRORS if isinstance(error, kind))
    # All links that do not work must look the same, and so must all that is missing.
    sentences = () if isinstance(error, NotFound) else tuple(str(error).splitlines())
    return answer(Fault(status, page, sentences), Response())


def on_http_error(error: HTTPException) -> Response:
    """The page for an HTTP error, keeping its own headers (which methods are allowed, when to try again)."""
    response = Response(headers=error.get_response().headers.items())
    status = error.code or InternalServerError.code
    if status < 400:
        response.status_code = status
        return response
    return answer(Fault(status, HTTP_ERRORS.get(status, "unexpected" if status >= 500 else "bad_request")), response)


def answer(fault: Fault, response: Response) -> Response:
    """Fill a response with the page or the JSON of a fault.

    Renders without context processors, because the fault may be that one of them cannot reach the database.
    """
    template = current_app.jinja_env.get_template(f"errors/{fault.page}.html")
    response.status_code = fault.status
    if wants_json():
        title = "".join(template.blocks["page_title"](template.new_context()))
        body = {"status": fault.status, "title": title, "detail": " ".join(fault.sentences)}
        response.data = json.dumps(body)
        response.content_type = "application/problem+json"
        return response
    response.data = template.render(
        # What the domain refuses it refuses in English; of a link, the page where it was tried says so.
        sentences=[line if fault.page == "link_not_usable" else english(line) for line in fault.sentences],
        home_url=url_for("public.home"),
        help_url=url_for("public.get_help"),
        privacy_url=url_for("public.privacy"),
    )
    response.content_type = "text/html; charset=utf-8"
    return response


def wants_json() -> bool:
    """Whether a machine is asking: a health check, or whoever prefers JSON to a page."""
    if request.path.startswith("/health"):
        return True
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def without_personal_data(record: logging.LogRecord) -> bool:
    """Log where an exception came from, but neither its message nor the address, which may hold somebody's words."""
    if record.exc_info and record.exc_info[0]:
        kind, _, trace = record.exc_info
        place = request.endpoint if has_request_context() else None
        record.msg = f"{kind.__module__}.{kind.__qualname__} in {place}\n{''.join(traceback.format_tb(trace))}"
        record.args = None
        record.exc_info = None
    return True
