"""Addresses that get no letters, kept as keyed hashes: they hold when a contact is deleted and imported again."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, ScalarSelect, delete, exists, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from engagement.consultations.models import Consultation
from engagement.contacts.models import Contact, Invitation, InvitationState, Suppression, SuppressionReason
from engagement.errors import NotFound
from engagement.persistence import insert_unless_there, rows_changed


def suppressed() -> ColumnElement[bool]:
    """Whether nobody may write to a contact, as SQL about a row of Contact."""
    return exists().where(Suppression.email_index == Contact.email_index, _reaches(Contact.consultation_id))


def why_suppressed() -> ScalarSelect[str | None]:
    """Why nobody may write to a contact, a `SuppressionReason`, as SQL about a row of Contact; NULL if one may.

    Of several reasons it is the person's own, if that is among them.
    """
    return (
        select(func.min(Suppression.reason))
        .where(Suppression.email_index == Contact.email_index, _reaches(Contact.consultation_id))
        .correlate(Contact)
        .scalar_subquery()
    )


def add(
    session: Session,
    *,
    email_index: str,
    reason: SuppressionReason,
    today: date,
    consultation_id: uuid.UUID | None = None,
    council_id: uuid.UUID | None = None,
) -> bool:
    """Write no more to an address about a consultation, or about all of a council's; gives whether that is new."""
    return bool(
        rows_changed(
            session,
            insert_unless_there(session, Suppression).values(
                id=uuid.uuid4(),
                consultation_id=consultation_id,
                council_id=council_id,
                email_index=email_index,
                reason=reason,
                since=today,
            ),
        )
    )


def of(session: Session, email_index: str, consultation_id: uuid.UUID) -> list[Suppression]:
    """What stands against writing to an address about a consultation."""
    found = select(Suppression).where(Suppression.email_index == email_index, _reaches(consultation_id))
    return list(session.scalars(found.order_by(Suppression.since)))


def in_council(session: Session, email_index: str, council_id: uuid.UUID) -> list[Suppression]:
    """What stands against writing to an address about any consultation of a council."""
    found = select(Suppression).where(Suppression.email_index == email_index, _within(council_id))
    return list(session.scalars(found.order_by(Suppression.since)))


def find(session: Session, suppression_id: uuid.UUID, council_id: uuid.UUID) -> Suppression:
    """One of a council's. Raises NotFound."""
    found = session.scalar(select(Suppression).where(Suppression.id == suppression_id, _within(council_id)))
    if found is None:
        raise NotFound("This address is written to already.")
    return found


def among(session: Session, consultation_id: uuid.UUID, indexes: Collection[str]) -> dict[str, SuppressionReason]:
    """Those of some addresses that get no letters about a consultation, and why."""
    found = select(Suppression.email_index, Suppression.reason).where(
        _reaches(consultation_id), Suppression.email_index.in_(indexes)
    )
    return {index: SuppressionReason(reason) for index, reason in session.execute(found)}


def lift(session: Session, found: Collection[Suppression]) -> None:
    """Write to an address again. An invitation that was given up is open again, unless it is still suppressed."""
    indexes_lifted = {row.email_index for row in found}
    session.execute(delete(Suppression).where(Suppression.id.in_([row.id for row in found])))
    contacts = select(Contact.id).where(Contact.email_index.in_(indexes_lifted), ~suppressed())
    session.execute(
        update(Invitation)
        .where(Invitation.contact_id.in_(contacts), Invitation.state == InvitationState.OPTED_OUT)
        .values(state=InvitationState.UNUSED)
    )


def counts(session: Session, council_id: uuid.UUID) -> dict[tuple[str, bool], int]:
    """How many addresses a council keeps, by reason and whether they hold for all of its consultations."""
    everywhere = Suppression.consultation_id.is_(None)
    rows = session.execute(
        select(Suppression.reason, everywhere, func.count())
        .where(_within(council_id))
        .group_by(Suppression.reason, everywhere)
    )
    return {(reason, bool(for_all)): count for reason, for_all, count in rows}


def _reaches(consultation_id: uuid.UUID | InstrumentedAttribute[uuid.UUID]) -> ColumnElement[bool]:
    council = (
        select(Consultation.council_id).where(Consultation.id == consultation_id).correlate(Contact).scalar_subquery()
    )
    return or_(Suppression.consultation_id == consultation_id, Suppression.council_id == council)


def _within(council_id: uuid.UUID) -> ColumnElement[bool]:
    own = select(Consultation.id).where(Consultation.council_id == council_id)
    return or_(Suppression.council_id == council_id, Suppression.consultation_id.in_(own))
