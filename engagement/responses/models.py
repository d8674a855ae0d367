"""The shared response model: drafts while people answer, responses and answers once they have sent them."""

import uuid
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from engagement.persistence import Base, RowId


class Channel(StrEnum):
    """How answers reach us. A colleague's link leads to a draft that another way has begun.

    What came on paper, by phone or by email is typed by an officer.
    """

    PERSONAL_LINK = "personal_link"
    OPEN_LINK = "open_link"
    TEAM_LINK = "team_link"
    PAPER = "paper"
    PHONE = "phone"
    EMAIL = "email"


class MemberState(StrEnum):
    """How far a colleague has come. After `ended` their link opens nothing; after `sent` it says so."""

    INVITED = "invited"
    ANSWERING = "answering"
    FINISHED = "finished"
    ENDED = "ended"
    SENT = "sent"


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
    # The name or role of whoever began it, if they gave one for their colleagues.
    lead_sealed: Mapped[bytes | None]
    started_on: Mapped[date]
    submitted: Mapped[bool] = mapped_column(default=False)
    # While what was sent is being changed: the day on which it was last sent. It stays sent until it is sent again.
    reopened_from: Mapped[date | None]


class TeamMember(Base):
    """A colleague who answers a draft with whoever began it, found by a keyed hash of their own link's secret.

    `number` counts the colleagues of one draft. `sections` are the keys of those shared with them; None is all.
    """

    __tablename__ = "team_members"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)

    id: Mapped[RowId]
    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    number: Mapped[int]
    access_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    # For whoever began the draft, who may look at the link again, and for the letter that carries it.
    secret_sealed: Mapped[bytes | None]
    name_sealed: Mapped[bytes | None]
    # None has to be NULL, which JSON would write as its own null.
    sections: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    state: Mapped[str] = mapped_column(String(10), default=MemberState.INVITED)


class DraftAnswer(Base):
    """What was typed for one field, exactly as it was posted; `rev` counts its changes.

    What identifies somebody is sealed: then `raw` is empty and `sealed` holds it. `written_by` is the colleague
    who changed it last; None is whoever began the draft.
    """

    __tablename__ = "draft_answers"

    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True)
    field_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    raw: Mapped[list[str]]
    sealed: Mapped[bytes | None]
    rev: Mapped[int] = mapped_column(default=1)
    written_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("team_members.id", ondelete="SET NULL"))


class Afterwards(StrEnum):
    """What somebody made of the questions that are offered once their answers are sent."""

    DECLINED = "declined"
    BEGUN = "begun"
    FINISHED = "finished"


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
    # The last day on which other answers took the place of those received first.
    changed_on: Mapped[date | None]
    in_grace: Mapped[bool] = mapped_column(default=False)
    # Came after the last day: it counts only where that was decided for all of them.
    late: Mapped[bool] = mapped_column(default=False, server_default=false())
    blank: Mapped[bool] = mapped_column(default=False)
    # One of Afterwards; None until they say, and where nothing is offered.
    afterwards: Mapped[str | None] = mapped_column(String(10))
    # A keyed hash of the code on the receipt, with which its person can withdraw or change it.
    withdrawal_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    # How many addresses its receipt was sent to.
    receipts_mailed: Mapped[int] = mapped_column(default=0, server_default="0")


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
