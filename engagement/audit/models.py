"""The audit trail."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engagement.persistence import Base, Document


class Entry(Base):
    """One thing an officer or the system did. `mac` covers this entry and the `mac` before it.

    `number` counts without gaps, so a missing entry shows.
    """

    __tablename__ = "audit_entries"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(60))
    consultation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("consultations.id"))
    detail: Mapped[Document]
    mac: Mapped[str] = mapped_column(String(64))
