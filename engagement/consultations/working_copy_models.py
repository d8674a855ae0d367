"""What officers write before it is published, who signed it off, and what they decided about changed questions."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engagement.persistence import Base, Document, RowId


class WorkingCopy(Base):
    """The next version of one audience's questionnaire while it is written; its `document` may have faults.

    `revision` counts the changes, so that nobody overwrites what they have not seen. `meanings` holds by field key
    what was decided about a changed question: `meaning` ("same" or "new"), `by` and `at`. `written_by` names everybody
    who changed anything, none of whom can sign it off.
    """

    __tablename__ = "working_copies"
    __table_args__ = (UniqueConstraint("consultation_id", "audience"),)

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    audience: Mapped[str] = mapped_column(String(20))
    document: Mapped[Document]
    based_on: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("questionnaire_versions.id"))
    revision: Mapped[int] = mapped_column(default=1)
    meanings: Mapped[Document] = mapped_column(default=dict)
    changed_by: Mapped[str] = mapped_column(String(120))
    changed_at: Mapped[datetime]
    written_by: Mapped[list[str]]


class SignOff(Base):
    """One officer's word that a working copy may be published. Never changed; it holds for this content only.

    `content_hash` is that of what would be published. The last four say with whom the young people's questionnaire was
    tried, how many they were, when, and what was changed after it.
    """

    __tablename__ = "sign_offs"
    __table_args__ = (
        Index(None, "consultation_id", "audience"),
        CheckConstraint("tried_with > 0", name="tried_with_somebody"),
    )

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    audience: Mapped[str] = mapped_column(String(20))
    content_hash: Mapped[str] = mapped_column(String(64))
    signed_by: Mapped[str] = mapped_column(String(120))
    signed_at: Mapped[datetime]
    tried_by: Mapped[str | None] = mapped_column(Text)
    tried_with: Mapped[int | None]
    tried_on: Mapped[date | None]
    changed_after: Mapped[str | None] = mapped_column(Text)


class PublishedBy(Base):
    """Who published a version from a working copy, who wrote it, and the sign-off that allowed it."""

    __tablename__ = "published_by"

    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire_versions.id"), primary_key=True)
    sign_off_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sign_offs.id"))
    published_by: Mapped[str] = mapped_column(String(120))
    written_by: Mapped[list[str]]


class QuestionChange(Base):
    """What was decided about one changed question of a version. Never changed.

    With `meaning` "new" the answers from `version_id` on are kept under `question_key` and the earlier ones stay under
    `old_key`; with "same" both keys are one.
    """

    __tablename__ = "question_changes"
    __table_args__ = (
        UniqueConstraint("version_id", "question_key"),
        CheckConstraint("meaning IN ('same', 'new')", name="known_meaning"),
        CheckConstraint("(meaning = 'same') = (old_key = question_key)", name="new_meaning_new_key"),
    )

    id: Mapped[RowId]
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire_versions.id"))
    question_key: Mapped[str] = mapped_column(String(40))
    old_key: Mapped[str] = mapped_column(String(40))
    meaning: Mapped[str] = mapped_column(String(4))
    decided_by: Mapped[str] = mapped_column(String(120))
    decided_at: Mapped[datetime]


def as_meaning(meaning: str, by: str, at: datetime) -> dict[str, Any]:
    """How `WorkingCopy.meanings` holds one decision."""
    return {"meaning": meaning, "by": by, "at": at.isoformat()}
