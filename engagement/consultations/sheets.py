"""Published information sheets: the same text for everybody, each version kept."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation, InformationSheet
from engagement.consultations.page import load_sheet
from engagement.errors import Refused
from engagement.questionnaires.schema import content_hash


def publish(
    session: Session, consultation: Consultation, document: Mapping[str, Any], now: datetime
) -> InformationSheet:
    """Publish a sheet as the next version; the current one again changes nothing. Raises InvalidDocument."""
    load_sheet(document, f"information sheet of {consultation.slug}")
    digest = content_hash(document)
    latest = current(session, consultation.id)
    if latest is not None and latest.content_hash == digest:
        return latest
    sheet = InformationSheet(
        consultation_id=consultation.id,
        number=latest.number + 1 if latest else 1,
        content_hash=digest,
        document=dict(document),
        published_at=now,
    )
    session.add(sheet)
    session.flush()
    return sheet


def publish_after(
    session: Session, consultation: Consultation, document: Mapping[str, Any], *, after: int, now: datetime
) -> InformationSheet:
    """Publish what was written from version `after`, 0 for none. Raises Refused and InvalidDocument."""
    session.refresh(consultation, with_for_update=True)
    latest = current(session, consultation.id)
    if (latest.number if latest else 0) != after:
        raise Refused("Somebody else has published another version meanwhile. Look at it before you publish yours.")
    published = publish(session, consultation, document, now)
    if published is latest:
        raise Refused("Everybody can read exactly these words already.")
    return published


def versions_of(session: Session, consultation_id: uuid.UUID) -> Sequence[InformationSheet]:
    """Every version that was published, the newest first."""
    return session.scalars(
        select(InformationSheet)
        .where(InformationSheet.consultation_id == consultation_id)
        .order_by(InformationSheet.number.desc())
    ).all()


def current(session: Session, consultation_id: uuid.UUID) -> InformationSheet | None:
    """The version that is shown now, if any has been published."""
    return session.scalars(
        select(InformationSheet)
        .where(InformationSheet.consultation_id == consultation_id)
        .order_by(InformationSheet.number.desc())
        .limit(1)
    ).first()
