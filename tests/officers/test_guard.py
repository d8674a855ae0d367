"""Deny by default: no page of the workspace opens without a live session, and none leads elsewhere."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engagement.accounts.models import Officer
from engagement.consultations.models import Consultation
from engagement.officers import guard
from tests.clocks import SetClock
from tests.officers.door import PASSWORD, RUNS, Roles, sign_in_at
from tests.officers.routes import address_of, officers_routes
from tests.visitor import Visitor


def without_csrf(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def test_every_route_sends_strangers_to_sign_in(
    app: Flask, visitor: Visitor, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_csrf(app, monkeypatch)
    walked = 0
    for rule in officers_routes(app):
        if rule.endpoint in guard.OPEN_TO_ALL:
            continue
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = visitor.request(address_of(app, rule), method=method, expect_errors=True)
            assert answer.status_int == 302, (rule.rule, method)
            assert answer.location.startswith("/officers/sign-in")
            walked += 1
    assert walked > 25


def test_only_signing_in_and_invitations_are_open_to_all(app: Flask) -> None:
    by_provider = {"officers.single_sign_on", "officers.single_sign_on_back"}
    assert {"officers.sign_in", "officers.invitation", "officers.welcome"} | by_provider == guard.OPEN_TO_ALL


def test_a_post_without_our_own_forms_proof_changes_nothing(officer: Visitor) -> None:
    officer.post("/officers/sending", {"reason": "because"}, status=400)
    assert "Sending is paused" not in officer.get("/officers/sending")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/officers/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/officers/\\..\\..\\evil.example",
        "https:evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "/officers/../",
        "/officers/%2e%2e/%2e%2e/",
        "/officers/..%2f..%2f",
        "/officers//evil.example",
        "/officers/%5c%5cevil.example",
        "/officers/\r\nSet-Cookie: a=b",
        "/officers/\t//evil.example",
        "/officersevil.example",
        "@evil.example",
        "/views",
        "officers/",
        "/officers/\u2028",
        "http://[::1",
        "%2f%2fevil.example",
        "",
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_that_leads_elsewhere_is_followed(app: Flask, elsewhere: str) -> None:
    with app.test_request_context():
        assert guard.local_path(elsewhere) is None


def test_half_an_hour_of_nothing_ends_a_session_and_says_so(officer: Visitor, clock: SetClock) -> None:
    clock.set(clock.now() + timedelta(minutes=29))
    assert officer.get("/officers/").status_int == 200
    clock.set(clock.now() + timedelta(minutes=29))
    assert officer.get("/officers/").status_int == 200
    clock.set(clock.now() + timedelta(minutes=30))
    assert "nothing happened for 30 minutes" in officer.get("/officers/").follow()


def test_twelve_hours_end_a_session_however_busy(officer: Visitor, clock: SetClock) -> None:
    for _ in range(29):
        clock.set(clock.now() + timedelta(minutes=24))
        assert officer.get("/officers/").status_int == 200
    clock.set(clock.now() + timedelta(minutes=24))
    assert officer.get("/officers/").status_int == 302


def test_nothing_in_the_browsers_session_before_sign_in_survives_it(
    visitor: Visitor, add_officer: Callable[[Roles], Officer], app: Flask
) -> None:
    address = add_officer(RUNS).email
    visitor.get("/officers/sign-in")
    before = dict(visitor.cookies)
    answer = sign_in_at(visitor, address)
    assert answer.status_int == 302
    assert dict(visitor.cookies) != before
    planted = Visitor(app)
    for name, value in before.items():
        planted.set_cookie(name, value.strip('"'))
    assert planted.get("/officers/").status_int == 302


def test_a_session_that_was_copied_ends_when_its_officer_signs_out(officer: Visitor, app: Flask) -> None:
    copied = Visitor(app)
    for name, value in officer.cookies.items():
        copied.set_cookie(name, value.strip('"'))
    assert copied.get("/officers/").status_int == 200
    page = officer.get("/officers/")
    page.forms[0].submit()
    assert copied.get("/officers/").status_int == 302
    assert officer.get("/officers/").status_int == 302


def test_an_officer_who_left_is_out_at_once(officer: Visitor, session: Session) -> None:
    session.query(Officer).update({"active": False})
    session.commit()
    assert officer.get("/officers/").status_int == 302


@pytest.mark.parametrize("case", ["unknown", "wrong", "locked"])
def test_every_refusal_reads_the_same(visitor: Visitor, add_officer: Callable[[Roles], Officer], case: str) -> None:
    email = add_officer(RUNS).email
    if case == "locked":
        for _ in range(5):
            sign_in_at(visitor, email, "wrong")
    answer = sign_in_at(
        visitor, "nobody@council.example" if case == "unknown" else email, PASSWORD if case == "locked" else "wrong"
    )
    assert answer.status_int == 200
    assert "The email address or the password is not right." in answer
    assert answer.forms[0]["password"].value == ""


def test_a_blank_sign_in_says_what_is_missing(visitor: Visitor) -> None:
    answer = sign_in_at(visitor, "", "")
    assert "Enter your email address." in answer
    assert "Enter your password." in answer


def test_an_officer_changes_the_password_and_stays_in(officer: Visitor) -> None:
    form = officer.get("/officers/password").forms[1]
    form["old"], form["new"] = PASSWORD, "short"
    again = form.submit()
    assert "at least 12 characters" in again
    form = again.forms[1]
    form["old"], form["new"] = PASSWORD, "amber kettle rainbow"
    assert "Your password is changed." in form.submit().follow()
