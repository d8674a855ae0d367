"""The people of a council: who they are, what they are appointed to, and whether they may come in."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.orm import Session

from engagement.accounts import appointments, codes, inviting, sessions
from engagement.accounts.door_models import AuthenticatorApp, OfficerInvitation, Passkey
from engagement.accounts.models import Appointment, Officer
from engagement.accounts.roles import Role
from engagement.accounts.service import add
from engagement.councils.models import Council
from engagement.errors import NotFound, Refused


@dataclass(frozen=True, slots=True)
class Person:
    """An officer as a list shows one."""

    officer: Officer
    appointments: Sequence[Appointment]
    has_factor: bool
    invitation: str | None


def listing(session: Session, council_id: uuid.UUID, find: str = "") -> list[Person]:
    """A council's officers by name, or those whose name or address has some words in it."""
    wanted = select(Officer).where(Officer.council_id == council_id).order_by(Officer.name, Officer.id)
    if find:
        words = find.lower()
        name_has_it = func.lower(Officer.name).contains(words, autoescape=True)
        wanted = wanted.where(or_(name_has_it, Officer.email.contains(words, autoescape=True)))
    return _described(session, session.scalars(wanted).all())


def one(session: Session, council_id: uuid.UUID, officer_id: uuid.UUID) -> Person:
    """One officer of a council. Raises NotFound."""
    officer = session.get(Officer, officer_id)
    if officer is None or officer.council_id != council_id:
        raise NotFound("There is no such officer.")
    return _described(session, [officer])[0]


def invite(
    session: Session,
    council_id: uuid.UUID,
    *,
    email: str,
    name: str,
    role: Role,
    consultation_id: uuid.UUID | None,
    now: datetime,
) -> Officer:
    """Add an officer who chooses a password by a link that is sent to them. Raises Refused."""
    officer = add(session, council_id=council_id, email=email, name=name, password_hash=None)
    appointments.appoint(session, officer, role, consultation_id)
    inviting.ask(session, officer, now)
    return officer


def end_appointment(session: Session, person: Person, appointment_id: uuid.UUID, *, by: Officer) -> Appointment:
    """Take a role away. Raises Refused where it is one's own last or the council's last administrator's."""
    appointment = next((held for held in person.appointments if held.id == appointment_id), None)
    if appointment is None:
        raise NotFound("There is no such appointment.")
    if _administers(appointment):
        _keep_administrators(session, person.officer, by, "You cannot take your own administrator role away.")
    session.execute(delete(Appointment).where(Appointment.id == appointment.id))
    return appointment


def deactivate(session: Session, person: Person, *, by: Officer) -> None:
    """Let an officer in no more, and end their sessions. Raises Refused."""
    if person.officer.id == by.id:
        raise Refused("You cannot end your own access. Ask another administrator.")
    if any(_administers(held) for held in person.appointments):
        _keep_administrators(session, person.officer, by, "")
    person.officer.active = False
    sessions.end_all(session, person.officer.id)


def reactivate(session: Session, person: Person) -> None:
    """Let an officer in again, with the roles that they had."""
    person.officer.active = True
    session.flush()


def reset_factors(session: Session, person: Person) -> None:
    """Have an officer set up a second factor anew at the next sign-in, and end their sessions."""
    codes.forget_all(session, person.officer.id)
    sessions.end_all(session, person.officer.id)


def _keep_administrators(session: Session, officer: Officer, by: Officer, of_oneself: str) -> None:
    if officer.id == by.id:
        raise Refused(of_oneself)
    # Two who end each other at once wait here for one another, and whoever comes second sees what the first did. The
    # lock has a statement of its own: one that waits and looks would still see what there was when it began.
    session.execute(select(Council.id).where(Council.id == officer.council_id).with_for_update())
    others = (
        select(Appointment.id)
        .join(Officer, Officer.id == Appointment.officer_id)
        .where(
            Officer.council_id == officer.council_id,
            Officer.id != officer.id,
            Officer.active,
            Appointment.role == Role.ADMINISTRATOR,
            Appointment.consultation_id.is_(None),
        )
    )
    if session.scalar(others.limit(1)) is None:
        raise Refused("A council needs an administrator. Appoint another one first.")


def _administers(appointment: Appointment) -> bool:
    return appointment.role == Role.ADMINISTRATOR and appointment.consultation_id is None


def _described(session: Session, officers: Sequence[Officer]) -> list[Person]:
    ids = [officer.id for officer in officers]
    held: dict[uuid.UUID, list[Appointment]] = defaultdict(list)
    for appointment in session.scalars(
        select(Appointment).where(Appointment.officer_id.in_(ids)).order_by(Appointment.role, Appointment.id)
    ):
        held[appointment.officer_id].append(appointment)
    has_app = exists().where(AuthenticatorApp.officer_id == Officer.id, AuthenticatorApp.confirmed)
    has_passkey = exists().where(Passkey.officer_id == Officer.id)
    with_factor = set(session.scalars(select(Officer.id).where(Officer.id.in_(ids), has_app | has_passkey)))
    invited = dict(
        session.execute(
            select(OfficerInvitation.officer_id, OfficerInvitation.state).where(OfficerInvitation.officer_id.in_(ids))
        ).all()
    )
    return [
        Person(officer, held[officer.id], officer.id in with_factor, invited.get(officer.id)) for officer in officers
    ]
