"""How far a wave has come while it runs: what is done, how fast it goes and how long it will take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.correspondence import certificates
from engagement.correspondence.models import Wave
from engagement.outbox.models import Message, MessageState

# The rate is that of the last minutes, so that it follows a mail server that gets slower.
LOOKED_BACK = timedelta(minutes=5)
SHORTEST = timedelta(seconds=10)
MINUTE = timedelta(minutes=1)
ON_THEIR_WAY = (MessageState.PENDING, MessageState.CLAIMED, MessageState.DOTTING)
LEFT = (MessageState.SENT, MessageState.UNKNOWN, MessageState.FAILED)


@dataclass(frozen=True)
class Progress:
    """Letters by state; how many wait now, and how many only for a later time; how many leave a minute."""

    counts: Mapping[MessageState, int]
    waiting: int
    later: int
    per_minute: int

    @property
    def left(self) -> str:
        """How long what waits will take, in words; empty where nothing waits or nothing moves."""
        if not self.waiting or not self.per_minute:
            return ""
        minutes = ceil(self.waiting / self.per_minute)
        if minutes <= 1:
            return "less than a minute"
        if minutes < 90:
            return f"about {minutes} minutes"
        return f"about {round(minutes / 60)} hours"


def progress(session: Session, wave: Wave, now: datetime) -> Progress:
    """How far a launched wave has come."""
    counts = certificates.totals(session, wave)
    since = max(now - LOOKED_BACK, wave.launched_at or now)
    counted = select(func.count()).select_from(Message).where(Message.wave_id == wave.id)
    gone = session.scalar(counted.where(Message.state.in_(LEFT), Message.settled_at > since)) or 0
    later = session.scalar(counted.where(Message.state == MessageState.PENDING, Message.due_at > now)) or 0
    waiting = sum(counts.get(state, 0) for state in ON_THEIR_WAY) - later
    per_minute = ceil(gone / (max(now - since, SHORTEST) / MINUTE))
    return Progress(counts, waiting, later, per_minute)
