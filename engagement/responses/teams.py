"""Answering together: colleagues with links of their own, who write in the draft that somebody has begun."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engagement.errors import Refused
from engagement.extensions import vault
from engagement.responses import drafts
from engagement.responses.models import Draft, MemberState, TeamMember

# More than this would be a list of addresses to write to, not a team.
MOST = 20
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft that a secret opens, with everybody who was ever invited to it.

    `member` is the colleague whose secret it is; None for whoever began the draft.
    """

    draft: Draft
    team: Sequence[TeamMember]
    member: TeamMember | None


def open_draft(
    session: Session,
    *,
    consultation_id: uuid.UUID,
    audience: str,
    secret: str,
    by_team_link: bool,
    to_change: bool = False,
) -> Opened | None:
    """The draft of a secret with its team, in one query.

    `to_change` makes others who would change the draft wait for this transaction.
    """
    key = access_key(secret)
    shared = Draft.id == select(TeamMember.draft_id).where(TeamMember.access_key == key).scalar_subquery()
    query = (
        select(Draft, TeamMember)
        .outerjoin(TeamMember, TeamMember.draft_id == Draft.id)
        .where(
            shared if by_team_link else drafts.opened_by(secret),
            Draft.consultation_id == consultation_id,
            Draft.audience == audience,
        )
        .order_by(TeamMember.number)
    )
    if to_change:
        query = query.with_for_update(of=Draft).execution_options(populate_existing=True)
    rows = session.execute(query).all()
    if not rows:
        return None
    invited: list[TeamMember | None] = [member for _, member in rows]
    team = [member for member in invited if member is not None]
    mine = next((member for member in team if member.access_key == key), None) if by_team_link else None
    return Opened(rows[0][0], team, mine)


def access_key(secret: str) -> str:
    """How a colleague is found by the secret of their link."""
    return vault.index("team member", secret)


def invite(
    session: Session, draft: Draft, team: Sequence[TeamMember], *, name: str, sections: Sequence[str] | None
) -> TeamMember:
    """A new colleague of a draft with a link; `sections` are the keys of what is shared, None is all. Raises Refused.

    The draft was opened to change it, so that no two colleagues get one number.
    """
    if len(team) >= MOST:
        raise Refused(f"You have invited {MOST} colleagues, which is the most.")
    member = TeamMember(
        id=uuid.uuid4(),
        draft_id=draft.id,
        number=1 + max((other.number for other in team), default=0),
        sections=None if sections is None else list(sections),
    )
    _rename(member, name)
    session.add(member)
    new_link(session, member)
    return member


def new_link(session: Session, member: TeamMember) -> None:
    """Give a colleague a fresh link. An older one opens nothing any more."""
    secret = secrets.token_urlsafe(32)
    member.access_key = access_key(secret)
    member.secret_sealed = vault.seal(secret, _place("secret", member.id))
    member.state = MemberState.INVITED
    session.flush()


def end_link(session: Session, member: TeamMember) -> None:
    """Have a colleague's link open nothing any more. What they wrote stays, with their name."""
    member.access_key = member.secret_sealed = None
    member.state = MemberState.ENDED
    session.flush()


def join(session: Session, member: TeamMember, name: str) -> None:
    """A colleague begins to answer, and may say who they are if nobody has."""
    if member.state == MemberState.INVITED:
        member.state = MemberState.ANSWERING
    if member.name_sealed is None:
        _rename(member, name)
    session.flush()


def finish(session: Session, member: TeamMember) -> None:
    """A colleague has done their part. They may still come back and change it."""
    member.state = MemberState.FINISHED
    session.flush()


def close(session: Session, draft: Draft) -> None:
    """The answers are sent: every link says so and opens nothing, and nobody's name is kept."""
    draft.lead_sealed = None
    session.execute(
        update(TeamMember)
        .where(TeamMember.draft_id == draft.id)
        .values(state=MemberState.SENT, name_sealed=None, secret_sealed=None)
    )


def secret_of(member: TeamMember) -> str | None:
    """The secret of a colleague's link, while it opens something."""
    return vault.open(member.secret_sealed, _place("secret", member.id)) if member.secret_sealed else None


def name_of(member: TeamMember) -> str:
    """A colleague's name or role; empty where nobody gave one."""
    return vault.open(member.name_sealed, _place("name", member.id)) if member.name_sealed else ""


def lead_name_of(draft: Draft) -> str:
    """The name or role of whoever began a draft; empty where they gave none."""
    return vault.open(draft.lead_sealed, _lead_place(draft)) if draft.lead_sealed else ""


def name_lead(session: Session, draft: Draft, name: str) -> None:
    """Whoever began a draft says who they are; nothing typed is nothing kept."""
    draft.lead_sealed = vault.seal(name, _lead_place(draft)) if name else None
    session.flush()


def _rename(member: TeamMember, name: str) -> None:
    member.name_sealed = vault.seal(name, _place("name", member.id)) if name else None


def _place(column: str, member_id: uuid.UUID) -> str:
    return f"team_members.{column}:{member_id}"


def _lead_place(draft: Draft) -> str:
    return f"drafts.lead:{draft.id}"
