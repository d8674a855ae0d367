"""Readers hear that texts wait: in working hours, at most once an hour, and without a word of any text."""

import logging
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from engagement import health
from engagement.accounts.models import Officer
from engagement.accounts.roles import Role
from engagement.consultations import versions
from engagement.consultations.models import Consultation
from engagement.moderation import duty, intake, service
from engagement.moderation.readers_mail import ring
from engagement.outbox.gateways import ConnectionTrouble
from engagement.outbox.notices import Notices
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock
from tests.moderation.readers import reader
from tests.outbox.scripted import OFFERED, ScriptedGateway
from tests.reporting import survey
from tests.visitor import Visitor

WORDS = "Zebedee hits me"


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return factories.consultation(session, slug="views")


@pytest.fixture
def officers(session: Session, consultation: Consultation) -> list[Officer]:
    """The duty officer, the deputy and whoever leads."""
    named = [reader(session, "Rea"), reader(session, "Rob"), reader(session, "Lea", Role.LEAD)]
    duty.name(session, consultation, named[0], named[1])
    session.commit()
    return named


@pytest.fixture
def gateway() -> ScriptedGateway:
    return ScriptedGateway()


@pytest.fixture
def notices(gateway: ScriptedGateway, clock: SetClock) -> Notices:
    return Notices(gateway, clock, "Council <views@council.example>", "https://engagement.council.example")


def write(session: Session, consultation: Consultation, clock: SetClock, words: str = WORDS) -> None:
    """Somebody writes something, and a worker looks."""
    version = versions.current(session, consultation.id, "young_people")
    version = version or survey.asked(session, consultation, "young_people")
    survey.answered(session, version, {"change": words}, voice="own")
    session.commit()
    with unit_of_work() as work:
        intake.look_at(work, consultation, clock.now())


def at(clock: SetClock, day: int, hour: int, minute: int = 0) -> None:
    """A moment of June 2025 in London."""
    clock.set(datetime(2025, 6, day, hour - 1, minute, tzinfo=UTC))


def test_the_duty_officer_is_told_first_and_the_deputy_and_the_lead_when_it_is_late(
    session: Session,
    consultation: Consultation,
    officers: list[Officer],
    notices: Notices,
    gateway: ScriptedGateway,
    clock: SetClock,
) -> None:
    at(clock, 16, 10)
    with unit_of_work() as work:
        intake.look_at(work, consultation, clock.now())
    assert ring(notices) == 0
    at(clock, 16, 10, 20)
    write(session, consultation, clock)
    assert [ring(notices), ring(notices)] == [1, 0]
    assert gateway.recipients == ["rea@council.example"]
    at(clock, 16, 10, 50)
    write(session, consultation, clock, "I like art")
    assert ring(notices) == 0
    at(clock, 16, 11, 25)
    assert ring(notices) == 1
    at(clock, 16, 13, 59)
    assert ring(notices) == 0
    assert not service.any_late(session, clock.now())
    at(clock, 16, 14, 1)
    assert service.any_late(session, clock.now())
    assert ring(notices) == 2
    assert sorted(gateway.recipients[2:]) == ["lea@council.example", "rob@council.example"]
    at(clock, 16, 18)
    assert ring(notices) == 0
    at(clock, 17, 9)
    assert ring(notices) == 3


def test_the_mail_has_counts_and_a_link_and_not_a_word_of_any_text(
    session: Session,
    consultation: Consultation,
    officers: list[Officer],
    notices: Notices,
    gateway: ScriptedGateway,
    clock: SetClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    write(session, consultation, clock)
    ring(notices)
    [envelope] = gateway.sent
    mail = envelope.content.decode().replace("=\r\n", "")
    assert "items are waiting" in mail
    assert "1 waits to be read" in mail
    assert "https://engagement.council.example/officers/consultations/views/texts" in mail
    for word in ("Zebedee", "hits", "change", "young"):
        assert word not in mail
        assert word not in caplog.text


def test_without_a_duty_officer_those_who_lead_are_told(
    session: Session, consultation: Consultation, notices: Notices, gateway: ScriptedGateway, clock: SetClock
) -> None:
    reader(session, "Lea", Role.LEAD)
    assert service.duty_missing(session, consultation)
    write(session, consultation, clock)
    assert ring(notices) == 1
    assert gateway.recipients == ["lea@council.example"]


def test_what_could_not_be_told_is_told_next_time(
    session: Session,
    consultation: Consultation,
    officers: list[Officer],
    notices: Notices,
    gateway: ScriptedGateway,
    clock: SetClock,
) -> None:
    write(session, consultation, clock)
    gateway.trouble[OFFERED] = [ConnectionTrouble("away")]
    assert [ring(notices), ring(notices)] == [0, 1]


def test_unread_texts_past_their_time_are_a_notice_and_a_number(
    session: Session, consultation: Consultation, visitor: Visitor, clock: SetClock
) -> None:
    write(session, consultation, clock)
    at(clock, 17, 17)
    assert health.database_checks()[1]["unread texts"] == "1 past their time"
    numbers = visitor.get("/health/metrics", extra_environ={"REMOTE_ADDR": "127.0.0.1"}).text
    assert 'engagement_texts_late{consultation="views"} 1.0' in numbers
    assert 'engagement_alarm{name="unread"} 1.0' in numbers
    assert "Zebedee" not in numbers
