"""Single sign-on against a real provider: it lets in who is an officer already and verified, and nobody else."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from config import Settings, SettingsError
from engagement.accounts.models import Officer
from engagement.accounts.sessions import CONFIRMED_FOR
from engagement.officers import single_sign_on
from tests import factories, servers
from tests.clocks import SetClock
from tests.officers.door import come_in
from tests.visitor import Visitor

START = "/officers/single-sign-on?next=/officers/sending"
NOW = datetime(2025, 6, 16, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """An identity provider on this machine."""
    port = servers.free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    provider = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        servers.wait_for_port(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        provider.terminate()
        provider.wait(10)


@pytest.fixture
def come_back(
    app: Flask, issuer: str, monkeypatch: pytest.MonkeyPatch, session: Session, clock: SetClock
) -> Callable[..., str]:
    """Ada goes to the provider, which says some things about her; gives where she comes back to."""
    for name, value in (("ISSUER", issuer), ("CLIENT_ID", "engagement"), ("CLIENT_SECRET", "secret")):
        monkeypatch.setitem(app.config, f"OIDC_{name}", value)
    monkeypatch.delitem(app.extensions, single_sign_on.PROVIDER, raising=False)
    # The provider's tokens hold the real time.
    clock.set(datetime.now(UTC).isoformat())
    factories.officer(session)
    session.commit()

    def go(visitor: Visitor, start: str = START, **claims: Any) -> str:
        said: dict[str, Any] = {"email": "Ada@council.example", "email_verified": True} | claims
        requests.put(f"{issuer}/users/ada", json=said, timeout=10).raise_for_status()
        away = visitor.get(start).location
        assert away.startswith(issuer)
        assert "code_challenge_method=S256" in away
        assert "nonce=" in away
        assert "state=" in away
        answer = requests.post(away, data={"sub": "ada"}, allow_redirects=False, timeout=10)
        return answer.headers["Location"].partition("8000")[2]

    return go


def now() -> int:
    return int(time.time())


def test_who_is_an_officer_and_showed_two_factors_there_is_let_in(
    visitor: Visitor, come_back: Callable[..., str]
) -> None:
    answer = visitor.get(come_back(visitor, amr=["pwd", "mfa"], auth_time=now()))
    assert answer.location == "/officers/sending"
    assert answer.follow().status_int == 200


@pytest.mark.parametrize(
    "claims", [{}, {"amr": ["pwd"], "auth_time": now()}, {"amr": ["mfa"], "auth_time": now() - 3600}]
)
def test_without_a_fresh_second_factor_there_ours_is_asked_for(
    visitor: Visitor, come_back: Callable[..., str], claims: dict[str, Any]
) -> None:
    visitor.get(come_back(visitor, **claims))
    assert "/officers/security/set-up" in visitor.get("/officers/").location


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": "nobody@council.example"},
        {"email": "not an address"},
    ],
)
def test_whom_the_provider_or_we_do_not_know_is_refused_alike(
    visitor: Visitor, come_back: Callable[..., str], claims: dict[str, Any]
) -> None:
    refused = visitor.get(come_back(visitor, amr=["mfa"], auth_time=now(), **claims)).follow()
    assert single_sign_on.NOT_LET_IN in refused
    assert "/officers/sign-in" in visitor.get("/officers/").location


def test_a_form_that_is_sent_too_late_waits_while_its_officer_is_at_the_provider(
    visitor: Visitor, come_back: Callable[..., str], session: Session, clock: SetClock
) -> None:
    visitor.get(come_back(visitor, amr=["mfa"], auth_time=now()))
    session.execute(update(Officer).values(password_hash=None))
    session.commit()
    form = visitor.get("/officers/people/invite").forms[1]
    form["name"], form["email"], form["role"] = "Cy", "cy@council.example", "reader"
    clock.set(clock.now() + CONFIRMED_FOR)
    waits = form.submit()
    assert "What you typed is kept" in waits
    assert "opens in a new tab" in waits
    assert "This code is not right" in waits.forms[1].submit()
    tab = waits.html.select_one("a[target]")["href"]
    back = visitor.get(come_back(visitor, tab, amr=["mfa"], auth_time=now())).follow()
    assert "go there and choose Continue" in back
    answer = waits.forms[1].submit()
    assert answer.status_int == 307
    assert "The invitation is on its way" in visitor.post(answer.location, waits.forms[1].submit_fields()).follow()


def test_somebody_else_who_comes_back_in_the_same_browser_is_not_taken_for_who_was_there(
    visitor: Visitor, come_back: Callable[..., str], session: Session, clock: SetClock
) -> None:
    come_in(visitor, factories.officer(session, (), email="bea@council.example", name="Bea").email)
    assert "Bea" in visitor.get("/officers/")
    assert "Ada" in visitor.get(come_back(visitor, amr=["mfa"], auth_time=now())).follow()


def test_an_answer_to_somebody_else_or_a_second_time_is_refused(
    app: Flask, visitor: Visitor, come_back: Callable[..., str]
) -> None:
    back = come_back(visitor, amr=["mfa"], auth_time=now())
    assert single_sign_on.NOT_LET_IN in Visitor(app).get(back).follow()
    visitor.get(back)
    visitor.reset()
    assert single_sign_on.NOT_LET_IN in visitor.get(back).follow()


def test_a_token_with_another_nonce_is_refused(app: Flask, visitor: Visitor, come_back: Callable[..., str]) -> None:
    back = come_back(visitor, amr=["mfa"], auth_time=now())
    with visitor.flask_app.test_request_context():
        signing = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # the cookie's own
    name = app.config["SESSION_COOKIE_NAME"]
    kept = signing.loads(visitor.cookies[name].strip('"'))
    changed = json.loads(json.dumps(kept))
    [state] = [key for key in changed if key.startswith("_state_")]
    changed[state]["data"]["nonce"] = "another"
    visitor.set_cookie(name, signing.dumps(changed))
    assert single_sign_on.NOT_LET_IN in visitor.get(back).follow()


def test_another_issuer_than_the_one_set_is_refused(
    app: Flask, visitor: Visitor, come_back: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    back = come_back(visitor, amr=["mfa"], auth_time=now())
    monkeypatch.setitem(app.config, "OIDC_ISSUER", "https://elsewhere.example")
    assert single_sign_on.NOT_LET_IN in visitor.get(back).follow()


def test_where_no_provider_is_set_there_is_no_such_page(visitor: Visitor) -> None:
    visitor.get("/officers/single-sign-on", status=404)
    visitor.get("/officers/single-sign-on/back", status=404)
    assert "council account" not in visitor.get("/officers/sign-in")


@pytest.mark.parametrize(
    ("claims", "enough"),
    [
        ({"acr": "https://refeds.org/profile/mfa"}, True),
        ({"acr": "phr"}, True),
        ({"amr": "mfa"}, False),
        ({"amr": ["pwd", "pwd"]}, False),
        ({"acr": None}, False),
    ],
)
def test_a_provider_has_to_say_it_in_words_that_mean_a_second_factor(claims: dict[str, Any], enough: bool) -> None:
    at = int((NOW - timedelta(minutes=2)).timestamp())
    assert single_sign_on.vouched(claims | {"auth_time": at}, NOW) is enough


def test_a_provider_that_does_not_say_when_has_not_said_enough() -> None:
    assert not single_sign_on.vouched({"amr": ["mfa"]}, NOW)


def test_a_provider_that_is_half_set_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENGAGEMENT_ENV", "test")
    monkeypatch.setenv("OIDC_ISSUER", "https://id.council.example")
    with pytest.raises(SettingsError, match="OIDC_CLIENT_SECRET is not set"):
        Settings.from_environment()
