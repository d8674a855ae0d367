"""The audit trail as officers read it, and whether it is whole."""

from flask import render_template, request
from sqlalchemy import func, select

from engagement.accounts import service as accounts
from engagement.accounts.roles import May
from engagement.audit import trail
from engagement.audit.models import Entry
from engagement.extensions import db
from engagement.officers import scope
from engagement.officers.blueprint import blueprint
from engagement.officers.guard import current_officer, needs
from engagement.officers.paging import PAGE_SIZE, Page, offset_of
from engagement.officers.query import page_in_query


@blueprint.get("/audit")
@needs(May.AUDIT)
def audit_trail() -> str:
    """Who did what, the latest first; the whole chain is followed when that is asked for."""
    session = db.session()
    total = session.scalar(select(func.count()).select_from(Entry)) or 0
    number, before = offset_of(page_in_query(), total)
    rows = session.scalars(select(Entry).order_by(Entry.number.desc()).limit(PAGE_SIZE).offset(before)).all()
    return render_template(
        "officers/audit_trail.html",
        page=Page(rows, number, total),
        names=accounts.names_by_actor(session),
        titles={row.id: row.title for row in scope.consultations(session, current_officer())},
        verdict=trail.verify(session) if "check" in request.args else None,
    )
