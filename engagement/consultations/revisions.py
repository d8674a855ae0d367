"""The last steps of whoever writes a questionnaire, kept so that each can be taken back."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, defer, mapped_column

from engagement.consultations import working_copies
from engagement.consultations.working_copy_models import WorkingCopy
from engagement.errors import NotFound
from engagement.persistence import Base, Document, RowId

# So many steps can be taken back.
KEPT = 30
LONGEST_WORDS = 200
TAKEN_BACK, DONE_AGAIN, GONE_BACK = "Taken back: ", "Done again: ", "Gone back to before: "


class WorkingCopyRevision(Base):
    """A working copy as it was before a step; `did` says in words what the step was."""

    __tablename__ = "working_copy_revisions"
    __table_args__ = (UniqueConstraint("working_copy_id", "revision"),)

    id: Mapped[RowId]
    working_copy_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("working_copies.id", ondelete="CASCADE"))
    revision: Mapped[int]
    document: Mapped[Document]
    did: Mapped[str] = mapped_column(String(LONGEST_WORDS))
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


def change(
    session: Session, copy: WorkingCopy, document: Mapping[str, Any], *, revision: int, did: str, by: str, now: datetime
) -> None:
    """Save a working copy and keep it as it was before. Raises ChangedMeanwhile where `revision` is not the copy's."""
    before, number = copy.document, copy.revision
    working_copies.save(session, copy, dict(document), revision=revision, by=by, now=now)
    session.add(
        WorkingCopyRevision(working_copy_id=copy.id, revision=number, document=before, did=_cut(did), by=by, at=now)
    )
    session.execute(
        delete(WorkingCopyRevision).where(
            WorkingCopyRevision.working_copy_id == copy.id, WorkingCopyRevision.revision <= number - KEPT
        )
    )


def steps(session: Session, copy: WorkingCopy, *, most: int = KEPT) -> list[WorkingCopyRevision]:
    """The last steps, newest first, without the documents that they hold."""
    return list(
        session.scalars(
            select(WorkingCopyRevision)
            .where(WorkingCopyRevision.working_copy_id == copy.id)
            .order_by(WorkingCopyRevision.revision.desc())
            .limit(most)
            .options(defer(WorkingCopyRevision.document, raiseload=True))
        )
    )


def before(session: Session, copy: WorkingCopy, revision: int) -> WorkingCopyRevision:
    """The step that began at a revision. Raises NotFound once it is too long ago."""
    found = session.scalar(
        select(WorkingCopyRevision).where(
            WorkingCopyRevision.working_copy_id == copy.id, WorkingCopyRevision.revision == revision
        )
    )
    if found is None:
        raise NotFound("This step is too long ago to be taken back.")
    return found


def document_at(session: Session, copy: WorkingCopy, revision: int) -> Mapping[str, Any] | None:
    """What a working copy held at a revision, or None where that is not kept.

    What is decided about a question makes a revision too, but no step: then the next step has what was held.
    """
    if not max(1, copy.revision - KEPT) <= revision <= copy.revision:
        return None
    held = session.scalar(
        select(WorkingCopyRevision.document)
        .where(WorkingCopyRevision.working_copy_id == copy.id, WorkingCopyRevision.revision >= revision)
        .order_by(WorkingCopyRevision.revision)
        .limit(1)
    )
    return copy.document if held is None else held


def take_back(
    session: Session, copy: WorkingCopy, step: WorkingCopyRevision, *, revision: int, by: str, now: datetime
) -> str:
    """Save the copy as it was before a step; gives in words what that did. It is a step too, and can be taken back."""
    said = _said(step.did) if step.revision == copy.revision - 1 else f"{GONE_BACK}{step.did}"
    change(session, copy, step.document, revision=revision, did=said, by=by, now=now)
    return said


def _said(did: str) -> str:
    if did.startswith(TAKEN_BACK):
        return DONE_AGAIN + did.removeprefix(TAKEN_BACK)
    return TAKEN_BACK + did.removeprefix(DONE_AGAIN)


def _cut(did: str) -> str:
    return did if len(did) <= LONGEST_WORDS else f"{did[: LONGEST_WORDS - 3]}..."
