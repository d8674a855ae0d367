"""The demo's way in: a link that lets a visitor in as a made-up officer. Only where DEMO_DOOR is set is it there."""

from hmac import compare_digest

from flask import Blueprint, abort, current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from engagement.accounts.models import Officer
from engagement.accounts.roles import Role
from engagement.accounts.sessions import Factor
from engagement.extensions import db
from engagement.officers.guard import begin_session

# Who has every role, and whose address those with a single role share the host of.
OFFICER = "officer@council.example"
HOST = OFFICER.partition("@")[2]

blueprint = Blueprint("demo", __name__)


def address_of(role: Role) -> str:
    """The address of the made-up officer who has one role."""
    return f"{role.replace('_', '-')}@{HOST}"


@blueprint.get("/<secret>")
@blueprint.get("/<secret>/<role>")
def enter(secret: str, role: str | None = None) -> ResponseReturnValue:
    """Be an officer of the demo, with every role or with one, as often as the link is followed."""
    known = role is None or role in list(Role)
    if not (known and compare_digest(secret.encode(), current_app.config["DEMO_DOOR"].encode())):
        abort(404)
    email = OFFICER if role is None else address_of(Role(role))
    officer = db.session.scalars(select(Officer).where(Officer.email == email)).one()
    begin_session(officer, Factor.DEMO)
    return redirect(url_for("officers.first_steps"))
