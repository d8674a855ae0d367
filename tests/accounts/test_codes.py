"""A code works once, within a step of the right time, and cannot be guessed; recovery codes work once each."""

from datetime import timedelta

import pytest
from pyotp.totp import TOTP
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.accounts import codes
from engagement.accounts.door_models import AuthenticatorApp, RecoveryCode
from engagement.accounts.models import Officer
from engagement.accounts.sessions import Factor
from tests import factories
from tests.clocks import SetClock


@pytest.fixture
def officer(session: Session, clock: SetClock) -> Officer:
    """Ada."""
    made = factories.officer(session)
    session.commit()
    return made


@pytest.fixture
def app_of(session: Session, officer: Officer, clock: SetClock) -> TOTP:
    """The app on Ada's phone, set up two minutes ago."""
    secret = codes.offer_app(session, officer, clock.now())
    earlier = clock.now() - timedelta(minutes=2)
    assert codes.take_app(session, officer, TOTP(secret).at(earlier), earlier)
    session.commit()
    return TOTP(secret)


def test_a_code_works_once(officer: Officer, app_of: TOTP, clock: SetClock) -> None:
    code = app_of.at(clock.now())
    assert codes.prove(officer, f" {code[:3]} {code[3:]} ", clock.now()) is Factor.APP
    assert codes.prove(officer, code, clock.now()) is None
    clock.set(clock.now() + timedelta(seconds=30))
    assert codes.prove(officer, code, clock.now()) is None
    assert codes.prove(officer, app_of.at(clock.now()), clock.now()) is Factor.APP


@pytest.mark.parametrize(("seconds", "works"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_phone_may_be_one_step_off(
    officer: Officer, app_of: TOTP, clock: SetClock, seconds: int, works: bool
) -> None:
    code = app_of.at(clock.now() + timedelta(seconds=seconds))
    assert (codes.prove(officer, code, clock.now()) is Factor.APP) is works


def test_after_five_wrong_codes_the_right_one_does_not_help_either(
    officer: Officer, app_of: TOTP, clock: SetClock
) -> None:
    assert [codes.prove(officer, f"wrong {n}", clock.now()) for n in range(5)] == [None] * 5
    assert codes.prove(officer, app_of.at(clock.now()), clock.now()) is None
    clock.set(clock.now() + timedelta(minutes=15))
    assert codes.prove(officer, app_of.at(clock.now()), clock.now()) is Factor.APP


def test_a_recovery_code_works_once_however_it_is_typed(
    officer: Officer, app_of: TOTP, session: Session, clock: SetClock
) -> None:
    printed = codes.new_recovery_codes(session, officer.id)
    session.commit()
    assert len(set(printed)) == codes.RECOVERY_CODES
    assert codes.prove(officer, printed[0].upper().replace("-", " "), clock.now()) is Factor.RECOVERY_CODE
    assert codes.prove(officer, printed[0], clock.now()) is None
    assert codes.recovery_codes_left(session, officer.id) == 9


def test_a_new_set_of_recovery_codes_ends_the_old_one(
    officer: Officer, app_of: TOTP, session: Session, clock: SetClock
) -> None:
    old = codes.new_recovery_codes(session, officer.id)
    codes.new_recovery_codes(session, officer.id)
    session.commit()
    assert codes.prove(officer, old[0], clock.now()) is None


def test_another_officers_recovery_code_opens_nothing(officer: Officer, session: Session, clock: SetClock) -> None:
    other = factories.officer(session, email="bea@council.example")
    theirs = codes.new_recovery_codes(session, other.id)
    session.commit()
    assert codes.prove(officer, theirs[0], clock.now()) is None


def test_an_app_that_was_only_offered_opens_nothing(officer: Officer, session: Session, clock: SetClock) -> None:
    secret = codes.offer_app(session, officer, clock.now())
    session.commit()
    assert codes.prove(officer, TOTP(secret).at(clock.now()), clock.now()) is None
    assert not codes.has_factor(session, officer.id)


def test_nothing_that_opens_is_kept_as_it_is(officer: Officer, app_of: TOTP, session: Session, clock: SetClock) -> None:
    printed = codes.new_recovery_codes(session, officer.id)
    kept = {row.code_hash for row in session.scalars(select(RecoveryCode))}
    assert not kept & {code.replace("-", "") for code in printed}
    sealed = session.scalars(select(AuthenticatorApp.secret_sealed)).one()
    assert app_of.secret.encode() not in sealed
