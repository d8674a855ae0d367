"""The audit trail as a council's officers read and search it, and whether it is whole."""

import uuid
from collections.abc import Collection

from flask import render_template, request
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from engagement.accounts.models import Officer
from engagement.accounts.roles import May
from engagement.audit import trail
from engagement.audit.models import Entry
from engagement.consultations.models import Consultation
from engagement.extensions import db
from engagement.officers import scope
from engagement.officers.blueprint import blueprint
from engagement.officers.guard import current_officer, needs
from engagement.officers.paging import PAGE_SIZE, Page, offset_of
from engagement.officers.query import chosen, kept, page_in_query


@blueprint.get("/audit")
@needs(May.AUDIT)
def audit_trail() -> str:
    """Who did what, the latest first, narrowed as asked; the whole chain is followed when that is asked for."""
    session, officer = db.session(), current_officer()
    titles = {str(row.id): row.title for row in scope.consultations(session, officer)}
    names = _people(session, officer.council_id)
    own = _of_council(officer.council_id, names)
    actions = {action: action.capitalize() for action in session.scalars(select(Entry.action).where(own).distinct())}
    who, action, about = chosen("who", names), chosen("action", actions), chosen("about", titles)
    wanted = select(Entry).where(own)
    if who:
        wanted = wanted.where(Entry.actor == who)
    if action:
        wanted = wanted.where(Entry.action == action)
    if about:
        wanted = wanted.where(Entry.consultation_id == uuid.UUID(about))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    number, before = offset_of(page_in_query(), total)
    rows = session.scalars(wanted.order_by(Entry.number.desc()).limit(PAGE_SIZE).offset(before)).all()
    return render_template(
        "officers/audit_trail.html",
        page=Page(rows, number, total),
        names=names,
        titles=titles,
        actions=dict(sorted(actions.items())),
        filters=kept(who=who, action=action, about=about),
        verdict=trail.verify(session) if "check" in request.args else None,
    )


def _of_council(council_id: uuid.UUID, people: Collection[str]) -> ColumnElement[bool]:
    """Whether an entry is a council's: about one of its consultations, or about none and by one of its officers.

    What the service itself did for no consultation is everybody's to read.
    """
    consultations = select(Consultation.id).where(Consultation.council_id == council_id)
    return or_(
        Entry.consultation_id.in_(consultations),
        and_(Entry.consultation_id.is_(None), Entry.actor.in_([*people, trail.SYSTEM])),
    )


def _people(session: Session, council_id: uuid.UUID) -> dict[str, str]:
    """The council's officers as the trail calls them, by name."""
    own = session.scalars(select(Officer).where(Officer.council_id == council_id).order_by(Officer.name))
    return {officer.actor: officer.name for officer in own}
