"""Makes one form of a version from its consultation, and tells when it must be made anew."""

import hashlib
import json
import re
from dataclasses import asdict
from pathlib import Path

from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.errors import EngagementError
from engagement.paper import printed, word_file
from engagement.paper.cover import Cover, Layout
from engagement.paper.front import cover_of
from engagement.questionnaires.definition import AudienceName, Questionnaire

PACKAGE = Path(__file__).parents[1]
MAKERS = {".pdf": printed.pdf, ".docx": word_file.word}
PAGE = re.compile(rb"/Type\s*/Page\b")


class MakersMissing(EngagementError):
    """The libraries that make forms are not installed where somebody tried to make one."""


def made_from(consultation: Consultation, version: QuestionnaireVersion, layout: Layout) -> str:
    """A digest of all that a form says: another deadline or contact asks for another form."""
    said = {"cover": asdict(cover_of(consultation, version)), "asked": version.content_hash, "layout": layout}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def make(questionnaire: Questionnaire, cover: Cover, layout: Layout, suffix: str) -> bytes:
    """One form, as a PDF or a Word file. Raises CannotBePrinted and MakersMissing."""
    try:
        return MAKERS[suffix](questionnaire, cover, layout, pictures_of(questionnaire.audience))
    except ModuleNotFoundError as missing:
        raise MakersMissing(
            f"{missing.name} is not installed where the workers run. Install requirements/run.txt there, then make "
            "the forms again."
        ) from missing


def pictures_of(audience: AudienceName) -> dict[str, bytes]:
    """The pictures that an audience's options may name."""
    folder = PACKAGE / audience / "static" / audience
    return {path.stem: path.read_bytes() for path in sorted(folder.glob("*.svg"))}


def pages_of(form: bytes) -> int | None:
    """How many pages a PDF of ours has; unknown of a Word file, which flows anew on every computer."""
    return len(PAGE.findall(form)) if form.startswith(b"%PDF") else None
