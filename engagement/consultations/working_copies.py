"""Working copies: the next version of a questionnaire while officers write it, kept whatever faults it has."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engagement.consultations import versions
from engagement.consultations.models import Consultation
from engagement.consultations.working_copy_models import WorkingCopy
from engagement.errors import Refused
from engagement.persistence import insert_unless_there, rows_changed
from engagement.questionnaires import schema
from engagement.questionnaires.definition import AUDIENCES, AudienceName, Layout, Questionnaire
from engagement.questionnaires.editing.document import options_for, questions
from engagement.questionnaires.editing.words import wrong

LAYOUTS: Mapping[AudienceName, Layout] = {
    "schools": "sections",
    "families": "sections",
    "young_people": "one_per_page",
}


class ChangedMeanwhile(Refused):
    """Somebody else has changed the working copy since it was shown."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody has changed this questionnaire since you opened the page. Nothing of theirs was overwritten. "
            "Look at what it says now, then make your change again."
        )


def find(session: Session, consultation: Consultation, audience: AudienceName) -> WorkingCopy | None:
    """What is being written for an audience, if anything is."""
    return session.scalar(
        select(WorkingCopy).where(WorkingCopy.consultation_id == consultation.id, WorkingCopy.audience == audience)
    )


def every(session: Session, consultation: Consultation) -> dict[AudienceName, WorkingCopy]:
    """All that is being written, by audience."""
    rows = session.scalars(select(WorkingCopy).where(WorkingCopy.consultation_id == consultation.id))
    return {cast(AudienceName, row.audience): row for row in rows}


def documents(session: Session, consultation: Consultation) -> dict[AudienceName, Mapping[str, Any]]:
    """What each audience would be asked, by audience: what is being written, or else what is published."""
    written = every(session, consultation)
    found: dict[AudienceName, Mapping[str, Any]] = {}
    for audience in AUDIENCES:
        holder = written.get(audience) or versions.current(session, consultation.id, audience)
        if holder is not None:
            found[audience] = holder.document
    return found


def begin(
    session: Session, consultation: Consultation, audience: AudienceName, *, by: str, now: datetime
) -> WorkingCopy:
    """Start from the current version, or from an empty section; of two who begin at once both get the same copy."""
    current = versions.current(session, consultation.id, audience)
    session.execute(
        insert_unless_there(session, WorkingCopy).values(
            id=uuid.uuid4(),
            consultation_id=consultation.id,
            audience=audience,
            document=current.document if current else _empty(audience),
            based_on=current.id if current else None,
            revision=1,
            meanings={},
            changed_by=by,
            changed_at=now,
            written_by=[by],
        )
    )
    copy = find(session, consultation, audience)
    assert copy is not None
    return copy


def save(
    session: Session, copy: WorkingCopy, document: Mapping[str, Any], *, revision: int, by: str, now: datetime
) -> None:
    """Keep the next revision, with faults or without. Raises ChangedMeanwhile if `revision` is no longer the copy's.

    What was decided about a question holds only as long as nothing of that question changes.
    """
    kept = {key: said for key, said in copy.meanings.items() if _about(copy.document, key) == _about(document, key)}
    _write(session, copy, revision=revision, by=by, now=now, document=dict(document), meanings=kept)


def replace(session: Session, copy: WorkingCopy, questionnaire: Questionnaire, *, by: str, now: datetime) -> None:
    """Put another questionnaire in place of all that was written. Raises Refused for another audience's."""
    if questionnaire.audience != copy.audience:
        raise Refused("That questionnaire is for another audience. Nothing was changed.")
    save(session, copy, schema.dump(questionnaire), revision=copy.revision, by=by, now=now)


def decide(
    session: Session, copy: WorkingCopy, decisions: Mapping[str, Any], *, revision: int, by: str, now: datetime
) -> None:
    """Note what changed questions mean, by field key. Raises ChangedMeanwhile; whoever decides counts as a writer."""
    _write(session, copy, revision=revision, by=by, now=now, meanings={**copy.meanings, **decisions})


def hold(session: Session, copy: WorkingCopy) -> None:
    """Read a copy again and keep others from changing it meanwhile. Raises ChangedMeanwhile where it is gone."""
    query = select(WorkingCopy).where(WorkingCopy.id == copy.id).with_for_update()
    if session.scalar(query.execution_options(populate_existing=True)) is None:
        raise ChangedMeanwhile


def discard(session: Session, copy: WorkingCopy) -> None:
    """Delete a working copy; what was published stays."""
    session.delete(copy)
    session.flush()


def faults(copy: WorkingCopy) -> list[str]:
    """Every fault in a sentence; none when it may be published."""
    return wrong(copy.document)


def compiled(copy: WorkingCopy) -> Questionnaire:
    """What it would ask. Raises InvalidDocument."""
    return schema.load(copy.document, f"{copy.audience} working copy")


def _empty(audience: AudienceName) -> dict[str, Any]:
    section = {"key": "section_1", "title": "Section 1", "questions": []}
    return {"audience": audience, "layout": LAYOUTS[audience], "sections": [section]}


def _write(
    session: Session, copy: WorkingCopy, *, revision: int, by: str, now: datetime, **values: Mapping[str, Any]
) -> None:
    """Of several who save the same revision, one does."""
    written_by = copy.written_by if by in copy.written_by else [*copy.written_by, by]
    done = rows_changed(
        session,
        update(WorkingCopy)
        .where(WorkingCopy.id == copy.id, WorkingCopy.revision == revision)
        .values(revision=revision + 1, changed_by=by, changed_at=now, written_by=written_by, **values),
    )
    session.expire(copy)
    if not done:
        raise ChangedMeanwhile


def _about(document: Mapping[str, Any], key: str) -> object:
    """All that a document says of the question or matrix row with this key, with what can be chosen there."""
    for asked in questions(document):
        if key in (asked["key"], *(row["key"] for row in asked.get("rows", []))):
            return asked, options_for(document, asked)
    return None
