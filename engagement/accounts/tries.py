"""Limits on tries: each one is a row, so that restarting a cache forgets nothing."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engagement.accounts.models import SignInAttempt

WINDOW = timedelta(minutes=15)
MOST = 5


def write_down(session: Session, subjects: Collection[str], now: datetime) -> dict[str, uuid.UUID]:
    """Count one try against each subject; gives the row of each. Old tries are cleared away."""
    rows = {subject: uuid.uuid4() for subject in subjects}
    session.execute(delete(SignInAttempt).where(SignInAttempt.at <= now - WINDOW))
    session.add_all(SignInAttempt(id=row, subject=subject, at=now) for subject, row in rows.items())
    return rows


def counted(session: Session, subjects: Collection[str], now: datetime) -> dict[str, int]:
    """How many tries of late count against each subject that has any."""
    return dict(
        session.execute(
            select(SignInAttempt.subject, func.count())
            .where(SignInAttempt.subject.in_(subjects), SignInAttempt.at > now - WINDOW)
            .group_by(SignInAttempt.subject)
        ).all()
    )


def forgive(session: Session, subject: str) -> None:
    """Let no try so far count against a subject."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.subject == subject))
