"""What else asks about a measure: the questionnaires of the other audiences, as they are written or asked."""

from collections.abc import Mapping

from engagement.consultations import working_copies
from engagement.extensions import db
from engagement.officers.blueprint import AUDIENCE_NAMES
from engagement.officers.editor import Desk
from engagement.questionnaires.definition import AudienceName
from engagement.questionnaires.editing.document import Document, measured

# By measure, the name of each other audience with the words in which it is asked.
Elsewhere = Mapping[str, list[tuple[str, str]]]


def other_documents(here: Desk) -> dict[AudienceName, Document]:
    """The questionnaires of the other audiences: what is written, or else what is asked."""
    every = working_copies.documents(db.session(), here.consultation)
    return {audience: document for audience, document in every.items() if audience != here.audience}


def asked_elsewhere(here: Desk) -> Elsewhere:
    """Which measures the other audiences are asked about, and how."""
    found: dict[str, list[tuple[str, str]]] = {}
    for audience, document in other_documents(here).items():
        for measure, words in measured(document):
            found.setdefault(measure, []).append((AUDIENCE_NAMES[audience], words))
    return found
