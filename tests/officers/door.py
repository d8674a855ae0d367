"""The officers' door as somebody with a browser meets it, and the way past it for tests about other things."""

import webtest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page
from sqlalchemy import select

from engagement.accounts import sessions
from engagement.accounts.models import Officer
from engagement.accounts.roles import Role
from engagement.accounts.sessions import Factor
from engagement.extensions import clock
from engagement.officers.guard import KEY
from engagement.unit_of_work import unit_of_work
from tests.factories import PASSWORD
from tests.live import Live
from tests.visitor import Visitor

__all__ = ["PASSWORD", "READS_ANSWERS", "RUNS", "Roles", "come_in", "come_in_with", "session_cookie", "sign_in_at"]

Roles = tuple[Role, ...]
# Who runs consultations, and who may read answers and take contacts besides.
RUNS = (Role.ADMINISTRATOR, Role.LEAD)
READS_ANSWERS = (*RUNS, Role.ANALYST, Role.DATA_PROTECTION)


def sign_in_at(
    visitor: Visitor, email: str, password: str = PASSWORD, address: str = "/officers/sign-in"
) -> webtest.TestResponse:
    """Fill in the first page of signing in and send it; gives what comes back, without following it."""
    form = visitor.get(address).forms[0]
    form["email"], form["password"] = email, password
    return form.submit()


def session_cookie(app: Flask, email: str, factor: Factor | None = Factor.APP) -> tuple[str, str]:
    """The name and value of the cookie that an officer's browser has after signing in just now."""
    with app.app_context(), unit_of_work() as session:
        officer = session.scalars(select(Officer).where(Officer.email == email)).one()
        key = sessions.begin(session, officer, device="Firefox on Linux", factor=factor, now=clock.now())
    signing = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signing is not None
    return app.config["SESSION_COOKIE_NAME"], signing.dumps({KEY: key})


def come_in(visitor: Visitor, email: str) -> None:
    """Be signed in with two factors, as if every page of signing in had been walked."""
    visitor.set_cookie(*session_cookie(visitor.flask_app, email))


def come_in_with(page: Page, live: Live, email: str) -> None:
    """Be signed in with two factors, in a real browser before a real server."""
    name, value = session_cookie(live.app, email)
    page.context.add_cookies([{"name": name, "value": value, "url": live.url}])
