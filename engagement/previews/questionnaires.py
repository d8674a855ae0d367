"""Which questionnaire a preview shows: the working copy, as far as it can be shown, or a version."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import Session

from engagement.consultations import versions
from engagement.consultations.models import Consultation
from engagement.errors import NotFound
from engagement.questionnaires.definition import AudienceName, Questionnaire

NEWEST, COPY = "newest", "copy"
# A working copy is no version: nothing is recorded or signed for it.
NO_VERSION = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Shown:
    """A questionnaire to look at. `faults` are sentences about what is left out of a working copy, or wrong in it."""

    name: str
    questionnaire: Questionnaire
    version_id: uuid.UUID
    faults: Sequence[str] = ()


class Source(NamedTuple):
    """A questionnaire to preview: what its addresses call it, its name, and how many faults it has."""

    key: str
    name: str
    faults: int = 0


def shown(session: Session, consultation: Consultation, audience: AudienceName, source: str) -> Shown:
    """What a source stands for. Raises NotFound where there is nothing that can be shown."""
    for version in versions.every(session, consultation.id):
        if version.audience == audience and source in (NEWEST, str(version.number)):
            compiled = versions.compiled(session, version.id)
            return Shown(f"Version {version.number}", compiled, version.id)
    raise NotFound("There is no such questionnaire.")


def sources(session: Session, consultation: Consultation, audience: AudienceName) -> list[Source]:
    """All that can be looked at of one audience, what is newest first."""
    numbers = [row.number for row in versions.every(session, consultation.id) if row.audience == audience]
    return [Source(str(number), f"Version {number}") for number in numbers]
