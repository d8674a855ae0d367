"""What others may ask of the queue: how it stands, whether it is kept in time, and whether somebody is on duty."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.moderation import working_time
from engagement.moderation.duty import on_duty
from engagement.moderation.models import FreeText, TextsGone, TextState
from engagement.questionnaires.definition import AudienceName


@dataclass(frozen=True, slots=True)
class Standing:
    """How a queue stands. `late` texts are unread past their time; `oldest` is how long the first has waited."""

    states: Mapping[str, int]
    late: int
    oldest_seconds: int
    gone: int = 0

    @property
    def unread(self) -> int:
        """How many nobody has read."""
        return self.states.get(TextState.UNREAD, 0)

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.states.values())

    @property
    def settled(self) -> int:
        """How many may be seen by all who work with the answers, whole or in part."""
        return sum(self.states.get(state, 0) for state in (TextState.CLEARED, TextState.REDACTED))


NOTHING = Standing({}, 0, 0)


def standing(session: Session, consultation: Consultation, now: datetime) -> Standing:
    """How the queue of one consultation stands."""
    found = standings(session, now, [consultation.id]).get(consultation.id, NOTHING)
    gone = select(func.sum(TextsGone.count)).where(TextsGone.consultation_id == consultation.id)
    return Standing(found.states, found.late, found.oldest_seconds, session.scalar(gone) or 0)


def standings(session: Session, now: datetime, only: Iterable[uuid.UUID] | None = None) -> dict[uuid.UUID, Standing]:
    """How the queues stand that are not closed for good, or `only` some."""
    query = (
        select(
            FreeText.consultation_id,
            FreeText.audience,
            FreeText.state,
            FreeText.flagged,
            FreeText.waits_since,
            func.count(),
        )
        .join(Consultation, Consultation.id == FreeText.consultation_id)
        .group_by(FreeText.consultation_id, FreeText.audience, FreeText.state, FreeText.flagged, FreeText.waits_since)
    )
    still_open = or_(Consultation.locked_at.is_(None), Consultation.locked_at > now)
    query = query.where(still_open) if only is None else query.where(FreeText.consultation_id.in_(list(only)))
    states: dict[uuid.UUID, Counter[str]] = {}
    late: Counter[uuid.UUID] = Counter()
    oldest: dict[uuid.UUID, datetime] = {}
    for where, audience, state, flagged, since, count in session.execute(query):
        states.setdefault(where, Counter())[state] += count
        if state == TextState.UNREAD and since is not None:
            oldest[where] = min(since, oldest.get(where, since))
            if working_time.is_late(cast(AudienceName, audience), flagged, since, now):
                late[where] += count
    return {
        where: Standing(counts, late[where], int((now - oldest[where]).total_seconds()) if where in oldest else 0)
        for where, counts in states.items()
    }


def by_slug(session: Session, now: datetime) -> dict[str, Standing]:
    """The same by the address of each consultation."""
    found = standings(session, now)
    slugs = dict(session.execute(select(Consultation.id, Consultation.slug).where(Consultation.id.in_(found))).all())
    return {slugs[where]: standing for where, standing in found.items()}


def any_late(session: Session, now: datetime) -> bool:
    """Whether a text is unread past its time in any consultation."""
    return any(found.late for found in standings(session, now).values())


def duty_missing(session: Session, consultation: Consultation) -> bool:
    """Whether nobody is named who reads the texts of a consultation, or there is no deputy."""
    duty = on_duty(session, consultation)
    return duty.officer is None or duty.deputy is None
