"""Who may pass: nobody by default, then an officer within the limits of a session, whose roles allow the page."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ParamSpec, TypeVar, cast
from urllib.parse import unquote, urlsplit

from flask import abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user
from sqlalchemy import select

from engagement.accounts.appointments import allowed_to
from engagement.accounts.models import Officer
from engagement.accounts.roles import May
from engagement.extensions import clock, db, login_manager
from engagement.officers import scope

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SIGNED_IN_AT, SEEN_AT = "officer_signed_in_at", "officer_seen_at"
# The only pages of this blueprint that anybody may open.
OPEN_TO_ALL = frozenset({"officers.sign_in"})
# The name under which a view keeps what it needs.
NEEDS = "needs"

# A session ends by its own limits and by a new key; an officer who changes networks is not signed out.
login_manager.session_protection = None

P = ParamSpec("P")
R = TypeVar("R")


def begin_session(officer: Officer) -> None:
    """Start afresh: nothing that was in the browser's session before sign-in survives it."""
    session.clear()
    login_user(officer)
    session[SIGNED_IN_AT] = session[SEEN_AT] = clock.now().timestamp()


def officer_of(session_key: str) -> Officer | None:
    """The officer whose session this is, or None once it has ended or its officer may not sign in."""
    if not within_limits(clock.now()):
        return None
    return db.session.scalar(select(Officer).where(Officer.session_key == session_key, Officer.active))


login_manager.user_loader(officer_of)


def within_limits(now: datetime) -> bool:
    """Whether the browser's session was used lately and did not begin too long ago."""
    try:
        began = datetime.fromtimestamp(session[SIGNED_IN_AT], now.tzinfo)
        seen = datetime.fromtimestamp(session[SEEN_AT], now.tzinfo)
    except KeyError:
        return False
    return now - seen < IDLE and now - began < LONGEST


def needs(may: May | None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Marks a view with what an officer must be allowed to do to open it; None lets every officer in."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, NEEDS, may)
        return view

    return mark


def officers_only() -> ResponseReturnValue | None:
    """Before each request: send strangers to sign in and then on to where they wanted, and let officers do what
    their roles allow. Another council's consultation is not there at all."""
    if request.endpoint in OPEN_TO_ALL:
        return None
    if not current_user.is_authenticated:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("officers.sign_in", next=wanted, ended=1 if SEEN_AT in session else None))
    session[SEEN_AT] = clock.now().timestamp()
    slug = (request.view_args or {}).get("slug")
    consultation = scope.consultation(db.session(), current_officer(), slug) if slug is not None else None
    g.may = allowed_to(db.session(), current_officer(), consultation.id if consultation else None)
    if slug is not None and not g.may:
        raise scope.not_there(slug)
    if not may_open(str(request.endpoint)):
        abort(403)
    return None


def may_open(endpoint: str) -> bool:
    """Whether the roles of this request's officer allow a page; a view that does not say what it needs is shut."""
    needed: May | None = getattr(current_app.view_functions[endpoint], NEEDS)
    view = current_app.view_functions[endpoint]
    if not hasattr(view, NEEDS):
        return False
    needed = getattr(view, NEEDS)
    return needed is None or needed in g.may


def allowed(may: May) -> bool:
    """Whether the officer of this request may do something, here where they are."""
    return may in g.may


def current_officer() -> Officer:
    """The officer of this request."""
    return cast(Officer, current_user._get_current_object())


def local_path(target: str | None) -> str | None:
    """The same address if it is a page of ours for officers, written plainly; else None."""
    if not target or not target.isascii() or not target.isprintable():
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    path = unquote(parts.path)
    home = url_for("officers.consultations")
    if parts.scheme or parts.netloc or "\\" in path or "//" in path or ".." in path:
        return None
    return target if path.startswith(home) else None
