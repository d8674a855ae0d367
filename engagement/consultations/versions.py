"""Published questionnaires: immutable rows, compiled once a process."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.questionnaires import schema
from engagement.questionnaires.definition import AUDIENCES, AudienceName, Questionnaire

# A version never changes, so what was compiled once holds for the life of the process.
_compiled: dict[uuid.UUID, Questionnaire] = {}


def publish(
    session: Session, consultation: Consultation, questionnaire: Questionnaire, now: datetime
) -> QuestionnaireVersion:
    """Publish a questionnaire as its audience's next version; the current one again changes nothing."""
    document = schema.dump(questionnaire)
    digest = schema.content_hash(document)
    latest = current(session, consultation.id, questionnaire.audience)
    if latest is not None and latest.content_hash == digest:
        return latest
    version = QuestionnaireVersion(
        consultation_id=consultation.id,
        audience=questionnaire.audience,
        number=latest.number + 1 if latest else 1,
        content_hash=digest,
        document=document,
        published_at=now,
    )
    session.add(version)
    session.flush()
    return version


def current(session: Session, consultation_id: uuid.UUID, audience: AudienceName) -> QuestionnaireVersion | None:
    """The version that somebody who starts now is given."""
    return session.scalars(
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.consultation_id == consultation_id, QuestionnaireVersion.audience == audience)
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    ).first()


def newest(
    session: Session, consultation_ids: Collection[uuid.UUID], audience: AudienceName
) -> dict[uuid.UUID, tuple[uuid.UUID, int]]:
    """Id and number of the version that each of these consultations asks an audience now, without its document."""
    rows = session.execute(
        select(QuestionnaireVersion.consultation_id, QuestionnaireVersion.id, QuestionnaireVersion.number)
        .where(QuestionnaireVersion.consultation_id.in_(consultation_ids), QuestionnaireVersion.audience == audience)
        .order_by(QuestionnaireVersion.number)
    )
    return {consultation_id: (version_id, number) for consultation_id, version_id, number in rows}


def every(session: Session, consultation_id: uuid.UUID) -> list[QuestionnaireVersion]:
    """All versions, each audience's newest first."""
    found = session.scalars(
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.consultation_id == consultation_id)
        .order_by(QuestionnaireVersion.number.desc())
    )
    return sorted(found, key=lambda version: AUDIENCES.index(cast(AudienceName, version.audience)))


def of_audience(session: Session, consultation_id: uuid.UUID, audience: AudienceName) -> Sequence[QuestionnaireVersion]:
    """Every version for one audience, the newest first."""
    return session.scalars(
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.consultation_id == consultation_id, QuestionnaireVersion.audience == audience)
        .order_by(QuestionnaireVersion.number.desc())
    ).all()


def compiled(session: Session, version_id: uuid.UUID) -> Questionnaire:
    """The questionnaire of a version, as it was published."""
    found = _compiled.get(version_id)
    if found is None:
        version = session.get_one(QuestionnaireVersion, version_id)
        found = schema.load(version.document, f"{version.audience} version {version.number}")
        _compiled[version_id] = found
    return found


def audiences_asked(session: Session, consultation_id: uuid.UUID) -> tuple[AudienceName, ...]:
    """The audiences that have a questionnaire, in the order we always name them."""
    asked = set(
        session.scalars(
            select(QuestionnaireVersion.audience)
            .distinct()
            .where(QuestionnaireVersion.consultation_id == consultation_id)
        )
    )
    return tuple(audience for audience in AUDIENCES if audience in asked)
