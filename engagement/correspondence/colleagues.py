"""The one letter to a colleague who is asked to answer a part: it carries their link and nothing anybody wrote."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts import suppression
from engagement.contacts.addresses import index_of
from engagement.correspondence import asked_for
from engagement.outbox.claims import Claimed
from engagement.outbox.models import MessageKind
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
    """Queue the letter in the transaction that makes the link; False where the address gets no letters.

    `email` is as `normalise` gives it. It is kept with the letter alone, and goes with it 30 days after sending.
    """
    if suppression.among(session, consultation.id, [index_of(email)]):
        return False
    kind = MessageKind.COLLEAGUE
    asked_for.queue(
        session,
        consultation,
        email,
        kind=kind,
        template=f"{audience}/{kind}",
        now=now,
        team_member_id=member.id,
    )
    return True


def secrets_for(session: Session, batch: Iterable[Claimed]) -> Mapping[uuid.UUID, str]:
    """The secret of each colleague's link that letters of a batch carry; empty for a link that was ended."""
    ids = {claimed.team_member_id for claimed in batch if claimed.team_member_id}
    if not ids:
        return {}
    members = session.scalars(select(TeamMember).where(TeamMember.id.in_(ids)))
    return {member.id: teams.secret_of(member) or "" for member in members}
