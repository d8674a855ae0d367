"""A staged file of contacts: what became of each line, and, until it is done with, its sealed rows."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engagement.persistence import Base, Document, RowId


class Stage(StrEnum):
    """How far a file has come. Workers go on with `checking` and `importing`; the rest is an officer's turn or over."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    DISCARDED = "discarded"


class ContactImport(Base):
    """One file. `head_sealed` has its name, headings and first values; `match` the column of each of our fields.

    `counts` adds up the outcomes of the stage it is in; `next_piece` is the first piece not yet gone through.
    """

    __tablename__ = "contact_imports"
    __table_args__ = (
        CheckConstraint(
            "stage IN ('uploaded', 'checking', 'checked', 'importing', 'done', 'discarded')", name="known_stage"
        ),
        Index("ix_contact_imports_stage", "stage", "began_at"),
    )

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), index=True)
    audience: Mapped[str] = mapped_column(String(20))
    stage: Mapped[str] = mapped_column(String(10), default=Stage.UPLOADED)
    head_sealed: Mapped[bytes | None]
    headings_key: Mapped[str] = mapped_column(String(64))
    match: Mapped[Document]
    rows: Mapped[int]
    pieces: Mapped[int]
    next_piece: Mapped[int] = mapped_column(default=0)
    counts: Mapped[Document]
    began_at: Mapped[datetime]


class ImportPiece(Base):
    """Some rows of a file in order, sealed until the file is done with, and the outcome of each."""

    __tablename__ = "contact_import_pieces"
    __table_args__ = (UniqueConstraint("import_id", "number"),)

    id: Mapped[RowId]
    import_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contact_imports.id", ondelete="CASCADE"))
    number: Mapped[int]
    rows_sealed: Mapped[bytes | None]
    outcomes: Mapped[list[Any]] = mapped_column(JSON, default=list)


class ImportAddress(Base):
    """On which line of a file an address stands first, so that its second line is known however long the file."""

    __tablename__ = "contact_import_addresses"

    import_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contact_imports.id", ondelete="CASCADE"), primary_key=True)
    email_index: Mapped[str] = mapped_column(String(64), primary_key=True)
    line: Mapped[int]


class RememberedMatch(Base):
    """Which columns an officer chose for our fields, by a keyed hash of the headings."""

    __tablename__ = "contact_import_matches"

    headings_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    match: Mapped[Document]
