"""Recordings of a version's texts read aloud: which there are, and the sound of one."""

import uuid

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engagement.consultations.models import QuestionnaireVersion, Recording
from engagement.errors import NotFound


def keys(session: Session, consultation_id: uuid.UUID, audience: str, version_id: uuid.UUID) -> list[str]:
    """The keys of the texts of one version that can be heard."""
    query = _of_version(consultation_id, audience, version_id).with_only_columns(Recording.text_key)
    return list(session.scalars(query.order_by(Recording.text_key)))


def find(
    session: Session, consultation_id: uuid.UUID, audience: str, version_id: uuid.UUID, text_key: str
) -> Recording:
    """The recording of one text. Raises NotFound."""
    found = session.scalar(_of_version(consultation_id, audience, version_id).where(Recording.text_key == text_key))
    if found is None:
        raise NotFound("There is no recording of this text.")
    return found


def _of_version(consultation_id: uuid.UUID, audience: str, version_id: uuid.UUID) -> Select[Recording]:
    return (
        select(Recording)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Recording.version_id)
        .where(
            QuestionnaireVersion.id == version_id,
            QuestionnaireVersion.consultation_id == consultation_id,
            QuestionnaireVersion.audience == audience,
        )
    )
