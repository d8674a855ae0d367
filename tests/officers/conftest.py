"""Officers of both roles, signed in, and a consultation for them to run."""

from collections.abc import Callable

import pytest
from flask import Flask
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.orm import Session

from engagement.accounts import passwords
from engagement.accounts.models import Officer
from engagement.consultations.models import Consultation
from tests import factories
from tests.officers.door import RUNS, Roles, come_in
from tests.visitor import Visitor


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost little: these tests sign in all the time, and tests of accounts look at the real ones."""
    monkeypatch.setattr(passwords, "_argon2id", PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64),)))


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """A consultation that is open, with nothing asked yet."""
    made = factories.consultation(session, slug="views", title="Your Views")
    session.commit()
    return made


@pytest.fixture
def add_officer(session: Session) -> Callable[[Roles], Officer]:
    """Adds an officer of the consultation's council with roles for all that it asks."""

    def add(roles: Roles) -> Officer:
        officer = factories.officer(
            session, roles, email=f"{'-'.join(roles)}@council.example", name="Ada of the council"
        )
        session.commit()
        return officer

    return add


@pytest.fixture
def sign_in(app: Flask, add_officer: Callable[[Roles], Officer]) -> Callable[[Roles], Visitor]:
    """Signs in a new officer with some roles, in a browser of their own."""

    def enter(roles: Roles) -> Visitor:
        visitor = Visitor(app)
        come_in(visitor, add_officer(roles).email)
        return visitor

    return enter


@pytest.fixture
def officer(sign_in: Callable[[Roles], Visitor]) -> Visitor:
    """An officer who runs consultations and may not read answers, signed in."""
    return sign_in(RUNS)
