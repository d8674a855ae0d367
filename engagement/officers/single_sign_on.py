"""Signing in by the council's own identity provider (OpenID Connect), where the settings name one.

It lets in officers that there are, by an address that the provider has verified, and makes none. Where the provider
does not say that it just asked for a second factor, ours is asked for as well.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from flask import Flask, abort, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from joserfc.errors import JoseError
from requests import RequestException
from sqlalchemy import select

from engagement.accounts import sessions
from engagement.accounts.models import Officer
from engagement.accounts.service import normalised
from engagement.accounts.sessions import CONFIRMED_FOR, Factor
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.guard import begin_session, current_officer, current_session, local_path
from engagement.unit_of_work import unit_of_work

PROVIDER = "single_sign_on"
WANTED = "single_sign_on_next"
# What a provider says of itself when more than a password was asked for (RFC 8176, OpenID EAP, REFEDS).
SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "phr", "phrh", "https://refeds.org/profile/mfa"})
NOT_LET_IN = "Single sign-on did not let you in. Sign in with your password, or ask an administrator of your council."

log = structlog.get_logger(__name__)


def provider_of(app: Flask) -> FlaskOAuth2App | None:
    """The identity provider of the settings, if they name one; it is asked for its addresses at first use."""
    if not app.config["OIDC_ISSUER"]:
        return None
    if PROVIDER not in app.extensions:
        app.extensions[PROVIDER] = OAuth(app).register(
            PROVIDER,
            client_id=app.config["OIDC_CLIENT_ID"],
            client_secret=app.config["OIDC_CLIENT_SECRET"],
            server_metadata_url=f"{app.config['OIDC_ISSUER']}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "timeout": 10},
        )
    return app.extensions[PROVIDER]


@blueprint.context_processor
def for_sign_in() -> dict[str, object]:
    """Whether the pages of signing in may offer it."""
    return {"single_sign_on": bool(current_app.config["OIDC_ISSUER"])}


@blueprint.get("/single-sign-on")
def single_sign_on() -> ResponseReturnValue:
    """Send somebody to the provider, which has to have seen them in the last minutes."""
    provider = provider_of(current_app)
    if provider is None:
        abort(404)
    session[WANTED] = local_path(request.args.get("next"))
    back = f"{current_app.config['PUBLIC_URL']}{url_for('officers.single_sign_on_back')}"
    try:
        answer: ResponseReturnValue = provider.authorize_redirect(back, max_age=int(CONFIRMED_FOR.total_seconds()))
    except (AuthlibBaseError, RequestException) as trouble:
        return _refuse(type(trouble).__name__)
    return answer


@blueprint.get("/single-sign-on/back")
def single_sign_on_back() -> ResponseReturnValue:
    """Take what the provider says: the library has checked state, nonce, signature, audience and issuer."""
    provider = provider_of(current_app)
    if provider is None:
        abort(404)
    issuer = current_app.config["OIDC_ISSUER"]
    try:
        said = provider.authorize_access_token(claims_options={"iss": {"essential": True, "value": issuer}})
    except (AuthlibBaseError, JoseError, RequestException) as trouble:
        return _refuse(type(trouble).__name__)
    claims = said.get("userinfo") or {}
    if claims.get("email_verified") is not True:
        return _refuse("the address is not verified")
    address = normalised(str(claims.get("email", "")))
    officer = db.session.scalars(select(Officer).where(Officer.email == address, Officer.active)).first()
    if officer is None:
        return _refuse("there is no such officer")
    wanted, now = local_path(session.get(WANTED)) or url_for("officers.consultations"), clock.now()
    by_two = vouched(claims, now)
    if by_two and current_user.is_authenticated and _goes_on(officer):
        with unit_of_work() as work:
            sessions.confirm(work, current_session().id, now)
    else:
        begin_session(officer, Factor.SINGLE_SIGN_ON if by_two else None)
    return redirect(wanted)


def _goes_on(officer: Officer) -> bool:
    """Whether it is an officer in the middle of work: a form that waits in another tab can still be sent on."""
    return current_officer().id == officer.id and current_session().factor is not None


def vouched(claims: Mapping[str, Any], now: datetime) -> bool:
    """Whether a provider says that it asked for a second factor, and did so just now."""
    methods = claims.get("amr")
    named = {str(method) for method in methods} if isinstance(methods, list) else set()
    at = claims.get("auth_time")
    fresh = isinstance(at, int) and abs(now.timestamp() - at) < (CONFIRMED_FOR + timedelta(minutes=1)).total_seconds()
    return fresh and bool(SECOND_FACTORS & (named | {str(claims.get("acr"))}))


def _refuse(reason: str) -> ResponseReturnValue:
    """Say the same to everybody; the log has the reason and no address."""
    log.warning("single sign-on refused", reason=reason)
    flash(NOT_LET_IN, "error")
    return redirect(url_for("officers.sign_in"))
