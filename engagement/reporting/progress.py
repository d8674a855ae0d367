"""How far a consultation has come: whom we wrote to and who has answered, as counts only."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from engagement.contacts.models import Contact, Invitation, InvitationState
from engagement.contacts.service import STATES
from engagement.contacts.suppression import suppressed
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.reporting.voices import in_time
from engagement.responses.models import Draft, Response


@dataclass(frozen=True, slots=True)
class Progress:
    """One audience in numbers. `answered` leaves out `blank`, who sent nothing, and `late`.

    `told` are contacts who say that they have answered; what they sent is in `answered` if we have it.
    """

    contacts: int = 0
    invited: int = 0
    started: int = 0
    answered: int = 0
    blank: int = 0
    late: int = 0
    told: int = 0
    bounced: int = 0
    soft_bounced: int = 0
    opted_out: int = 0


def progress(session: Session, consultation_id: uuid.UUID) -> Mapping[str, Progress]:
    """The numbers of every audience that has any, by audience."""
    contacts = select(Contact.audience, func.count()).where(Contact.consultation_id == consultation_id)
    responses = select(Response.audience, func.count()).where(Response.consultation_id == consultation_id)
    invited = contacts.join(Message, Message.contact_id == Contact.id).where(
        Message.kind == MessageKind.INVITATION, Message.state == MessageState.SENT
    )
    invitations = contacts.join(Invitation, Invitation.contact_id == Contact.id)
    counted = and_(Response.blank.is_(False), in_time())
    counts = {
        "contacts": _by_audience(session, contacts, Contact.audience),
        "invited": _by_audience(session, invited, Contact.audience),
        "started": _by_audience(
            session,
            select(Draft.audience, func.count()).where(Draft.consultation_id == consultation_id),
            Draft.audience,
        ),
        "answered": _by_audience(session, responses.where(counted), Response.audience),
        "blank": _by_audience(session, responses.where(Response.blank.is_(True), in_time()), Response.audience),
        "late": _by_audience(session, responses.where(~in_time()), Response.audience),
        "told": _by_audience(session, invitations.where(Invitation.state == InvitationState.TOLD), Contact.audience),
        "bounced": _by_audience(session, contacts.where(Contact.bounced_on.is_not(None)), Contact.audience),
        "soft_bounced": _by_audience(session, contacts.where(STATES["soft_bounced"]), Contact.audience),
        "opted_out": _by_audience(session, contacts.where(suppressed()), Contact.audience),
    }
    assert counts.keys() == {field.name for field in fields(Progress)}
    audiences = {audience for found in counts.values() for audience in found}
    return {
        audience: Progress(**{name: found.get(audience, 0) for name, found in counts.items()}) for audience in audiences
    }


def _by_audience(session: Session, counted: Select[str, int], audience: Any) -> dict[str, int]:
    return dict(session.execute(counted.group_by(audience)).all())
