"""A council is never left without an administrator, and what two do at the same instant is done once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from config import Settings
from engagement import create_app
from engagement.accounts import appointments, codes, inviting, people
from engagement.accounts.door_models import AuthenticatorApp, OfficerInvitation
from engagement.accounts.models import Appointment, Officer
from engagement.accounts.roles import Role
from engagement.accounts.service import add
from engagement.councils import service as councils
from engagement.errors import NotFound, Refused
from engagement.extensions import db
from engagement.unit_of_work import unit_of_work
from tests import factories, servers
from tests.clocks import SetClock

ROUNDS = 5
START = "2025-06-16T09:00:00+00:00"
MIGRATIONS = Path(__file__).parents[2] / "migrations"

End = Callable[[Session, Officer, Officer], object]


def end_role(session: Session, officer: Officer, by: Officer) -> None:
    """One administrator takes the role of another away."""
    person = people.one(session, officer.council_id, officer.id)
    people.end_appointment(session, person, person.appointments[0].id, by=by)


def end_access(session: Session, officer: Officer, by: Officer) -> None:
    """One administrator ends the access of another."""
    people.deactivate(session, people.one(session, officer.council_id, officer.id), by=by)


def administrator(session: Session, name: str, council_name: str = "Kent County Council") -> Officer:
    """An administrator of a council, without a password: to keep one takes long, and nobody signs in here."""
    council = councils.called(session, council_name)
    made = add(session, council_id=council.id, email=f"{name}@council.example", name=name, password_hash=None)
    appointments.appoint(session, made, Role.ADMINISTRATOR)
    return made


def pair(session: Session) -> tuple[Officer, Officer]:
    """The two administrators of a council."""
    return administrator(session, "ada"), administrator(session, "bea")


def administrators(session: Session) -> int:
    """How many there are who may come in."""
    wanted = select(Officer.id).join(Appointment, Appointment.officer_id == Officer.id)
    return len(session.scalars(wanted.where(Officer.active, Appointment.role == Role.ADMINISTRATOR)).all())


@pytest.mark.parametrize("end", [end_role, end_access])
def test_the_last_administrator_of_a_council_stays(session: Session, end: End) -> None:
    ada, bea = pair(session)
    administrator(session, "di", "Another Council")
    end(session, bea, ada)
    with pytest.raises(Refused, match="A council needs an administrator"):
        end(session, ada, bea)
    session.expire_all()
    assert ada.active
    assert [held.role for held in people.one(session, ada.council_id, ada.id).appointments] == [Role.ADMINISTRATOR]


@pytest.mark.parametrize("end", [end_role, end_access])
def test_an_administrator_of_one_consultation_is_not_one_of_the_council(session: Session, end: End) -> None:
    ada = administrator(session, "ada")
    of_one = factories.officer(session, (), email="bea@council.example")
    session.add(
        Appointment(officer_id=of_one.id, role=Role.ADMINISTRATOR, consultation_id=factories.consultation(session).id)
    )
    session.flush()
    with pytest.raises(Refused, match="A council needs an administrator"):
        end(session, ada, of_one)


def test_a_role_that_was_taken_away_meanwhile_is_not_there(session: Session) -> None:
    ada, bea = pair(session)
    person = people.one(session, bea.council_id, bea.id)
    held = person.appointments[0].id
    people.end_appointment(session, person, held, by=ada)
    with pytest.raises(NotFound):
        people.end_appointment(session, people.one(session, bea.council_id, bea.id), held, by=ada)


@pytest.fixture(scope="module")
def real_app(settings: Settings, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app on a database of its own, where commits are real."""
    empty = servers.empty_database(database_url, tmp_path_factory.mktemp("people"))
    app = create_app(replace(settings, database_url=empty))
    with app.app_context():
        upgrade(directory=str(MIGRATIONS))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def two(real_app: Flask) -> tuple[Officer, Officer]:
    """The two administrators of a council, who are all there is."""
    with real_app.app_context(), unit_of_work() as session:
        for table in (Appointment, OfficerInvitation, AuthenticatorApp, Officer):
            session.execute(delete(table))
        return pair(session)


@pytest.mark.parametrize("end", [end_role, end_access])
@pytest.mark.parametrize("again", range(ROUNDS))
def test_of_two_who_end_each_other_at_the_same_instant_one_stays(
    real_app: Flask, two: tuple[Officer, Officer], end: End, again: int
) -> None:
    ada, bea = two
    refused = at_once(real_app, lambda session: end(session, bea, ada), lambda session: end(session, ada, bea))
    assert len(refused) == 1
    with real_app.app_context():
        assert administrators(db.session()) == 1


@pytest.mark.parametrize("again", range(ROUNDS))
def test_what_is_asked_for_twice_at_the_same_instant_is_there_once(
    real_app: Flask, two: tuple[Officer, Officer], again: int
) -> None:
    ada, now = two[0], SetClock(START).now()

    def invite(session: Session) -> None:
        add(session, council_id=ada.council_id, email="cy@council.example", name="Cy", password_hash=None)

    def ask(session: Session) -> None:
        appointments.appoint(session, ada, Role.READER)
        codes.offer_app(session, ada, now)
        inviting.ask(session, ada, now)

    assert at_once(real_app, ask, ask) == []
    assert at_once(real_app, invite, invite) == ["There is already an officer with this email address."]
    with real_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(OfficerInvitation)) == 1


def at_once(app: Flask, *deeds: Callable[[Session], object]) -> list[str]:
    """Several do something at the same instant; gives what those are told who are refused. Other trouble is raised."""
    ready = Barrier(len(deeds))

    def do(deed: Callable[[Session], object]) -> str | None:
        with app.app_context():
            ready.wait()
            try:
                with unit_of_work() as session:
                    deed(session)
            except Refused as sentence:
                return str(sentence)
            return None

    with ThreadPoolExecutor(len(deeds)) as people_at_once:
        return [said for said in people_at_once.map(do, deeds) if said]
