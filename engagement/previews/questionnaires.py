"""Which questionnaire a preview shows: the working copy, as far as it can be shown, or a version."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import Session

from engagement.consultations import versions, working_copies
from engagement.consultations.models import Consultation
from engagement.errors import NotFound
from engagement.questionnaires import unfinished
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


class NothingToShow(NotFound):
    """There is a working copy, and not one question of it can be shown yet. `faults` says why."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("Nothing of this questionnaire can be shown yet.")
        self.faults = faults


class Source(NamedTuple):
    """A questionnaire to preview: what its addresses call it, its name, and how many faults it has."""

    key: str
    name: str
    faults: int = 0


def shown(session: Session, consultation: Consultation, audience: AudienceName, source: str) -> Shown:
    """What a source stands for. Raises NotFound, and NothingToShow for a copy that is not far enough."""
    if source in (NEWEST, COPY) and (copy := working_copies.find(session, consultation, audience)) is not None:
        questionnaire, faults = unfinished.as_far_as_it_goes(copy.document), working_copies.faults(copy)
        if questionnaire is None:
            raise NothingToShow(faults)
        return Shown("Working copy", questionnaire, NO_VERSION, faults)
    for version in versions.of_audience(session, consultation.id, audience):
        if source in (NEWEST, str(version.number)):
            compiled = versions.compiled(session, version.id)
            return Shown(f"Version {version.number}", compiled, version.id)
    raise NotFound("There is no such questionnaire.")


def sources(session: Session, consultation: Consultation, audience: AudienceName) -> list[Source]:
    """All that can be looked at of one audience, what is newest first."""
    copy = working_copies.find(session, consultation, audience)
    numbers = [row.number for row in versions.of_audience(session, consultation.id, audience)]
    published = [Source(str(number), f"Version {number}") for number in numbers]
    return published if copy is None else [Source(COPY, "Working copy", len(working_copies.faults(copy))), *published]


def audiences(session: Session, consultation: Consultation) -> set[AudienceName]:
    """Who would be asked if all that is being written were published."""
    return {*versions.audiences_asked(session, consultation.id), *working_copies.every(session, consultation)}
