"""Who may pass: nobody by default, then an officer with two factors, in a live session, whose roles allow the page."""

from collections.abc import Callable, Collection
from typing import ParamSpec, TypeVar, cast
from urllib.parse import unquote, urlsplit

from flask import Request, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engagement.accounts import codes, sessions
from engagement.accounts.appointments import allowed_to
from engagement.accounts.door_models import OfficerSession
from engagement.accounts.models import Officer
from engagement.accounts.roles import May
from engagement.accounts.sessions import Factor
from engagement.consultations.models import Consultation
from engagement.errors import Refused
from engagement.extensions import clock, db, login_manager
from engagement.officers import scope
from engagement.unit_of_work import unit_of_work

# What a browser keeps of a session: its key and nothing else.
KEY = "officer_session"
# The only pages of this blueprint that anybody may open.
OPEN_TO_ALL = frozenset(
    {
        *("officers.sign_in", "officers.single_sign_on", "officers.single_sign_on_back"),
        *("officers.invitation", "officers.welcome"),
    }
)
# All that is open after the password, before there is a second factor and before it was shown.
WITHOUT_FACTOR = frozenset({"officers.set_up", "officers.add_passkey", "officers.sign_out"})
BEFORE_FACTOR = frozenset({"officers.second_factor", "officers.show_passkey", "officers.sign_out"})
# Forms that may be sent about a consultation in the archive: they change nothing about it, bring it back, or see to
# what somebody wrote, which no archive may stop.
IN_THE_ARCHIVE = frozenset(
    {
        *("officers.contacts", "officers.download_contacts", "officers.download", "officers.bring_back_consultation"),
        *("officers.next_text", "officers.read_text", "officers.text_step", "officers.undo_clear"),
    }
)
# The names under which a view keeps what it needs.
NEEDS, CONFIRMED = "needs", "confirmed"
CONFIRM = "officers.confirm"

P = ParamSpec("P")
R = TypeVar("R")


def begin_session(officer: Officer, factor: Factor | None = None) -> None:
    """Start afresh: nothing that was in the browser's session before survives it, and the session before ends."""
    with unit_of_work() as work:
        if "officer_session" in g:
            sessions.end(work, officer.id, g.officer_session.id)
        device = sessions.device_in_words(request.user_agent.string)
        key = sessions.begin(work, officer, device=device, factor=factor, now=clock.now())
    session.clear()
    # The proof that forms carry went with it; a page of this same answer needs a new one.
    g.pop("csrf_token", None)
    session[KEY] = key


@login_manager.request_loader  # type: ignore[untyped-decorator]  # flask_login has no types
def officer_of(_: Request) -> Officer | None:
    """The officer whose session this is, or None once it has ended or its officer may not sign in."""
    found = sessions.find(db.session(), session[KEY], clock.now()) if KEY in session else None
    if found is None:
        return None
    g.officer_session, officer = found
    return officer


def needs(may: May | None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Marks a view with what an officer must be allowed to do to open it; None lets every officer in."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, NEEDS, may)
        return view

    return mark


def confirmed(view: Callable[P, R]) -> Callable[P, R]:
    """Marks a view that opens only to an officer who showed who they are in the last ten minutes.

    A form that is sent after them is kept and sent on, all but files: no page that takes files is marked.
    """
    setattr(view, CONFIRMED, True)
    return view


def officers_only() -> ResponseReturnValue | None:
    """Before each request: send strangers to sign in and then on to where they wanted, and let officers do what
    their roles allow. Another council's consultation is not there at all."""
    endpoint = str(request.endpoint)
    if endpoint in OPEN_TO_ALL:
        return None
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    if not current_user.is_authenticated:
        return redirect(url_for("officers.sign_in", next=wanted, ended=1 if KEY in session else None))
    _write_down_use()
    if current_session().factor is None:
        return _towards_a_factor(wanted)
    consultation = _enter((request.view_args or {}).get("slug"))
    if not may_open(endpoint):
        abort(403)
    if consultation is not None and consultation.archived_at is not None and _may_change_something():
        raise Refused("This consultation is in the archive, so nothing about it can be changed. Bring it back first.")
    if hasattr(current_app.view_functions[endpoint], CONFIRMED) and not sessions.confirmed(
        current_session(), clock.now()
    ):
        return _ask_again(wanted)
    return None


def _write_down_use() -> None:
    now = clock.now()
    if now - current_session().seen >= sessions.SEEN_EVERY:
        with unit_of_work() as work:
            sessions.seen(work, current_session().id, now)


def _enter(slug: str | None) -> Consultation | None:
    """Find out what the officer may do here: about one consultation or, where none is named, about all of them.

    Raises NotFound for a consultation that they may do nothing about.
    """
    if slug is None:
        g.may = allowed_to(db.session(), current_officer())
        return None
    consultation = scope.consultation(db.session(), current_officer(), slug)
    g.may = allowed_to(db.session(), current_officer(), consultation.id)
    if not g.may:
        raise scope.not_there(slug)
    return consultation


def _may_change_something() -> bool:
    return request.method not in ("GET", "HEAD", "OPTIONS") and request.endpoint not in IN_THE_ARCHIVE


def _ask_again(wanted: str | None) -> ResponseReturnValue:
    """What a form held goes along with it (see confirming), so a form is answered with the page itself."""
    if wanted is not None:
        return redirect(url_for(CONFIRM, next=wanted))
    return cast(ResponseReturnValue, current_app.view_functions[CONFIRM]())


def _towards_a_factor(wanted: str | None) -> ResponseReturnValue | None:
    """With the password alone there is one page to go to: where a factor is shown, or where the first is set up."""
    held = codes.has_factor(db.session(), current_officer().id)
    if request.endpoint in (BEFORE_FACTOR if held else WITHOUT_FACTOR):
        return None
    onward = request.args.get("next") if request.endpoint in BEFORE_FACTOR | WITHOUT_FACTOR else wanted
    return redirect(url_for("officers.second_factor" if held else "officers.set_up", next=local_path(onward)))


def may_open(endpoint: str, may: Collection[May] | None = None) -> bool:
    """Whether a page opens to an officer who may do these things; where none are named, to this request's.

    A view that does not say what it needs is shut.
    """
    view = current_app.view_functions[endpoint]
    if not hasattr(view, NEEDS):
        return False
    needed = getattr(view, NEEDS)
    return needed is None or needed in (g.may if may is None else may)


def allowed(may: May) -> bool:
    """Whether the officer of this request may do something, here where they are."""
    return may in g.may


def current_session() -> OfficerSession:
    """The session of this request."""
    return cast(OfficerSession, g.officer_session)


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
