"""Signing in takes two steps, and a password alone opens nothing but the next one."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from pyotp.totp import TOTP
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.accounts import codes
from engagement.accounts.door_models import OfficerSession
from engagement.accounts.models import Officer
from engagement.consultations.models import Consultation
from engagement.extensions import db
from engagement.officers import guard
from tests.clocks import SetClock
from tests.officers.door import READS_ANSWERS, RUNS, Roles, come_in, session_cookie, sign_in_at
from tests.officers.routes import address_of, officers_routes
from tests.visitor import Visitor

AddOfficer = Callable[[Roles], Officer]


@pytest.fixture
def ada(add_officer: AddOfficer) -> Officer:
    """An officer who has not signed in yet."""
    return add_officer(RUNS)


@pytest.fixture
def phone(session: Session, ada: Officer, clock: SetClock) -> TOTP:
    """Ada's app, set up two minutes ago."""
    earlier = clock.now() - timedelta(minutes=2)
    app = TOTP(codes.offer_app(session, ada, earlier))
    codes.take_app(session, ada, app.at(earlier), earlier)
    session.commit()
    return app


def test_the_first_sign_in_sets_up_an_app_and_shows_recovery_codes_once(
    visitor: Visitor, ada: Officer, clock: SetClock
) -> None:
    page = sign_in_at(visitor, ada.email).follow().follow()
    assert "Set up a second factor" in page
    assert "<svg" in page
    secret = _code(page.text)
    form = page.forms[1]
    form["code"] = "123456"
    again = form.submit()
    assert "This code is not right" in again
    assert _code(again.text) == _code(page.text)
    form = again.forms[1]
    form["code"] = TOTP(secret).at(clock.now())
    shown = form.submit()
    printed = re.findall(r"<code>([a-z2-9-]{14})</code>", shown.text)
    assert len(printed) == 10
    assert visitor.get("/officers/").status_int == 200
    assert "You have 10 left" in visitor.get("/officers/security")
    assert printed[0] not in visitor.get("/officers/security")


def test_signing_in_leads_on_to_the_page_that_was_wanted(
    visitor: Visitor, ada: Officer, phone: TOTP, consultation: Consultation, clock: SetClock
) -> None:
    wanted = "/officers/consultations/views/mail?state=sent&page=2"
    step = sign_in_at(visitor, ada.email, address=visitor.get(wanted).location).follow()
    form = step.forms[1]
    form["code"] = phone.at(clock.now())
    assert form.submit().location == wanted


def test_a_wrong_code_is_told_and_a_recovery_code_says_how_many_are_left(
    visitor: Visitor, ada: Officer, phone: TOTP, session: Session
) -> None:
    printed = codes.new_recovery_codes(session, ada.id)
    session.commit()
    form = sign_in_at(visitor, ada.email).follow().forms[1]
    form["code"] = "000000"
    again = form.submit()
    assert "This code is not right" in again
    again.forms[1]["code"] = printed[3]
    assert "You have 9 left" in again.forms[1].submit().follow()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("has_factor", [False, True])
