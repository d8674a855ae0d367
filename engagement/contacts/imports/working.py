"""Workers go through a file one piece at a time.

Each piece is one transaction with the number of the next one. So a killed worker loses at most a piece that
nobody has seen, another goes on from there, and nobody is added twice.
"""

import time
import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engagement.audit import trail
from engagement.clock import Clock
from engagement.contacts import groups
from engagement.contacts.imports import kept
from engagement.contacts.imports.deciding import Decision, carry_out, decide
from engagement.contacts.imports.models import ContactImport, ImportAddress, ImportPiece, Stage
from engagement.contacts.imports.outcomes import ROLE_MAILBOXES, Outcome
from engagement.contacts.imports.stages import audience_of
from engagement.contacts.models import Contact, Invitation
from engagement.contacts.role_mailboxes import is_role_mailbox
from engagement.unit_of_work import unit_of_work

OTHERS_TURN_SECONDS = 0.1
WORKING = (Stage.CHECKING, Stage.IMPORTING)


def go_on(clock: Clock, *, seconds: float, import_id: uuid.UUID | None = None) -> bool:
    """Go through pieces for so long, each in a unit of work of its own. True where time ran out, not the work."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with unit_of_work() as session:
            alone = session.get_bind().dialect.name == "sqlite"
            if not advance(session, clock.now(), import_id):
                return False
        if alone:
            # Only one may write to SQLite at a time, and people who answer must not wait for a file.
            time.sleep(OTHERS_TURN_SECONDS)
    return True


def advance(session: Session, now: datetime, import_id: uuid.UUID | None = None) -> bool:
    """Go through the next piece of a file, or of the oldest that waits. False where there was none to take."""
    wanted = select(ContactImport).where(ContactImport.stage.in_(WORKING)).order_by(ContactImport.began_at).limit(1)
    if import_id is not None:
        wanted = wanted.where(ContactImport.id == import_id)
    job = session.scalar(wanted.with_for_update(skip_locked=True).execution_options(populate_existing=True))
    if job is None:
        return False
    piece = session.scalars(
        select(ImportPiece).where(ImportPiece.import_id == job.id, ImportPiece.number == job.next_piece)
    ).one()
    fields = groups.fields_of(session, job.consultation_id, audience_of(job))
    decisions = decide(session, job, kept.rows_in(piece), job.match, fields)
    if job.stage == Stage.IMPORTING:
        carry_out(session, job, decisions, now)
    piece.outcomes = [[decision.line, decision.outcome, decision.sentence] for decision in decisions]
    job.counts = dict(Counter(job.counts) + Counter(_counted(decisions)))
    job.next_piece += 1
    if job.next_piece & (job.next_piece - 1) == 0:
        _count_again(session)
    if job.next_piece == job.pieces:
        _finish(session, job, now)
    session.flush()
    # A long file would fill the session with what is not looked at again.
    for decision in decisions:
        if decision.contact is not None:
            session.expunge(decision.contact)
    session.expunge(piece)
    return True


def _counted(decisions: Iterable[Decision]) -> Iterable[str]:
    for decision in decisions:
        yield decision.outcome
        if decision.outcome is not Outcome.REFUSED and decision.person and is_role_mailbox(decision.person.email):
            yield ROLE_MAILBOXES


def _count_again(session: Session) -> None:
    """Let PostgreSQL count: a file multiplies tables faster than it looks at them, and it would plan for few rows."""
    if session.get_bind().dialect.name == "postgresql":
        session.flush()
        for table in (Contact, Invitation, ImportAddress):
            session.execute(text(f"ANALYZE {table.__tablename__}"))


def _finish(session: Session, job: ContactImport, now: datetime) -> None:
    if job.stage == Stage.CHECKING:
        job.stage = Stage.CHECKED
        return
    job.stage = Stage.DONE
    session.flush()
    kept.forget(session, job)
    trail.record(
        session,
        now=now,
        actor=trail.SYSTEM,
        action="contacts imported",
        consultation_id=job.consultation_id,
        audience=job.audience,
        file=str(job.id),
        **{str(outcome): job.counts.get(outcome, 0) for outcome in Outcome},
    )
