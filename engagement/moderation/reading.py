"""The queue as readers meet it: what is next, what a text says and what stands around it."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, case, func, or_, select, update
from sqlalchemy.orm import Session

from engagement.accounts.models import Officer
from engagement.consultations import versions
from engagement.contacts.addresses import index_of
from engagement.contacts.models import Contact
from engagement.contacts.service import names
from engagement.moderation import detectors, texts
from engagement.moderation.models import FreeText, Part, TextState
from engagement.persistence import rows_changed
from engagement.questionnaires.answer_kinds import Value
from engagement.questionnaires.definition import Field
from engagement.responses.models import Answer, Response

CLAIM = timedelta(minutes=10)
# Young people and families come before schools, what has a listed word before the rest, what waits longest first.
ORDER = (
    case((FreeText.audience == "schools", 1), else_=0),
    FreeText.flagged.desc(),
    FreeText.waits_since,
    FreeText.id,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One text with all that its reader is told: no reference, no other answer, no time of day."""

    words: str
    digest: str
    audience: str
    question: str
    sent_on: date
    voice: str | None
    channel: str
    is_reason: bool


def take_next(session: Session, consultation_id: uuid.UUID, officer: Officer, now: datetime) -> FreeText | None:
    """The text that is to be read next and that nobody else reads, kept for this officer for ten minutes."""
    while True:
        wanted = (
            select(FreeText)
            .where(FreeText.consultation_id == consultation_id, FreeText.state == TextState.UNREAD, _free(officer, now))
            .order_by(*ORDER)
            .limit(1)
            .execution_options(populate_existing=True)
        )
        text = session.scalar(wanted)
        if text is None or claim(session, text, officer, now):
            return text


def claim(session: Session, text: FreeText, officer: Officer, now: datetime) -> bool:
    """Keep a text for this officer for ten minutes; False where somebody else reads it."""
    taken = (
        update(FreeText)
        .where(FreeText.id == text.id, _free(officer, now))
        .values(reading_by=officer.id, reading_until=now + CLAIM)
    )
    return rows_changed(session, taken) == 1


def read(session: Session, text: FreeText) -> Reading | None:
    """What a text says at this moment; None if its answer is gone."""
    source = next(source for source in texts.SOURCES if source.part == text.part)
    row = session.execute(
        texts.content(source)
        .add_columns(
            source.digest.label("digest"),
            Response.received_on,
            Response.changed_on,
            Response.voice,
            Response.channel,
            Response.version_id,
        )
        .select_from(Answer)
        .join(Response, Response.id == Answer.response_id)
        .where(Answer.response_id == text.response_id, Answer.question_key == text.question_key, source.there)
    ).one_or_none()
    if row is None:
        return None
    value, digest, received_on, changed_on, voice, channel, version_id = row
    fields = versions.compiled(session, version_id).fields()
    field = next((field for field in fields if field.key == text.question_key), None)
    return Reading(
        words=texts.as_text(cast(Value, value)),
        digest=digest,
        audience=text.audience,
        question=field.label if field else text.question_key,
        sent_on=changed_on or received_on,
        voice=voice,
        channel=channel,
        is_reason=text.part == Part.REASON,
    )


def pointed_out(session: Session, consultation_id: uuid.UUID, words: str) -> list[detectors.Piece]:
    """A text in pieces, with what in it may identify somebody. Names of contacts are unsealed here and not kept."""
    found = detectors.pointers(words, _names_in(session, consultation_id, words))
    emails = {
        pointer.start: index_of(words[pointer.start : pointer.end].lower())
        for pointer in found
        if pointer.what == "email address"
    }
    listed_here = (Contact.consultation_id == consultation_id, Contact.email_index.in_(emails.values()))
    known = set(session.scalars(select(Contact.email_index).where(*listed_here)))
    found = [
        pointer._replace(what="email address in the contact list") if emails.get(pointer.start) in known else pointer
        for pointer in found
    ]
    return detectors.pieces(words, found)


def labels(session: Session, consultation_id: uuid.UUID) -> dict[tuple[str, str], Field]:
    """The newest wording of every question, by audience and key."""
    found: dict[tuple[str, str], Field] = {}
    for version in versions.every(session, consultation_id):
        for field in versions.compiled(session, version.id).fields():
            found.setdefault((version.audience, field.key), field)
    return found


@dataclass(frozen=True, slots=True)
class Filters:
    """Which texts to list. `since`: those that wait since then or longer."""

    state: str | None = None
    audience: str | None = None
    since: datetime | None = None

    def holds(self, consultation_id: uuid.UUID) -> Iterator[ColumnElement[bool]]:
        """The conditions on a text."""
        yield FreeText.consultation_id == consultation_id
        if self.state:
            yield FreeText.state == self.state
        if self.audience:
            yield FreeText.audience == self.audience
        if self.since:
            yield FreeText.waits_since <= self.since


def count(session: Session, consultation_id: uuid.UUID, filters: Filters) -> int:
    """How many texts there are of these."""
    return session.scalar(select(func.count()).select_from(FreeText).where(*filters.holds(consultation_id))) or 0


def listed(
    session: Session, consultation_id: uuid.UUID, filters: Filters, before: int, most: int
) -> Sequence[FreeText]:
    """Some of these texts, in the order of reading."""
    unread_first = case((FreeText.state == TextState.UNREAD, 0), else_=1)
    query = select(FreeText).where(*filters.holds(consultation_id)).order_by(unread_first, *ORDER)
    return session.scalars(query.offset(before).limit(most)).all()


def _free(officer: Officer, now: datetime) -> ColumnElement[bool]:
    return or_(FreeText.reading_until.is_(None), FreeText.reading_until <= now, FreeText.reading_by == officer.id)


def _names_in(session: Session, consultation_id: uuid.UUID, words: str) -> set[str]:
    wanted = detectors.words_of(" ".join(word for word in detectors.WORD.findall(words) if word[0].isupper()))
    if not wanted:
        return set()
    found: set[str] = set()
    for name in names(session, consultation_id):
        found |= detectors.words_of(name) & wanted
    return found
