"""The blueprint that every officers' page belongs to, and what their frame needs."""

from collections.abc import Iterable
from typing import NamedTuple

from flask import Blueprint, g, request, url_for

from engagement.officers.guard import may_open, officers_only
from engagement.questionnaires.definition import AudienceName
from engagement.reporting.disclosure import HIDDEN, too_few

blueprint = Blueprint("officers", __name__, template_folder="templates")
blueprint.before_request(officers_only)

AUDIENCE_NAMES: dict[AudienceName, str] = {
    "schools": "Schools",
    "families": "Families",
    "young_people": "Young people",
}
# The parts of the workspace that are for all consultations of a council.
EVERYWHERE = (
    ("officers.consultations", "Consultations"),
    ("officers.first_steps", "First steps"),
    ("officers.sending", "Sending"),
    ("officers.no_letters", "No letters"),
    ("officers.officers", "Officers"),
    ("officers.audit_trail", "Audit trail"),
    ("officers.security", "Your security"),
)
# The parts of one consultation, each a name and its pages; a part's first page is where its link leads.
PARTS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Overview", (("officers.overview", "Overview"), ("officers.watch", "Progress"))),
    (
        "Set up",
        (
            ("officers.check_list", "Set up"),
            ("officers.deadline", "Deadline"),
            ("officers.information_sheet", "Information sheet"),
            ("officers.question_log", "Questions and answers"),
            ("officers.preview", "Previews"),
            ("officers.look", "Council"),
        ),
    ),
    (
        "Questions",
        (
            ("officers.questionnaires", "Questionnaires"),
            ("officers.translations", "Translations"),
            ("officers.recordings", "Recordings"),
            ("officers.videos", "BSL videos"),
            ("officers.paper", "Paper forms"),
        ),
    ),
    (
        "Letters",
        (("officers.waves", "Letters"), ("officers.contacts", "Contacts"), ("officers.ledger", "Mail ledger")),
    ),
    (
        "Answers",
        (
            ("officers.texts", "Texts to read"),
            ("officers.redactions", "Redactions"),
            ("officers.entries", "Paper and phone"),
            ("officers.reading_duty", "Who reads"),
        ),
    ),
    ("Results", (("officers.results", "Results"),)),
)


class Link(NamedTuple):
    """One link of the frame; `here` marks where the officer is."""

    name: str
    address: str
    here: bool


@blueprint.context_processor
def for_the_frame() -> dict[str, object]:
    """Links of the frame: what this officer may open everywhere and in one consultation, the present place marked."""
    slug: str | None = (request.view_args or {}).get("slug")
    everywhere: list[Link] = []
    parts: list[Link] = []
    pages: list[Link] = []
    if "may" in g:
        everywhere = _links(EVERYWHERE)
        for name, endpoints in PARTS if slug else ():
            found = _links(endpoints, slug)
            here = any(page.here for page in found)
            parts += [Link(name, found[0].address, here)] if found else []
            pages = found if here and len(found) > 1 else pages
    return {
        "home_url": url_for("officers.consultations"),
        "frame_everywhere": everywhere,
        "frame_parts": parts,
        "frame_pages": pages,
        "audience_names": AUDIENCE_NAMES,
        "may_open": may_open,
        "hidden": HIDDEN,
        "too_few": too_few,
    }


def _links(pages: Iterable[tuple[str, str]], slug: str | None = None) -> list[Link]:
    """Links to those pages that this officer may open. Of addresses that begin the present one, the longest is here."""
    open_pages = [(name, url_for(endpoint, slug=slug)) for endpoint, name in pages if may_open(endpoint)]
    fitting = [address for _, address in open_pages if _begins(request.path, address)]
    present = max(fitting, key=len, default=None)
    return [Link(name, address, address == present) for name, address in open_pages]


def _begins(path: str, address: str) -> bool:
    """Whether a page is this one or stands below it; a page whose address ends in a slash has none below it."""
    return path == address or (not address.endswith("/") and path.startswith(f"{address}/"))
