"""A passkey opens for its officer, on this site, for the question that was asked, once."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest
from soft_webauthn import SoftWebauthnDevice
from sqlalchemy.orm import Session

from engagement.accounts import passkeys, sessions
from engagement.accounts.door_models import OfficerSession
from engagement.accounts.models import Officer
from engagement.accounts.passkeys import Site
from engagement.errors import Refused
from tests import factories
from tests.clocks import SetClock

SITE = Site("https://views.council.example")
ELSEWHERE = "https://views.council.example.evil.example"


@pytest.fixture
def officer(session: Session) -> Officer:
    """Ada."""
    return factories.officer(session)


@pytest.fixture
def here(session: Session, officer: Officer, clock: SetClock) -> OfficerSession:
    """The session in which Ada gave the password."""
    return begun(session, officer, clock)


@pytest.fixture
def device(session: Session, officer: Officer, here: OfficerSession, clock: SetClock) -> SoftWebauthnDevice:
    """A device that keeps Ada's passkey."""
    device = SoftWebauthnDevice()
    add(session, officer, here, clock, device)
    return device


def begun(session: Session, officer: Officer, clock: SetClock) -> OfficerSession:
    key = sessions.begin(session, officer, device="", factor=None, now=clock.now())
    found = sessions.find(session, key, clock.now())
    assert found is not None
    return found[0]


def add(
    session: Session,
    officer: Officer,
    here: OfficerSession,
    clock: SetClock,
    device: SoftWebauthnDevice,
    origin: str = SITE.origin,
) -> None:
    asked = json.loads(passkeys.ask_to_add(session, officer, SITE, here.id))
    answer = plain(device.create({"publicKey": asked | {"challenge": unpacked(asked["challenge"])}}, origin))
    passkeys.add(session, officer, SITE, here.id, answer=answer, name="Firefox", now=clock.now())


def show(session: Session, officer: Officer, here: OfficerSession, device: SoftWebauthnDevice, origin: str) -> str:
    asked = json.loads(passkeys.ask_to_show(session, officer, SITE, here.id) or "null")
    return plain(device.get({"publicKey": asked | {"challenge": unpacked(asked["challenge"])}}, origin))


def opens(session: Session, officer: Officer, here: OfficerSession, answer: str) -> bool:
    return passkeys.shown(session, officer, SITE, here.id, answer)


def unpacked(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def plain(answer: dict[str, Any]) -> str:
    """What a browser's `toJSON` would give."""
    packed = urlsafe_b64encode(answer["rawId"]).decode().rstrip("=")
    said = {name: value for name, value in answer["response"].items() if isinstance(value, bytes)}
    parts = {name: urlsafe_b64encode(value).decode().rstrip("=") for name, value in said.items()}
    return json.dumps({"id": packed, "rawId": packed, "type": "public-key", "response": parts})


def test_a_passkey_opens_and_its_answer_counts_once(
    session: Session, officer: Officer, here: OfficerSession, device: SoftWebauthnDevice
) -> None:
    answer = show(session, officer, here, device, SITE.origin)
    assert opens(session, officer, here, answer)
    assert not opens(session, officer, here, answer)
    show(session, officer, here, device, SITE.origin)
    assert not opens(session, officer, here, answer)


def test_a_site_that_looks_like_ours_gets_nothing(
    session: Session, officer: Officer, here: OfficerSession, device: SoftWebauthnDevice, clock: SetClock
) -> None:
    assert not opens(session, officer, here, show(session, officer, here, device, ELSEWHERE))
    with pytest.raises(Refused, match="not taken"):
        add(session, officer, here, clock, SoftWebauthnDevice(), ELSEWHERE)


def test_another_officers_passkey_opens_nothing(
    session: Session, officer: Officer, device: SoftWebauthnDevice, clock: SetClock
) -> None:
    other = factories.officer(session, email="bea@council.example")
    theirs = begun(session, other, clock)
    add(session, other, theirs, clock, SoftWebauthnDevice())
    assert not opens(session, other, theirs, show(session, other, theirs, device, SITE.origin))


def test_a_copied_passkey_that_counts_behind_opens_nothing(
    session: Session, officer: Officer, here: OfficerSession, device: SoftWebauthnDevice
) -> None:
    device.sign_count = 5
    assert opens(session, officer, here, show(session, officer, here, device, SITE.origin))
    device.sign_count = 2
    assert not opens(session, officer, here, show(session, officer, here, device, SITE.origin))


@pytest.mark.parametrize(
    "answer",
    ["", "null", "[]", "{}", '{"id": 1}', "\0", "x" * 10_000, "[" * 100_000],
    ids=lambda answer: answer[:10],
)
def test_nonsense_opens_nothing(
    session: Session, officer: Officer, here: OfficerSession, device: SoftWebauthnDevice, clock: SetClock, answer: str
) -> None:
    show(session, officer, here, device, SITE.origin)
    assert not opens(session, officer, here, answer)
    passkeys.ask_to_add(session, officer, SITE, here.id)
    with pytest.raises(Refused):
        passkeys.add(session, officer, SITE, here.id, answer=answer, name="", now=clock.now())


@pytest.mark.parametrize(("origin", "can"), [("http://127.0.0.1:8000", False), ("http://localhost:8000", True)])
def test_a_site_without_a_name_can_have_none(origin: str, can: bool) -> None:
    assert Site(origin).can_have_passkeys is can
