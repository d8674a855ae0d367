"""A file of contacts from its upload to its end: matched, tried out, confirmed; until then nothing is written."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.audit import trail
from engagement.consultations.models import Consultation
from engagement.contacts import groups
from engagement.contacts.imports import matching
from engagement.contacts.imports.kept import Head, forget, forget_addresses, head_of, keep_head, keep_pieces
from engagement.contacts.imports.matching import Match, OurField
from engagement.contacts.imports.models import ContactImport, Stage
from engagement.contacts.imports.upload import Upload
from engagement.errors import NotFound, Refused
from engagement.questionnaires.definition import AudienceName

KEPT = timedelta(hours=24)
NOT_CONFIRMED = (Stage.UPLOADED, Stage.CHECKING, Stage.CHECKED)
LONGEST_FILE_NAME = 100
NEVER_TO_CHILDREN = "We never write to children. Import the school or the family that can pass the link on."
GONE = "This file has been deleted. Choose it again to import it."


def begin(
    session: Session, consultation: Consultation, *, audience: AudienceName, name: str, upload: Upload, now: datetime
) -> ContactImport:
    """Keep a file, with the match that was chosen for the last one like it, or a guess."""
    if audience == "young_people":
        raise Refused(NEVER_TO_CHILDREN)
    key = matching.headings_key(audience, upload.headings)
    ours = fields(session, consultation.id, audience)
    remembered = matching.recall(session, key)
    job = ContactImport(
        id=uuid.uuid4(),
        consultation_id=consultation.id,
        audience=audience,
        stage=Stage.UPLOADED,
        headings_key=key,
        match=matching.guess(ours, upload.headings, upload.samples) if remembered is None else remembered,
        rows=upload.rows,
        pieces=len(upload.pieces),
        next_piece=0,
        counts={},
        began_at=now,
    )
    keep_head(job, Head(name[:LONGEST_FILE_NAME], upload.headings, upload.samples))
    session.add(job)
    session.flush()
    keep_pieces(session, job, upload.pieces)
    return job


def fields(session: Session, consultation_id: uuid.UUID, audience: AudienceName) -> list[OurField]:
    """The fields of ours that a file of an audience can fill."""
    return matching.our_fields(audience, groups.fields_of(session, consultation_id, audience))


def audience_of(job: ContactImport) -> AudienceName:
    """Whose contacts a file has."""
    return cast(AudienceName, job.audience)


def find(
    session: Session, consultation: Consultation, import_id: uuid.UUID, *, to_change: bool = False
) -> ContactImport:
    """A file of this consultation as it is now; nobody else changes it where we are to. Raises NotFound."""
    wanted = select(ContactImport).where(
        ContactImport.id == import_id, ContactImport.consultation_id == consultation.id
    )
    if to_change:
        wanted = wanted.with_for_update()
    found = session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("There is no such file in this consultation.")
    return found


def choose(session: Session, job: ContactImport, match: Match) -> None:
    """Take an officer's match, remember it, and let the file be tried out. Raises Refused."""
    if job.stage not in NOT_CONFIRMED:
        raise Refused(GONE if job.stage == Stage.DISCARDED else "This file is confirmed already.")
    ours = fields(session, job.consultation_id, audience_of(job))
    job.match = matching.checked(ours, len(head_of(job).headings), match)
    matching.remember(session, job.headings_key, job.match)
    # Which of two lines comes first may be another one now.
    forget_addresses(session, job)
    _enter(session, job, Stage.CHECKING)


def confirm(session: Session, job: ContactImport) -> None:
    """Let what was tried out be done. Raises Refused unless it was."""
    if job.stage != Stage.CHECKED:
        raise Refused(GONE if job.stage == Stage.DISCARDED else "Nothing of this file waits to be confirmed.")
    _enter(session, job, Stage.IMPORTING)


def discard(session: Session, job: ContactImport) -> None:
    """Delete a file that was not confirmed; nothing of it has been written anywhere. Raises Refused."""
    if job.stage not in NOT_CONFIRMED:
        raise Refused(GONE if job.stage == Stage.DISCARDED else "This file is confirmed already.")
    _enter(session, job, Stage.DISCARDED)
    forget(session, job)


def expire(session: Session, now: datetime) -> int:
    """Delete files that nobody confirmed within 24 hours; gives how many."""
    stale = session.scalars(
        select(ContactImport)
        .where(ContactImport.stage.in_(NOT_CONFIRMED), ContactImport.began_at <= now - KEPT)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for job in stale:
        discard(session, job)
        trail.record(
            session,
            now=now,
            actor=trail.SYSTEM,
            action="contact file deleted",
            consultation_id=job.consultation_id,
            file=str(job.id),
        )
    return len(stale)


def recent(session: Session, consultation_id: uuid.UUID, limit: int = 10) -> Sequence[ContactImport]:
    """The latest files of a consultation that were not deleted, the newest first."""
    return session.scalars(
        select(ContactImport)
        .where(ContactImport.consultation_id == consultation_id, ContactImport.stage != Stage.DISCARDED)
        .order_by(ContactImport.began_at.desc(), ContactImport.id)
        .limit(limit)
    ).all()


def _enter(session: Session, job: ContactImport, stage: Stage) -> None:
    """Begin a stage at the first piece, with nothing counted."""
    job.stage, job.next_piece, job.counts = stage, 0, {}
    session.flush()
