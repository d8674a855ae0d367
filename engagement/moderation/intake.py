"""What enters and leaves the queue: the answers that are there are compared with those that somebody read.

Nothing that writes an answer has to think of the queue, so nothing can forget to.
"""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import Session

from engagement.audit.trail import SYSTEM
from engagement.consultations import versions
from engagement.consultations.models import Consultation
from engagement.moderation import detectors, steps, texts, working_time
from engagement.moderation.models import FreeText, Look, Step, TextsGone, TextState
from engagement.moderation.texts import Source
from engagement.moderation.words import has_any
from engagement.persistence import insert_or, insert_unless_there, rows_changed
from engagement.questionnaires.answer_kinds import Value
from engagement.questionnaires.definition import AudienceName
from engagement.responses.models import Answer, Response

# So many texts of one kind enter in one transaction, and the rest at the next look: SQLite has one writer at a time.
AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Found:
    """A text that nobody has read as it stands. `text_id` is its place in the queue, if another text had it."""

    response_id: uuid.UUID
    question_key: str
    part: str
    text: str
    digest: str
    sent_on: date
    text_id: uuid.UUID | None


def to_look_at(session: Session, now: datetime) -> Sequence[Consultation]:
    """The consultations whose queues are kept up to date: all but those whose answers cannot change any more."""
    seen = select(Look.consultation_id)
    changing = or_(Consultation.locked_at.is_(None), Consultation.locked_at > now, Consultation.id.not_in(seen))
    return session.scalars(select(Consultation).where(changing)).all()


def look_at(session: Session, consultation: Consultation, now: datetime) -> None:
    """Bring the queue of one consultation up to date.

    A look that leaves something for the next one is none: what waits, waits since the last that was whole.
    """
    last_look = session.scalar(select(Look.at).where(Look.consultation_id == consultation.id))
    whole = True
    for audience in versions.audiences_asked(session, consultation.id):
        written = texts.keys(session, consultation.id, audience)
        for source in texts.SOURCES:
            unread = _unread(session, consultation.id, audience, source, written)
            _enter(session, consultation.id, audience, unread, last_look, now)
            whole = whole and len(unread) < AT_ONCE
    forget_gone(session, consultation.id)
    if whole:
        looked = insert_or(session, Look).values(consultation_id=consultation.id, at=now)
        session.execute(looked.on_conflict_do_update(index_elements=[Look.consultation_id], set_={"at": now}))


def forget_gone(session: Session, consultation_id: uuid.UUID) -> None:
    """Take out of the queue what is no answer any more, with all that was decided; a count is kept."""
    gone: Counter[str] = Counter()
    for source in texts.SOURCES:
        answered = exists().where(source.beside(FreeText), source.there)
        mine = (FreeText.consultation_id == consultation_id, FreeText.part == source.part)
        # Counted as they are deleted, because somebody else may take them out at the same time.
        gone.update(session.scalars(delete(FreeText).where(*mine, ~answered).returning(FreeText.audience)))
    for audience, count in gone.items():
        counted = insert_or(session, TextsGone).values(consultation_id=consultation_id, audience=audience, count=count)
        session.execute(
            counted.on_conflict_do_update(
                index_elements=[TextsGone.consultation_id, TextsGone.audience], set_={"count": TextsGone.count + count}
            )
        )


def _unread(
    session: Session, consultation_id: uuid.UUID, audience: AudienceName, source: Source, written: frozenset[str]
) -> list[Found]:
    query = (
        texts.content(source)
        .add_columns(
            Answer.response_id,
            Answer.question_key,
            source.digest.label("digest"),
            Response.received_on,
            Response.changed_on,
            FreeText.id,
        )
        .select_from(Answer)
        .join(Response, Response.id == Answer.response_id)
        .outerjoin(FreeText, source.beside(FreeText))
        .where(*texts.of_audience(source, consultation_id, audience, written))
        .where(or_(FreeText.id.is_(None), FreeText.digest != source.digest))
    )
    # A LIMIT would have PostgreSQL look for the first few in order, although mostly there are none: in twice the time.
    with session.execute(query) as rows:
        return [
            Found(
                response_id, key, source.part, texts.as_text(cast(Value, value)), digest, changed or received, text_id
            )
            for value, response_id, key, digest, received, changed, text_id in rows.fetchmany(AT_ONCE)
        ]


def _enter(
    session: Session,
    consultation_id: uuid.UUID,
    audience: AudienceName,
    unread: Sequence[Found],
    last_look: datetime | None,
    now: datetime,
) -> None:
    """Put texts among those that nobody has read. Another look may have done so at the same time."""
    new = []
    for found in unread:
        state = _as_unread(audience, found, working_time.waits_since(last_look, found.sent_on))
        if found.text_id is None:
            place = {"response_id": found.response_id, "question_key": found.question_key, "part": found.part}
            new.append({"id": uuid.uuid4(), "consultation_id": consultation_id, "audience": audience} | place | state)
        else:
            still_another = (FreeText.id == found.text_id, FreeText.digest != found.digest)
            if rows_changed(session, update(FreeText).where(*still_another).values(**state)):
                steps.add(session, found.text_id, Step.CHANGED, by=SYSTEM, now=now)
    if new:
        session.execute(insert_unless_there(session, FreeText), new)


def _as_unread(audience: AudienceName, found: Found, since: datetime) -> dict[str, object]:
    return {
        "digest": found.digest,
        "state": TextState.UNREAD,
        "flagged": bool(detectors.pointers(found.text)) if audience == "schools" else has_any(found.text),
        "waits_since": since,
        "redacted": None,
        "redacted_by": None,
        "reading_by": None,
        "reading_until": None,
    }
