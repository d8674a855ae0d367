"""The blueprint that every officers' page belongs to, and what their frame needs."""

from flask import Blueprint, request, url_for
from flask_login import current_user

from engagement.officers.guard import officers_only
from engagement.questionnaires.definition import AudienceName
from engagement.reporting.disclosure import HIDDEN, too_few

blueprint = Blueprint("officers", __name__, template_folder="templates")
blueprint.before_request(officers_only)

AUDIENCE_NAMES: dict[AudienceName, str] = {
    "schools": "Schools",
    "families": "Families",
    "young_people": "Young people",
}
# The sections of one consultation: the endpoint of each first page, its name, and where it begins.
SECTIONS = (
    ("officers.overview", "Overview"),
    ("officers.deadline", "Deadline"),
    ("officers.contacts", "Contacts"),
    ("officers.waves", "Letters"),
    ("officers.ledger", "Mail ledger"),
    ("officers.entries", "Paper and phone"),
    ("officers.results", "Results"),
    ("officers.recordings", "Recordings"),
    ("officers.videos", "BSL videos"),
    ("officers.paper", "Paper forms"),
    ("officers.translations", "Translations"),
    ("officers.look", "Council"),
)


@blueprint.context_processor
def for_the_frame() -> dict[str, object]:
    """Links of the frame: the officers' own home, and the sections with the present one marked."""
    slug = (request.view_args or {}).get("slug")
    sections = []
    if slug and current_user.is_authenticated:
        for endpoint, name in SECTIONS:
            address = url_for(endpoint, slug=slug)
            here = request.path.rstrip("/") == address.rstrip("/") or (
                endpoint != SECTIONS[0][0] and request.path.startswith(address)
            )
            sections.append((name, address, here))
    return {
        "home_url": url_for("officers.consultations"),
        "sections": sections,
        "audience_names": AUDIENCE_NAMES,
        "hidden": HIDDEN,
        "too_few": too_few,
    }
