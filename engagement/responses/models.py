"""The shared response model: drafts while people answer, responses and answers once they have sent them."""

import uuid
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engagement.persistence import Base, RowId


class Channel(StrEnum):
    """How an answer reached us."""

    PERSONAL_LINK = "personal_link"
    OPEN_LINK = "open_link"


class Draft(Base):
    """Answers on their way. Found only through a keyed hash of the secret that its person holds.

    The secret is a personal link's token or a random one in the browser's cookie, so the database alone
    cannot say whose draft it is.
    """

    __tablename__ = "drafts"

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    audience: Mapped[str] = mapped_column(String(20))
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire_versions.id"))
    access_key: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(20))
    mode: Mapped[str] = mapped_column(String(20), default="standard", server_default="standard")
    # A keyed hash of the words that its person asked for, to come back on another device.
    words_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    started_on: Mapped[date]
    submitted: Mapped[bool] = mapped_column(default=False)


class DraftAnswer(Base):
    """What was typed for one field, exactly as it was posted; `rev` counts its changes.

    What identifies somebody is sealed: then `raw` is empty and `sealed` holds it.
    """

    __tablename__ = "draft_answers"

    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True)
    field_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    raw: Mapped[list[str]]
    sealed: Mapped[bytes | None]
    rev: Mapped[int] = mapped_column(default=1)


class Response(Base):
    """One person's or school's answers, sent. Its time is kept to the day."""

    __tablename__ = "responses"
    __table_args__ = (
        CheckConstraint("audience IN ('schools', 'families', 'young_people')", name="known_audience"),
        Index(None, "consultation_id", "audience"),
    )

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    audience: Mapped[str] = mapped_column(String(20))
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire_versions.id"))
    # One draft makes one response: a double submit meets this key.
    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("drafts.id"), unique=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    channel: Mapped[str] = mapped_column(String(20))
    mode: Mapped[str] = mapped_column(String(20), default="standard", server_default="standard")
    voice: Mapped[str | None] = mapped_column(String(12))
    received_on: Mapped[date]
    in_grace: Mapped[bool] = mapped_column(default=False)
    blank: Mapped[bool] = mapped_column(default=False)
    # A keyed hash of the code on the receipt, with which its person can withdraw or change it.
    withdrawal_key: Mapped[str | None] = mapped_column(String(64), unique=True)


class Answer(Base):
    """One answered field. `measure` and `leaning` join the three audiences' wordings of one theme."""

    __tablename__ = "answers"
    __table_args__ = (Index(None, "measure"),)

    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True)
    question_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    measure: Mapped[str | None] = mapped_column(String(40))
    leaning: Mapped[str | None] = mapped_column(String(12))
    # Why a school marked this text as commercially confidential; None where it did not.
    confidential_because: Mapped[str | None] = mapped_column(Text)
