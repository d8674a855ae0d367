"""The audit trail: each entry is sealed over itself and the entry before it.

An entry that was changed, removed from the middle, or slipped in breaks the chain at its number. Entries cut
off the end leave a shorter chain that is whole: only a count written down elsewhere shows that they are gone.
"""

import hashlib
import hmac
import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.audit.models import Entry
from engagement.extensions import audit_key

# Who acts when no officer does: the commands and the scheduled jobs.
SYSTEM = "system"
# PostgreSQL's name for our queue of writers; any number that nothing else here uses.
QUEUE = 7_316_041
FIRST = "0" * 64

Plain = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far the chain holds: the number of whole entries, and the first number at which it breaks, if it does."""

    entries: int
    broken_at: int | None = None

    @property
    def intact(self) -> bool:
        """Whether every entry is as it was written."""
        return self.broken_at is None


def record(
    session: Session,
    *,
    now: datetime,
    actor: str,
    action: str,
    consultation_id: uuid.UUID | None = None,
    **detail: Plain,
) -> Entry:
    """Add an entry in the transaction of what it tells of.

    `detail` holds ids, counts and an officer's reasons: never an address, a name or an answer.
    """
    # Two writers must not take the same number. On SQLite a unit of work already has the only write lock.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(QUEUE)))
    latest = session.execute(select(Entry.number, Entry.mac).order_by(Entry.number.desc()).limit(1)).first()
    number, before = (latest.number, latest.mac) if latest else (0, FIRST)
    entry = Entry(number=number + 1, at=now, actor=actor, action=action, consultation_id=consultation_id, detail=detail)
    entry.mac = seal(entry, before)
    session.add(entry)
    session.flush()
    return entry


def verify(session: Session, expected: int = 0) -> Verdict:
    """Follow the chain from the first entry. `expected` is how many entries there are known to have been."""
    before, whole = FIRST, 0
    with session.execute(select(Entry).order_by(Entry.number).execution_options(yield_per=1000)) as entries:
        for entry in entries.scalars():
            if entry.number != whole + 1 or not hmac.compare_digest(entry.mac, seal(entry, before)):
                return Verdict(whole, whole + 1)
            before, whole = entry.mac, entry.number
    return Verdict(whole, whole + 1 if whole < expected else None)


def seal(entry: Entry, before: str) -> str:
    """The HMAC-SHA256 of an entry and the seal before it, in hex."""
    content = {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "consultation": str(entry.consultation_id) if entry.consultation_id else None,
        "detail": entry.detail,
        "before": before,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hmac.new(bytes(audit_key), canonical.encode(), hashlib.sha256).hexdigest()