def test_a_password_alone_opens_nothing_but_the_next_step(
    app: Flask,
    visitor: Visitor,
    ada: Officer,
    consultation: Consultation,
    has_factor: bool,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if has_factor:
        request.getfixturevalue("phone")
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    opened = set()
    for rule in officers_routes(app):
        for method in (rule.methods or set()) & {"GET", "POST"}:
            visitor.reset()
            visitor.set_cookie(*session_cookie(app, ada.email, factor=None))
            send = visitor.get if method == "GET" else visitor.post
            answer = send(address_of(app, rule), expect_errors=True)
            away = "/officers/sign-in/code" if has_factor else "/officers/security/set-up"
            if answer.status_int != 302 or not answer.location.startswith(away):
                opened.add((rule.endpoint.removeprefix("officers."), method))
    next_step = {("second_factor", "GET"), ("second_factor", "POST")}
    first_step = {("set_up", "GET"), ("set_up", "POST")}
    open_to_all = {name.removeprefix("officers.") for name in guard.OPEN_TO_ALL}
    of_this_officer = {pair for pair in opened if pair[0] not in open_to_all}
    assert of_this_officer - {("sign_out", "POST")} == (next_step if has_factor else first_step)


def test_the_key_of_a_password_alone_is_not_the_key_of_the_session(
    app: Flask, visitor: Visitor, ada: Officer, phone: TOTP, clock: SetClock
) -> None:
    step = sign_in_at(visitor, ada.email).follow()
    before = {name: value.strip('"') for name, value in visitor.cookies.items()}
    step.forms[1]["code"] = phone.at(clock.now())
    step.forms[1].submit()
    copied = Visitor(app)
    for name, value in before.items():
        copied.set_cookie(name, value)
    assert "/officers/sign-in" in copied.get("/officers/").location
    assert visitor.get("/officers/").status_int == 200


def test_an_officer_sees_where_they_are_signed_in_and_signs_out_there(
    app: Flask, visitor: Visitor, ada: Officer
) -> None:
    elsewhere = Visitor(app)
    come_in(visitor, ada.email)
    come_in(elsewhere, ada.email)
    page = visitor.get("/officers/sessions")
    assert page.text.count("Firefox on Linux") >= 2
    assert "(this one)" in page
    page.forms[1].submit()
    assert "/officers/sign-in" in elsewhere.get("/officers/").location
    assert visitor.get("/officers/").status_int == 200


def test_an_officer_signs_out_everywhere_else_at_once(app: Flask, visitor: Visitor, ada: Officer) -> None:
    others = [Visitor(app) for _ in range(3)]
    for one in (visitor, *others):
        come_in(one, ada.email)
    visitor.get("/officers/sessions").forms[4].submit()
    assert [one.get("/officers/").status_int for one in (visitor, *others)] == [200, 302, 302, 302]


def test_nobody_ends_another_officers_session(
    visitor: Visitor, ada: Officer, app: Flask, session: Session, add_officer: AddOfficer
) -> None:
    bea = Visitor(app)
    come_in(bea, add_officer(READS_ANSWERS).email)
    theirs = session.scalars(select(OfficerSession.id)).one()
    come_in(visitor, ada.email)
    form = visitor.get("/officers/sessions").forms[0]
    form.action = f"/officers/sessions/{theirs}/end"
    form.submit()
    assert bea.get("/officers/").status_int == 200


def test_a_download_asks_again_after_ten_minutes_and_goes_on_there(
    sign_in: Callable[[Roles], Visitor], consultation: Consultation, clock: SetClock
) -> None:
    officer = sign_in(READS_ANSWERS)
    wanted = "/officers/consultations/views/contacts/download"
    clock.set(clock.now() + timedelta(minutes=10))
    page = officer.get(wanted).follow()
    assert "Show that it is you" in page
    page.forms[1]["confirm_password"] = "wrong"
    page = page.forms[1].submit()
    assert "The password is not right" in page
    page.forms[1]["confirm_password"] = "violet anchor teapot"
    answer = page.forms[1].submit()
    assert answer.location == wanted
    assert answer.follow().status_int == 200


def test_a_form_that_is_sent_too_late_is_kept_and_sent_on(
    sign_in: Callable[[Roles], Visitor], consultation: Consultation, clock: SetClock
) -> None:
    officer = sign_in(READS_ANSWERS)
    form = officer.get("/officers/consultations/views/contacts/download").forms[1]
    form["audience"], form["reason"] = "families", "To check <b>one</b> address"
    clock.set(clock.now() + timedelta(minutes=10))
    page = form.submit()
    assert "What you typed is kept" in page
    page.forms[1]["confirm_password"] = "wrong"
    page = page.forms[1].submit()
    page.forms[1]["confirm_password"] = "violet anchor teapot"
    answer = page.forms[1].submit()
    assert answer.status_int == 307
    kept = page.forms[1].submit_fields()
    download = officer.post(answer.location, kept)
    assert download.content_type == "text/csv"


def test_the_last_second_factor_stays(visitor: Visitor, ada: Officer, phone: TOTP) -> None:
    come_in(visitor, ada.email)
    assert "your only second factor" in visitor.get("/officers/security").forms[1].submit().follow()
    assert codes.has_app(db.session(), ada.id)


def _code(page: str) -> str:
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found is not None
    return found[1].replace(" ", "")
