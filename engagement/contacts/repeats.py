"""Organisations that asked to hear back more than once: likely duplicates, known without opening any answer."""

import uuid
from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.contacts.models import FollowUp
from engagement.extensions import vault
from engagement.questionnaires.definition import AudienceName


def organisations(session: Session, consultation_id: uuid.UUID, audience: AudienceName) -> list[tuple[str, int]]:
    """Names that were given more than once, and how often, the most frequent first.

    Names count as the same whatever their capitals and spaces; the first spelling by the alphabet is shown.
    """
    rows = session.execute(
        select(FollowUp.id, FollowUp.organisation_sealed).where(
            FollowUp.consultation_id == consultation_id,
            FollowUp.audience == audience,
            FollowUp.organisation_sealed.is_not(None),
        )
    )
    opened = (vault.open(sealed, f"follow_ups.organisation:{row_id}") for row_id, sealed in rows if sealed)
    names = sorted(" ".join(name.split()) for name in opened)
    times = Counter(name.casefold() for name in names)
    spelling = {name.casefold(): name for name in reversed(names)}
    return [(spelling[name], count) for name, count in times.most_common() if count > 1]
