"""Appointments: what an officer may do about a consultation, and about which they may do anything at all."""

import uuid

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engagement.accounts.models import Appointment, Officer
from engagement.accounts.roles import May, Role, allowed
from engagement.persistence import insert_unless_there


def allowed_to(session: Session, officer: Officer, consultation_id: uuid.UUID | None = None) -> frozenset[May]:
    """What an officer may do about a consultation of their council; where none is named, about all of them."""
    found = session.execute(
        select(Appointment.role, Appointment.consultation_id).where(
            Appointment.officer_id == officer.id,
            or_(Appointment.consultation_id.is_(None), Appointment.consultation_id == consultation_id),
        )
    ).all()
    everywhere = [Role(role) for role, where in found if where is None]
    here = [Role(role) for role, where in found if where is not None]
    return allowed(everywhere, here)


def consultations_of(session: Session, officer: Officer) -> frozenset[uuid.UUID] | None:
    """The consultations that an officer is appointed for; None means all of the council's."""
    found = set(session.scalars(select(Appointment.consultation_id).where(Appointment.officer_id == officer.id)))
    return None if None in found else frozenset(where for where in found if where is not None)


def appoint(session: Session, officer: Officer, role: Role, consultation_id: uuid.UUID | None = None) -> None:
    """Give an officer a role, for one consultation or for all; having it already changes nothing."""
    session.execute(
        insert_unless_there(session, Appointment).values(
            officer_id=officer.id, role=role, consultation_id=consultation_id
        )
    )
