"""The one letter to a colleague who is asked to answer a part: it carries their link and nothing anybody wrote."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts.models import Suppression
from engagement.correspondence.acknowledgements import recipient_place
from engagement.extensions import vault
from engagement.outbox.claims import Claimed
from engagement.outbox.models import Message, MessageKind
from engagement.questionnaires.definition import AudienceName
from engagement.responses import teams
from engagement.responses.models import TeamMember


def write_to_colleague(
    session: Session,
    *,
    consultation: Consultation,
    audience: AudienceName,
    member: TeamMember,
    email: str,
    now: datetime,
) -> bool:
    """Queue the letter in the transaction that makes the link; False where the address asked us to stop.

    `email` is in its normal form. It is kept with the letter alone, and goes with it 30 days after sending.
    """
    stopped = exists().where(
        Suppression.consultation_id == consultation.id,
        Suppression.email_index == vault.index("email", email.lower()),
    )
    if session.scalar(select(stopped)):
        return False
    message_id = uuid.uuid4()
    session.add(
        Message(
            id=message_id,
            consultation_id=consultation.id,
            recipient_sealed=vault.seal(email, recipient_place(message_id)),
            team_member_id=member.id,
            kind=MessageKind.COLLEAGUE,
            occurrence=1,
            template=f"{audience}/{MessageKind.COLLEAGUE}",
            due_at=now,
        )
    )
    session.flush()
    return True


def secrets_for(session: Session, batch: Iterable[Claimed]) -> Mapping[uuid.UUID, str]:
    """The secret of each colleague's link that letters of a batch carry; empty for a link that was ended."""
    ids = {claimed.team_member_id for claimed in batch if claimed.team_member_id}
    if not ids:
        return {}
    members = session.scalars(select(TeamMember).where(TeamMember.id.in_(ids)))
    return {member.id: teams.secret_of(member) or "" for member in members}
