"""The tables of a consultation, its published questionnaire versions and the history of its deadline."""

import uuid
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engagement.councils.models import Council
from engagement.persistence import Base, Document, RowId

# A draft begun before the close may still be sent this long after it.
GRACE = timedelta(minutes=30)


class State(StrEnum):
    """Where a consultation stands at one instant."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


class Recording(Base):
    """Somebody reading one text of a version aloud, or the stand-in that was prepared when it was published.

    `text_key` names the text as translations do, for example `y_change.text`.
    """

    __tablename__ = "recordings"
    __table_args__ = (UniqueConstraint("version_id", "text_key"),)

    id: Mapped[RowId]
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire_versions.id"))
    text_key: Mapped[str] = mapped_column(String(90))
    media_type: Mapped[str] = mapped_column(String(20))
    sound: Mapped[bytes]
    prepared: Mapped[bool]


class SignedVideo(Base):
    """Somebody signing one question of a version in British Sign Language.

    `digest` is the SHA-256 of `content`, and `size` its bytes, so that neither has to be read to be known.
    """

    __tablename__ = "signed_videos"
    __table_args__ = (UniqueConstraint("version_id", "question_key"),)

    id: Mapped[RowId]
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire_versions.id"))
    question_key: Mapped[str] = mapped_column(String(40))
    media_type: Mapped[str] = mapped_column(String(20))
    content: Mapped[bytes] = mapped_column(deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]


class Preparation(Base):
    """One thing that workers made of a version, such as its voice or its form in large print.

    `made_from` is a digest of everything that went in, so that a change of any of it asks for another one.
    `trouble` is a sentence for officers where it could not be made.
    """

    __tablename__ = "preparations"

    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire_versions.id"), primary_key=True)
    thing: Mapped[str] = mapped_column(String(20), primary_key=True)
    made_from: Mapped[str] = mapped_column(String(64))
    trouble: Mapped[str | None] = mapped_column(Text)
    finished_at: Mapped[datetime]


class Consultation(Base):
    """One council asking about one thing, open during `[opens_at, closes_at)`.

    `page` holds the words of the public pages (see `page.PageSchema`); `closes_at` is the instant at
    which the last day ends in London.
    """

    __tablename__ = "consultations"
    __table_args__ = (CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),)

    id: Mapped[RowId]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    council_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("councils.id"), index=True)
    label: Mapped[str] = mapped_column(String(40))
    contact_email: Mapped[str] = mapped_column(String(254))
    page: Mapped[Document]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    # From here on what was sent is analysed: nobody can withdraw or change it any more.
    locked_at: Mapped[datetime | None]
    # Put away by officers once it was over: they find it only when they ask, and change nothing about it.
    archived_at: Mapped[datetime | None]
    # Who may do what with people's data, and why: see `facts.Facts`.
    facts: Mapped[Document] = mapped_column(default=dict, server_default="{}")
    # What pages must know of signed videos without another query: by version, each question's `digest`.
    signed: Mapped[Document] = mapped_column(default=dict, server_default="{}")
    # The same of translations: by version and language, its `digest` and whether somebody `checked` it.
    translated: Mapped[Document] = mapped_column(default=dict, server_default="{}")

    # Every page shows whose it is: always in the same query.
    council: Mapped[Council] = relationship(lazy="joined", innerjoin=True)

    @property
    def council_name(self) -> str:
        """Who asks."""
        return self.council.name

    def state_at(self, now: datetime) -> State:
        """The state at an instant: half-open, so at `closes_at` itself it is closed."""
        if self.published_at is None or self.published_at > now:
            return State.DRAFT
        if now < self.opens_at:
            return State.UPCOMING
        return State.OPEN if now < self.closes_at else State.CLOSED

    def in_grace_at(self, now: datetime) -> bool:
        """Whether a draft begun before the close may still be sent."""
        return self.published_at is not None and self.closes_at <= now < self.closes_at + GRACE


class PublishedFile(Base):
    """A picture or document for people to look at; the page of its consultation says what it is called.

    `name` is made from what is in it, such as "3fa9c1d2e4b5.pdf", so that a name always stands for the same file.
    """

    __tablename__ = "published_files"

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(24), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(80))
    content: Mapped[bytes] = mapped_column(deferred=True)


class DeadlineChange(Base):
    """One move of the deadline, kept for ever: who, when, why, from and to."""

    __tablename__ = "deadline_changes"

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), index=True)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text)
    closes_at_before: Mapped[datetime]
    closes_at_after: Mapped[datetime]


class QuestionnaireVersion(Base):
    """A published questionnaire. Never changed; drafts and responses are pinned to one."""

    __tablename__ = "questionnaire_versions"
    __table_args__ = (UniqueConstraint("consultation_id", "audience", "number"),)

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    audience: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    document: Mapped[Document]
    published_at: Mapped[datetime]


class VersionTranslation(Base):
    """A version in another language: a translators' file with every text of it, and whether a person checked it."""

    __tablename__ = "version_translations"
    __table_args__ = (UniqueConstraint("version_id", "language"),)

    id: Mapped[RowId]
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire_versions.id"))
    language: Mapped[str] = mapped_column(String(20))
    po: Mapped[str] = mapped_column(Text)
    checked: Mapped[bool]
    changed_at: Mapped[datetime]


class InformationSheet(Base):
    """A version of the Background and Context information sheet, the same for everyone who reads it."""

    __tablename__ = "information_sheets"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[RowId]
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    document: Mapped[Document]
    published_at: Mapped[datetime]
