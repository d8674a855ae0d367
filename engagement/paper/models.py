"""The table of finished forms, which web processes hand out and never make."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engagement.persistence import Base, RowId


class PaperForm(Base):
    """One finished form of a version, named as in `kinds.KINDS`. `pages` is known of what is printed only.

    `digest` is the SHA-256 of `content`, and `size` its bytes.
    """

    __tablename__ = "paper_forms"
    __table_args__ = (UniqueConstraint("version_id", "kind"),)

    id: Mapped[RowId]
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire_versions.id"))
    kind: Mapped[str] = mapped_column(String(20))
    content: Mapped[bytes] = mapped_column(deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    pages: Mapped[int | None]
    made_at: Mapped[datetime]
