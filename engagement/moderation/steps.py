"""The history of a text: steps are added and never changed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.extensions import vault
from engagement.moderation.models import Decision, Step


@dataclass(frozen=True, slots=True)
class Done:
    """One step as officers read it."""

    at: datetime
    by: str
    step: Step
    because: str | None
    note: str
    told: str
    told_on: date | None
    reference: str | None


def add(
    session: Session,
    text_id: uuid.UUID,
    step: Step,
    *,
    by: str,
    now: datetime,
    note: str = "",
    told: str = "",
    **known: object,
) -> None:
    """Add a step; `known` are further columns of a decision."""
    last = session.scalar(select(func.max(Decision.number)).where(Decision.text_id == text_id)) or 0
    step_id = uuid.uuid4()
    values: Mapping[str, object] = {
        "note_sealed": vault.seal(note, _place("note", step_id)) if note else None,
        "told_sealed": vault.seal(told, _place("told", step_id)) if told else None,
        **known,
    }
    session.add(Decision(id=step_id, text_id=text_id, number=last + 1, at=now, by=by, step=step, **values))
    session.flush()


def last(session: Session, text_id: uuid.UUID) -> Decision | None:
    """The latest step about a text, if there was one."""
    return session.scalar(select(Decision).where(Decision.text_id == text_id).order_by(Decision.number.desc()).limit(1))


def history(session: Session, text_id: uuid.UUID) -> list[Done]:
    """Everything that was done about a text, the first step first."""
    rows = session.scalars(select(Decision).where(Decision.text_id == text_id).order_by(Decision.number))
    return [
        Done(
            row.at,
            row.by,
            Step(row.step),
            row.because,
            vault.open(row.note_sealed, _place("note", row.id)) if row.note_sealed else "",
            vault.open(row.told_sealed, _place("told", row.id)) if row.told_sealed else "",
            row.told_on,
            row.reference,
        )
        for row in rows
    ]


def _place(what: str, step_id: uuid.UUID) -> str:
    return f"text_decisions.{what}:{step_id}"
