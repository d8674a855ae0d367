"""Who reads: the duty officer and the deputy of each consultation, and who else is told when they do not."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engagement.accounts.models import Appointment, Officer
from engagement.accounts.roles import ROLES, May, Role
from engagement.consultations.models import Consultation
from engagement.errors import Refused
from engagement.moderation.models import Duty
from engagement.persistence import insert_or


@dataclass(frozen=True, slots=True)
class OnDuty:
    """The officers on duty who may still read; None for whoever is not named or may not any more."""

    officer: Officer | None = None
    deputy: Officer | None = None


def on_duty(session: Session, consultation: Consultation) -> OnDuty:
    """Who reads the texts of a consultation."""
    duty = session.get(Duty, consultation.id)
    if duty is None:
        return OnDuty()
    readers = {officer.id: officer for officer in may_read(session, consultation)}
    return OnDuty(readers.get(duty.officer_id), readers.get(duty.deputy_id) if duty.deputy_id else None)


def may_read(session: Session, consultation: Consultation) -> list[Officer]:
    """The officers who may be named."""
    return _appointed(session, consultation, [role for role, may in ROLES.items() if May.READ_TEXTS in may])


def leads(session: Session, consultation: Consultation) -> list[Officer]:
    """Who answers for the consultation as a whole."""
    return _appointed(session, consultation, [Role.LEAD])


def name(session: Session, consultation: Consultation, officer: Officer, deputy: Officer) -> None:
    """Name who reads. Raises Refused for one person twice, and for those who may not read."""
    if officer.id == deputy.id:
        raise Refused("Choose two different people.")
    readers = {reader.id for reader in may_read(session, consultation)}
    if not {officer.id, deputy.id} <= readers:
        raise Refused("Choose officers who are appointed for safeguarding.")
    values = {"officer_id": officer.id, "deputy_id": deputy.id}
    named = insert_or(session, Duty).values(consultation_id=consultation.id, **values)
    session.execute(named.on_conflict_do_update(index_elements=[Duty.consultation_id], set_=values))
    session.expire_all()


def _appointed(session: Session, consultation: Consultation, roles: Collection[Role]) -> list[Officer]:
    here = or_(Appointment.consultation_id.is_(None), Appointment.consultation_id == consultation.id)
    appointed = select(Appointment.officer_id).where(Appointment.role.in_(roles), here)
    mine = (Officer.council_id == consultation.council_id, Officer.active, Officer.id.in_(appointed))
    return list(session.scalars(select(Officer).where(*mine).order_by(Officer.name, Officer.id)))
