"""Officers' sessions: a row for each browser, ended by time, by its officer, or with the officer's leaving."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from engagement.accounts.door_models import OfficerSession
from engagement.accounts.models import Officer
from engagement.audit import trail
from engagement.persistence import rows_changed

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
# Being seen is written down at most this often, so that reading pages does not write all the time.
SEEN_EVERY = timedelta(minutes=1)
CONFIRMED_FOR = timedelta(minutes=10)

BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("CrOS", "a Chromebook"),
    ("Linux", "Linux"),
)


class Factor(StrEnum):
    """What an officer showed besides the password."""

    APP = "app"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery_code"
    SINGLE_SIGN_ON = "single_sign_on"
    DEMO = "demo"


def begin(session: Session, officer: Officer, *, device: str, factor: Factor | None, now: datetime) -> str:
    """Begin a session and give its key, which is kept nowhere else. Without a factor it opens nothing yet."""
    key = secrets.token_urlsafe(32)
    session.add(
        OfficerSession(
            officer_id=officer.id,
            key_hash=hashed(key),
            began=now,
            seen=now,
            device=device,
            factor=factor,
            confirmed_at=now if factor else None,
        )
    )
    if factor:
        trail.record(session, now=now, actor=officer.actor, action="signed in", factor=factor)
    session.flush()
    return key


def find(session: Session, key: str, now: datetime) -> tuple[OfficerSession, Officer] | None:
    """The session with a key and its officer, or None once it has ended or its officer may not sign in."""
    found = session.execute(
        select(OfficerSession, Officer)
        .join(Officer, Officer.id == OfficerSession.officer_id)
        .where(OfficerSession.key_hash == hashed(key), Officer.active, _alive(now))
    ).first()
    return (found[0], found[1]) if found else None


def of_officer(session: Session, officer_id: uuid.UUID, now: datetime) -> Sequence[OfficerSession]:
    """The sessions in which an officer is signed in, the one used last first."""
    return session.scalars(
        select(OfficerSession)
        .where(OfficerSession.officer_id == officer_id, OfficerSession.factor.is_not(None), _alive(now))
        .order_by(OfficerSession.seen.desc(), OfficerSession.id)
    ).all()


def seen(session: Session, session_id: uuid.UUID, now: datetime) -> None:
    """Write down that a session is used."""
    session.execute(update(OfficerSession).where(OfficerSession.id == session_id).values(seen=now))


def confirm(session: Session, session_id: uuid.UUID, now: datetime) -> None:
    """Write down that the officer showed again who they are."""
    session.execute(update(OfficerSession).where(OfficerSession.id == session_id).values(confirmed_at=now))


def confirmed(row: OfficerSession, now: datetime) -> bool:
    """Whether the officer showed who they are in the last minutes."""
    return row.confirmed_at is not None and now - row.confirmed_at < CONFIRMED_FOR


def end(session: Session, officer_id: uuid.UUID, session_id: uuid.UUID) -> bool:
    """End one session of an officer; False if it is not one of theirs."""
    mine = (OfficerSession.id == session_id) & (OfficerSession.officer_id == officer_id)
    return rows_changed(session, delete(OfficerSession).where(mine)) == 1


def end_all(session: Session, officer_id: uuid.UUID, *, but: uuid.UUID | None = None) -> int:
    """End every session of an officer, or all but one; gives how many."""
    theirs = delete(OfficerSession).where(OfficerSession.officer_id == officer_id)
    return rows_changed(session, theirs if but is None else theirs.where(OfficerSession.id != but))


def forget(session: Session, now: datetime) -> None:
    """Delete the sessions that time has ended."""
    session.execute(
        delete(OfficerSession).where(or_(OfficerSession.seen <= now - IDLE, OfficerSession.began <= now - LONGEST))
    )


def put_challenge(session: Session, session_id: uuid.UUID, challenge: bytes) -> None:
    """Keep what a passkey has to sign next."""
    session.execute(update(OfficerSession).where(OfficerSession.id == session_id).values(challenge=challenge))


def take_challenge(session: Session, session_id: uuid.UUID) -> bytes | None:
    """What a passkey had to sign; it is taken away, so that no answer counts twice."""
    mine = OfficerSession.id == session_id
    challenge = session.scalar(select(OfficerSession.challenge).where(mine))
    taken = mine & (OfficerSession.challenge == challenge)
    gone = rows_changed(session, update(OfficerSession).where(taken).values(challenge=None))
    return challenge if gone else None


def device_in_words(user_agent: str) -> str:
    """A browser as its officer would know it again, for example "Firefox on Windows"."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "another device")
    return f"{browser} on {system}"


def hashed(key: str) -> str:
    """What is kept of a secret that is too long to be guessed."""
    return hashlib.sha256(key.encode()).hexdigest()


def _alive(now: datetime) -> ColumnElement[bool]:
    return (OfficerSession.seen > now - IDLE) & (OfficerSession.began > now - LONGEST)
