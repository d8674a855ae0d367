"""Who may become an officer, and who gets in: limits that survive, and nothing to learn from a refusal."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.accounts import passwords, service, sessions
from engagement.accounts.models import Officer, SignInAttempt
from engagement.accounts.sessions import Factor
from engagement.audit.models import Entry
from engagement.errors import Refused
from engagement.extensions import db
from tests import factories
from tests.clocks import SetClock
from tests.officers.door import READS_ANSWERS, RUNS

PASSWORD = "violet anchor teapot"


@pytest.fixture
def officer(session: Session, clock: SetClock) -> Officer:
    """Ada, who may sign in."""
    made = factories.officer(session, email="Ada@Council.example", name="Ada", roles=RUNS, password=PASSWORD)
    session.commit()
    return made


def try_in(clock: SetClock, email: str = "ada@council.example", password: str = PASSWORD, source: str = "a") -> bool:
    """Whether this gets in."""
    return service.sign_in(email=email, password=password, came_from=source, now=clock.now()) is not None


def test_an_officer_signs_in_whatever_the_case_of_the_address(officer: Officer, clock: SetClock) -> None:
    assert try_in(clock, " ADA@council.EXAMPLE ")


def test_a_password_is_kept_only_as_argon2id(officer: Officer) -> None:
    assert str(officer.password_hash).startswith("$argon2id$")


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("elevenchars", "at least 12 characters"),
        ("x" * 201, "at most 200 characters"),
        ("Password1234", "harder to guess"),
        ("aaaaaaaaaaaaab", "harder to guess"),
        ("KentCountyCouncil2025", "harder to guess"),
        ("ada@council.example", "not your email address"),
    ],
)
def test_a_weak_password_is_refused_with_what_to_do(
    session: Session, clock: SetClock, password: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        factories.officer(session, email="ada@council.example", name="Ada", roles=READS_ANSWERS, password=password)


def test_one_address_makes_one_officer(officer: Officer, session: Session, clock: SetClock) -> None:
    with pytest.raises(Refused, match="already an officer"):
        factories.officer(session, email="ADA@council.example", name="Ada", roles=READS_ANSWERS, password=PASSWORD)


def test_an_address_that_is_none_is_refused(session: Session, clock: SetClock) -> None:
    with pytest.raises(Refused, match="correct format"):
        factories.officer(session, email="ada", name="Ada", roles=READS_ANSWERS, password=PASSWORD)


def test_after_five_wrong_passwords_the_right_one_does_not_help_either(officer: Officer, clock: SetClock) -> None:
    assert [try_in(clock, password=f"wrong {n}", source=str(n)) for n in range(5)] == [False] * 5
    assert not try_in(clock)
    clock.set(clock.now() + timedelta(minutes=15))
    assert try_in(clock)


def test_a_success_forgives_the_failures_before_it(officer: Officer, clock: SetClock) -> None:
    for _ in range(3):
        assert [try_in(clock, password="wrong") for _ in range(4)] == [False] * 4
        assert try_in(clock)


def test_one_source_may_not_try_many_addresses(
    officer: Officer, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "matches", lambda password, kept: password == PASSWORD and kept is not None)
    for number in range(service.TRIES_PER_SOURCE):
        assert not try_in(clock, f"nobody-{number}@council.example", source="one place")
    assert not try_in(clock, source="one place")
    assert try_in(clock, source="another place")


def test_limits_are_rows_that_name_nobody(officer: Officer, clock: SetClock, session: Session) -> None:
    for _ in range(5):
        try_in(clock, password="wrong", source="192.0.2.7")
    session.expire_all()
    subjects = session.scalars(select(SignInAttempt.subject)).all()
    assert len(subjects) == 10
    assert not [subject for subject in subjects if "ada" in subject or "192" in subject]


def test_old_tries_are_cleared_away(officer: Officer, clock: SetClock, session: Session) -> None:
    try_in(clock, password="wrong")
    clock.set(clock.now() + timedelta(hours=1))
    try_in(clock, password="wrong")
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 2


@pytest.mark.parametrize("case", ["unknown", "wrong", "locked", "inactive", "right"])
def test_every_answer_costs_one_check_of_a_hash(
    officer: Officer, clock: SetClock, session: Session, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    if case == "locked":
        for _ in range(5):
            try_in(clock, password="wrong")
    if case == "inactive":
        officer.active = False
        session.commit()
    checked: list[str] = []
    verify = passwords._argon2id.verify

    def counted(password: str, kept: str) -> bool:
        checked.append(kept)
        return verify(password, kept)

    monkeypatch.setattr(passwords._argon2id, "verify", counted)
    email = "nobody@council.example" if case == "unknown" else "ada@council.example"
    assert try_in(clock, email, "wrong" if case == "wrong" else PASSWORD) is (case == "right")
    assert len(checked) == 1
    assert checked[0].startswith("$argon2id$")


def test_a_changed_password_needs_the_old_one_and_ends_every_other_session(
    officer: Officer, session: Session, clock: SetClock
) -> None:
    now = clock.now()
    keys = [sessions.begin(session, officer, device="", factor=Factor.APP, now=now) for _ in range(2)]
    here = sessions.find(session, keys[0], now)
    assert here is not None
    with pytest.raises(Refused, match="present password"):
        service.change_password(session, officer, old="wrong", new="amber kettle rainbow", now=now)
    service.change_password(session, officer, old=PASSWORD, new="amber kettle rainbow", stays=here[0].id, now=now)
    session.commit()
    assert sessions.find(session, keys[0], now) is not None
    assert sessions.find(session, keys[1], now) is None
    assert not try_in(clock)
    assert try_in(clock, password="amber kettle rainbow")


def test_signing_in_is_on_the_audit_trail_without_the_address(
    officer: Officer, session: Session, clock: SetClock
) -> None:
    sessions.begin(session, officer, device="", factor=None, now=clock.now())
    sessions.begin(session, officer, device="", factor=Factor.APP, now=clock.now())
    entries = db.session.scalars(select(Entry).order_by(Entry.number)).all()
    assert [entry.action for entry in entries] == ["signed in"]
    assert officer.email not in str([(entry.actor, entry.detail) for entry in entries])


def test_a_long_and_strange_address_is_only_a_failure(app: Flask, clock: SetClock) -> None:
    assert not try_in(clock, "\0" * 50 + "ü" * 10_000, "\0ü")
