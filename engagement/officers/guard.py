"""Who may pass: nobody by default, an officer within the limits of a session, the data role where it says so."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import ParamSpec, TypeVar, cast
from urllib.parse import unquote, urlsplit

from flask import abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user
from sqlalchemy import select

from engagement.accounts.models import Officer
from engagement.extensions import clock, db, login_manager

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SIGNED_IN_AT, SEEN_AT = "officer_signed_in_at", "officer_seen_at"
# The only pages of this blueprint that anybody may open.
OPEN_TO_ALL = frozenset({"officers.sign_in"})

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


def officers_only() -> ResponseReturnValue | None:
    """Before each request: let officers pass, and send others to sign in and then on to where they wanted."""
    if request.endpoint in OPEN_TO_ALL:
        return None
    if current_user.is_authenticated:
        session[SEEN_AT] = clock.now().timestamp()
        return None
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("officers.sign_in", next=wanted, ended=1 if SEEN_AT in session else None))


def for_data_role(view: Callable[P, R]) -> Callable[P, R]:
    """Only officers who may read answers get further."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not current_officer().may_read_answers:
            abort(403)
        return view(*args, **kwargs)

    return guarded


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
