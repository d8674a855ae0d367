"""Officers: making one, letting one in, and changing a password."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import structlog
from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engagement.accounts import appointments, passwords, sessions, tries
from engagement.accounts.models import Officer, SignInAttempt, actor_of
from engagement.accounts.roles import Role
from engagement.audit import trail
from engagement.councils.models import Council
from engagement.errors import Refused
from engagement.extensions import vault
from engagement.persistence import insert_unless_there, rows_changed
from engagement.unit_of_work import unit_of_work

log = structlog.get_logger(__name__)

TRIES_PER_SOURCE = 50


def create(
    session: Session, *, council: Council, email: str, name: str, roles: Collection[Role], password: str
) -> Officer:
    """Add an officer with roles for all consultations of a council.

    Raises Refused when the address or the password will not do.
    """
    passwords.check(password, email.strip())
    officer = add(session, council_id=council.id, email=email, name=name, password_hash=passwords.keep(password))
    for role in roles:
        appointments.appoint(session, officer, role)
    return officer


def add(session: Session, *, council_id: uuid.UUID, email: str, name: str, password_hash: str | None) -> Officer:
    """Add an officer without any role. Raises Refused when the address will not do."""
    address = normalised(email)
    if address is None:
        raise Refused("Enter an email address in the correct format, like name@council.example.")
    officer_id = uuid.uuid4()
    new = insert_unless_there(session, Officer).values(
        id=officer_id, council_id=council_id, email=address, name=name, password_hash=password_hash, active=True
    )
    if rows_changed(session, new) == 0:
        raise Refused("There is already an officer with this email address.")
    return session.get_one(Officer, officer_id)


def sign_in(*, email: str, password: str, came_from: str, now: datetime) -> Officer | None:
    """The officer whose password this is, or None: for a wrong password, an unknown or inactive officer, and too many
    tries alike. Nothing is open yet: a second factor comes next.

    Every try is written down and committed before it is judged, so that many at once cannot slip past the
    limits. The slow hash is checked between two short units of work and holds no lock.
    """
    with unit_of_work() as session:
        attempt = _write_down(session, email, came_from, now)
    officer, allowed = _judge(session, attempt, now)
    right = passwords.matches(password, officer.password_hash if officer else None)
    if officer is None or not (right and allowed and officer.active):
        log.warning("a sign-in failed", within_limits=allowed)
        return None
    with unit_of_work() as session:
        tries.forgive(session, attempt.address)
        session.execute(delete(SignInAttempt).where(SignInAttempt.id == attempt.source_row))
    return officer


def change_password(
    session: Session, officer: Officer, *, old: str, new: str, stays: uuid.UUID | None = None, now: datetime
) -> None:
    """Keep a new password and end every session but the one that stays. Raises Refused when either will not do."""
    if not passwords.matches(old, officer.password_hash):
        raise Refused("Your present password is not right.")
    passwords.check(new, officer.email)
    officer.password_hash = passwords.keep(new)
    sessions.end_all(session, officer.id, but=stays)
    trail.record(session, now=now, actor=officer.actor, action="password changed")


def normalised(email: str) -> str | None:
    """An address as it is kept and compared, or None if it is not one."""
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One try: the address if it is one, both subjects hashed, and the row that counts against the source."""

    email: str | None
    address: str
    source: str
    source_row: uuid.UUID


def _write_down(session: Session, email: str, came_from: str, now: datetime) -> _Attempt:
    address = normalised(email)
    by_address = vault.index("sign-in address", address or email.strip().lower())
    by_source = vault.index("sign-in source", came_from)
    rows = tries.write_down(session, [by_address, by_source], now)
    return _Attempt(email=address, address=by_address, source=by_source, source_row=rows[by_source])


def _judge(session: Session, attempt: _Attempt, now: datetime) -> tuple[Officer | None, bool]:
    """Whose address it is, and whether the tries so far, this one included, are within both limits."""
    so_far = tries.counted(session, [attempt.address, attempt.source], now)
    officer = session.scalars(select(Officer).where(Officer.email == attempt.email)).first()
    within = so_far.get(attempt.address, 0) <= tries.MOST and so_far.get(attempt.source, 0) <= TRIES_PER_SOURCE
    return officer, within


def names_by_actor(session: Session) -> dict[str, str]:
    """The name of each officer, by what the audit trail and histories call them."""
    return {actor_of(officer_id): name for officer_id, name in session.execute(select(Officer.id, Officer.name))}
