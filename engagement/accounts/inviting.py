"""Invitations by mail: a link that works once, for a week, and by which an officer chooses a password."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from engagement.accounts import passwords, sessions
from engagement.accounts.door_models import InvitationState, OfficerInvitation
from engagement.accounts.models import Officer
from engagement.audit import trail
from engagement.errors import Refused
from engagement.persistence import insert_or, rows_changed

GOOD_FOR = timedelta(days=7)
NO_LONGER = "This link has been used, has been replaced by a newer one, or is older than 7 days."


@dataclass(frozen=True, slots=True)
class Due:
    """A letter with an invitation that somebody took upon themselves to send, and the only copy of its token."""

    invitation_id: uuid.UUID
    token: str
    email: str
    name: str


def ask(session: Session, officer: Officer, now: datetime) -> None:
    """Have a letter with a fresh link sent to an officer. Links that were sent before end."""
    # With an id of its own, so that nobody who still sends the one before takes it for theirs.
    fresh = {
        "id": uuid.uuid4(),
        "state": InvitationState.WAITING,
        "token_hash": None,
        "asked_at": now,
        "expires_at": now + GOOD_FOR,
    }
    asked = insert_or(session, OfficerInvitation).values(officer_id=officer.id, **fresh)
    session.execute(asked.on_conflict_do_update(index_elements=[OfficerInvitation.officer_id], set_=fresh))


def take_due(session: Session, now: datetime) -> Due | None:
    """The next letter to send, taken so that nobody else sends it; it counts as sending once this is committed."""
    waiting = session.execute(
        select(OfficerInvitation.id, Officer.email, Officer.name)
        .join(Officer, Officer.id == OfficerInvitation.officer_id)
        .where(OfficerInvitation.state == InvitationState.WAITING, OfficerInvitation.expires_at > now, Officer.active)
        .order_by(OfficerInvitation.asked_at)
        .limit(1)
    ).first()
    if waiting is None:
        return None
    token = secrets.token_urlsafe(32)
    mine = (OfficerInvitation.id == waiting.id) & (OfficerInvitation.state == InvitationState.WAITING)
    taken = (
        update(OfficerInvitation).where(mine).values(state=InvitationState.SENDING, token_hash=sessions.hashed(token))
    )
    if rows_changed(session, taken) == 0:
        return None
    return Due(waiting.id, token, waiting.email, waiting.name)


def settle(session: Session, invitation_id: uuid.UUID, state: InvitationState) -> None:
    """Write down what became of a letter: sent, failed, or waiting again."""
    mine = (OfficerInvitation.id == invitation_id) & (OfficerInvitation.state == InvitationState.SENDING)
    session.execute(update(OfficerInvitation).where(mine).values(state=state))


def find(session: Session, token: str, now: datetime) -> Officer:
    """Whom a link invites. Raises Refused once it is used, replaced or too old."""
    officer = session.scalars(
        select(Officer)
        .join(OfficerInvitation, OfficerInvitation.officer_id == Officer.id)
        .where(_good(token, now), Officer.active)
    ).first()
    if officer is None:
        raise Refused(NO_LONGER)
    return officer


def accept(session: Session, token: str, *, password: str, now: datetime) -> None:
    """Keep the password that an invited officer chose, and end their sessions. Raises Refused."""
    officer = find(session, token, now)
    passwords.check(password, officer.email)
    used = update(OfficerInvitation).where(_good(token, now)).values(state=InvitationState.USED, token_hash=None)
    if rows_changed(session, used) == 0:
        raise Refused(NO_LONGER)
    officer.password_hash = passwords.keep(password)
    sessions.end_all(session, officer.id)
    trail.record(session, now=now, actor=officer.actor, action="invitation accepted")


def _good(token: str, now: datetime) -> ColumnElement[bool]:
    return (OfficerInvitation.token_hash == sessions.hashed(token)) & (OfficerInvitation.expires_at > now)
