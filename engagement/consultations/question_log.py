"""Questions that one supplier asks and everybody is answered: written, published at once for all, corrected openly."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engagement.consultations.log_models import LogEntry, LogVersion
from engagement.consultations.models import Consultation
from engagement.errors import NotFound, Refused

CHANGED_MEANWHILE = "Somebody else has changed this question meanwhile. Look at their words before you go on."


@dataclass(frozen=True, slots=True)
class Published:
    """One entry as everybody reads it. `versions` has what is shown now first, then what stood there earlier."""

    number: int
    versions: Sequence[LogVersion]

    @property
    def now(self) -> LogVersion:
        """The words that hold."""
        return self.versions[0]

    @property
    def first_published_at(self) -> datetime:
        """When everybody could first read it."""
        return self.versions[-1].published_at


def write(
    session: Session, consultation: Consultation, *, question: str, answer: str, by: str, now: datetime
) -> LogEntry:
    """Begin an entry, which only officers see until it is published."""
    entry = LogEntry(
        consultation_id=consultation.id,
        question=question.strip(),
        answer=answer.strip(),
        revision=1,
        written_by=by,
        written_at=now,
    )
    session.add(entry)
    session.flush()
    return entry


def rewrite(
    session: Session, entry: LogEntry, *, question: str, answer: str, revision: int, by: str, now: datetime
) -> None:
    """Give an entry other words; what is published stays as it is until these are. Raises Refused."""
    session.refresh(entry, with_for_update=True)
    if entry.revision != revision:
        raise Refused(CHANGED_MEANWHILE)
    entry.question, entry.answer = question.strip(), answer.strip()
    entry.written_by, entry.written_at, entry.revision = by, now, revision + 1
    session.flush()


def publish(
    session: Session, consultation: Consultation, entry: LogEntry, *, revision: int, by: str, now: datetime
) -> LogVersion:
    """Show the words of an entry to everybody from this moment on, as its next version. Raises Refused."""
    # One at a time, so that no two entries get one number.
    session.refresh(consultation, with_for_update=True)
    session.refresh(entry, with_for_update=True)
    if entry.revision != revision:
        raise Refused(CHANGED_MEANWHILE)
    if not (entry.question and entry.answer):
        raise Refused("Write both the question and the answer before you publish them.")
    latest = session.scalar(_versions(entry.id).limit(1))
    if latest is not None and (latest.question, latest.answer) == (entry.question, entry.answer):
        raise Refused("Everybody can read exactly these words already.")
    if entry.number is None:
        newest = session.scalar(select(func.max(LogEntry.number)).where(LogEntry.consultation_id == consultation.id))
        entry.number = (newest or 0) + 1
    version = LogVersion(
        entry_id=entry.id,
        number=latest.number + 1 if latest else 1,
        question=entry.question,
        answer=entry.answer,
        published_at=now,
        published_by=by,
    )
    session.add(version)
    session.flush()
    return version


def discard(session: Session, entry: LogEntry) -> None:
    """Take away an entry that nobody but officers has seen. Raises Refused."""
    session.refresh(entry, with_for_update=True)
    if entry.number is not None:
        raise Refused("Everybody can read this question, so it stays. Correct it instead.")
    session.delete(entry)
    session.flush()


def find(session: Session, consultation: Consultation, entry_id: uuid.UUID) -> LogEntry:
    """One entry of a consultation. Raises NotFound."""
    entry = session.get(LogEntry, entry_id)
    if entry is None or entry.consultation_id != consultation.id:
        raise NotFound("There is no such question in the log.")
    return entry


def written(session: Session, consultation: Consultation) -> Sequence[LogEntry]:
    """Every entry, what was written last first."""
    return session.scalars(
        select(LogEntry)
        .where(LogEntry.consultation_id == consultation.id)
        .order_by(LogEntry.written_at.desc(), LogEntry.id)
    ).all()


def versions_of(session: Session, entry: LogEntry) -> Sequence[LogVersion]:
    """What everybody could read of an entry, the newest first."""
    return session.scalars(_versions(entry.id)).all()


def published(session: Session, consultation_id: uuid.UUID) -> list[Published]:
    """The log as everybody reads it, the newest entry first; a correction keeps the place of what it corrects."""
    rows = session.execute(
        select(LogEntry.number, LogVersion)
        .join(LogVersion, LogVersion.entry_id == LogEntry.id)
        .where(LogEntry.consultation_id == consultation_id)
        .order_by(LogEntry.number.desc(), LogVersion.number.desc())
    )
    return [
        Published(number, [version for _, version in found])
        for number, found in groupby(((row[0] or 0, row[1]) for row in rows), key=lambda row: row[0])
    ]


def times_published(session: Session, consultation_id: uuid.UUID) -> int:
    """How often something was published, corrections among it: it only grows, so it names a state of the log."""
    return (
        session.scalar(
            select(func.count())
            .select_from(LogVersion)
            .join(LogEntry, LogEntry.id == LogVersion.entry_id)
            .where(LogEntry.consultation_id == consultation_id)
        )
        or 0
    )


def _versions(entry_id: uuid.UUID) -> Select[LogVersion]:
    return select(LogVersion).where(LogVersion.entry_id == entry_id).order_by(LogVersion.number.desc())
