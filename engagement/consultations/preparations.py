"""What workers have made of published versions, and asking them for something anew."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session, defer

from engagement.consultations.models import Consultation, Preparation, QuestionnaireVersion
from engagement.persistence import insert_or
from engagement.questionnaires.definition import AUDIENCES, AudienceName

# The `thing` of a version's voice; its forms are called as in `paper.kinds`.
VOICE = "voice"
InUse = tuple[Consultation, QuestionnaireVersion]


def newest_versions(session: Session, *conditions: ColumnElement[bool]) -> list[InUse]:
    """The version that each audience is given now, without its document, of the consultations that are meant."""
    query = (
        select(Consultation, QuestionnaireVersion)
        .join(QuestionnaireVersion, QuestionnaireVersion.consultation_id == Consultation.id)
        .where(*conditions)
        .order_by(Consultation.slug, QuestionnaireVersion.number)
        .options(defer(QuestionnaireVersion.document))
    )
    found = {(row.id, version.audience): (row, version) for row, version in session.execute(query)}
    return sorted(
        found.values(), key=lambda each: (each[0].slug, AUDIENCES.index(cast(AudienceName, each[1].audience)))
    )


def of_versions(session: Session, version_ids: Collection[uuid.UUID]) -> Mapping[tuple[uuid.UUID, str], Preparation]:
    """What was made of some versions, by version and thing."""
    query = select(Preparation).where(Preparation.version_id.in_(version_ids))
    return {(row.version_id, row.thing): row for row in session.scalars(query)}


def finish(
    session: Session, version_id: uuid.UUID, thing: str, *, made_from: str, trouble: str | None, now: datetime
) -> None:
    """Write down that a thing was made, or why it could not be. Twice is as good as once."""
    outcome = {"made_from": made_from, "trouble": trouble, "finished_at": now}
    session.execute(
        insert_or(session, Preparation)
        .values(version_id=version_id, thing=thing, **outcome)
        .on_conflict_do_update(index_elements=["version_id", "thing"], set_=outcome)
    )


def ask_again(session: Session, version_ids: Collection[uuid.UUID], things: Collection[str]) -> None:
    """Have workers make things once more. What they made before stays until then."""
    session.execute(delete(Preparation).where(Preparation.version_id.in_(version_ids), Preparation.thing.in_(things)))
