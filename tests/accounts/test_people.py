"""A council is never left without an administrator, whoever ends whom and when."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from config import Settings
from engagement import create_app
from engagement.accounts import people
from engagement.accounts.models import Appointment, Officer
from engagement.accounts.roles import Role
from engagement.errors import NotFound, Refused
from engagement.extensions import db
from engagement.unit_of_work import unit_of_work
from tests import factories, servers

ROUNDS = 5
MIGRATIONS = Path(__file__).parents[2] / "migrations"

End = Callable[[Session, Officer, Officer], object]


def end_role(session: Session, officer: Officer, by: Officer) -> None:
    """One administrator takes the role of another away."""
    person = people.one(session, officer.council_id, officer.id)
    people.end_appointment(session, person, person.appointments[0].id, by=by)


def end_access(session: Session, officer: Officer, by: Officer) -> None:
    """One administrator ends the access of another."""
    people.deactivate(session, people.one(session, officer.council_id, officer.id), by=by)


def pair(session: Session) -> tuple[Officer, Officer]:
    """The two administrators of a council."""
    ada = factories.officer(session, (Role.ADMINISTRATOR,))
    bea = factories.officer(session, (Role.ADMINISTRATOR,), email="bea@council.example", name="Bea")
    return ada, bea


def administrators(session: Session) -> int:
    """How many there are who may come in."""
    wanted = select(Officer.id).join(Appointment, Appointment.officer_id == Officer.id)
    return len(session.scalars(wanted.where(Officer.active, Appointment.role == Role.ADMINISTRATOR)).all())


@pytest.mark.parametrize("end", [end_role, end_access])
def test_the_last_administrator_of_a_council_stays(session: Session, end: End) -> None:
    ada, bea = pair(session)
    factories.officer(session, (Role.ADMINISTRATOR,), "Another Council", email="di@another.example")
    end(session, bea, ada)
    with pytest.raises(Refused, match="A council needs an administrator"):
        end(session, ada, bea)
    session.expire_all()
    assert ada.active
    assert [held.role for held in people.one(session, ada.council_id, ada.id).appointments] == [Role.ADMINISTRATOR]


@pytest.mark.parametrize("end", [end_role, end_access])
def test_an_administrator_of_one_consultation_is_not_one_of_the_council(session: Session, end: End) -> None:
    ada = factories.officer(session, (Role.ADMINISTRATOR,))
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


@pytest.mark.parametrize("end", [end_role, end_access])
def test_of_two_who_end_each_other_at_the_same_instant_one_stays(real_app: Flask, end: End) -> None:
    for _ in range(ROUNDS):
        with real_app.app_context(), unit_of_work() as session:
            session.execute(delete(Appointment))
            session.execute(delete(Officer))
            ids = [officer.id for officer in pair(session)]
        assert len(race(real_app, end, ids)) == 1
        with real_app.app_context():
            assert administrators(db.session()) == 1


def race(app: Flask, end: End, ids: Sequence[uuid.UUID]) -> list[str]:
    """Two officers end each other at the same instant; gives what whoever was too late is told."""
    ready, refused = Barrier(2), list[str]()

    def press(mine: int) -> None:
        with app.app_context():
            me, other = db.session.get_one(Officer, ids[mine]), db.session.get_one(Officer, ids[1 - mine])
            ready.wait()
            try:
                with unit_of_work() as session:
                    end(session, other, me)
            except Refused as sentence:
                refused.append(str(sentence))

    both = [Thread(target=press, args=(mine,)) for mine in (0, 1)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    return refused
