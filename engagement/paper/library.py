"""Finished forms: kept by workers, listed and handed out by web processes."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from engagement.consultations import versions
from engagement.consultations.models import QuestionnaireVersion
from engagement.errors import NotFound
from engagement.paper.kinds import KINDS
from engagement.paper.making import pages_of
from engagement.paper.models import PaperForm
from engagement.persistence import insert_or
from engagement.questionnaires.definition import AUDIENCES, AudienceName


@dataclass(frozen=True, slots=True)
class Offer:
    """The version that an audience is given now, and its finished forms in the order of `KINDS`."""

    version_id: uuid.UUID
    number: int
    forms: tuple[PaperForm, ...] = ()


def offered(session: Session, consultation_id: uuid.UUID) -> Mapping[AudienceName, Offer]:
    """By audience that is asked anything, in the order we always name them."""
    rows = session.execute(
        select(QuestionnaireVersion.id, QuestionnaireVersion.audience, QuestionnaireVersion.number, PaperForm)
        .outerjoin(PaperForm, PaperForm.version_id == QuestionnaireVersion.id)
        .where(QuestionnaireVersion.consultation_id == consultation_id)
    ).all()
    newest: dict[str, Offer] = {}
    for version_id, audience, number, _ in rows:
        if audience not in newest or number > newest[audience].number:
            forms = {form.kind: form for version, *_, form in rows if version == version_id and form is not None}
            in_order = tuple(forms[kind.name] for kind in KINDS if kind.name in forms)
            newest[audience] = Offer(version_id, number, in_order)
    return {audience: newest[audience] for audience in AUDIENCES if audience in newest}


def find(
    session: Session, consultation_id: uuid.UUID, audience: AudienceName, kind: str
) -> tuple[PaperForm, QuestionnaireVersion]:
    """One finished form with its content, and its version, which is the one that is given now. Raises NotFound."""
    version = versions.current(session, consultation_id, audience)
    if version is None:
        raise NotFound("This audience is not asked.")
    form = session.scalar(
        select(PaperForm)
        .where(PaperForm.version_id == version.id, PaperForm.kind == kind)
        .options(undefer(PaperForm.content))
    )
    if form is None:
        raise NotFound("There is no such form, or it is not made yet.")
    return form, version


def keep(session: Session, version_id: uuid.UUID, kind: str, content: bytes, now: datetime) -> None:
    """Keep a finished form instead of the one before. Twice is as good as once."""
    made = {
        "content": content,
        "digest": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "pages": pages_of(content),
        "made_at": now,
    }
    session.execute(
        insert_or(session, PaperForm)
        .values(id=uuid.uuid4(), version_id=version_id, kind=kind, **made)
        .on_conflict_do_update(index_elements=["version_id", "kind"], set_=made)
    )
