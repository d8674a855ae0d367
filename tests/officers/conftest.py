"""Officers of both roles, signed in, and a consultation for them to run."""

from collections.abc import Callable

import pytest
from flask import Flask
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.orm import Session

from engagement.accounts import passwords, service
from engagement.accounts.models import Officer, Role
from engagement.consultations.models import Consultation
from tests import factories
from tests.officers.door import PASSWORD, sign_in_at
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
def add_officer(session: Session) -> Callable[[Role], Officer]:
    """Adds an officer of a role."""

    def add(role: Role) -> Officer:
        officer = service.create(
            session, email=f"{role}@council.example", name=f"Ada of {role}", role=role, password=PASSWORD
        )
        session.commit()
        return officer

    return add


@pytest.fixture
def sign_in(app: Flask, add_officer: Callable[[Role], Officer]) -> Callable[[Role], Visitor]:
    """Signs in a new officer of a role, in a browser of their own."""

    def enter(role: Role) -> Visitor:
        visitor = Visitor(app)
        sign_in_at(visitor, add_officer(role).email)
        return visitor

    return enter


@pytest.fixture
def officer(sign_in: Callable[[Role], Visitor]) -> Visitor:
    """An officer who may not read answers, signed in."""
    return sign_in(Role.OFFICER)
