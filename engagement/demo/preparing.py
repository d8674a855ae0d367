"""Before the demo starts: the database brought up to date, filled at the first start, and its officers."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import select

from config import Settings
from engagement import create_app
from engagement.accounts import service
from engagement.accounts.models import Officer
from engagement.accounts.roles import IN_WORDS, Role
from engagement.consultations import service as consultations
from engagement.councils.models import Council
from engagement.demo import door, environment, reading, seed
from engagement.demo.letterbox import Letterbox
from engagement.extensions import clock, db
from engagement.preparing import prepare as prepare_thing
from engagement.preparing import waiting
from engagement.unit_of_work import unit_of_work

MIGRATIONS = str(Path(__file__).parents[2] / "migrations")


@dataclass(frozen=True)
class Ready:
    """What a visitor needs to know: personal links that are not used yet."""

    school_token: str | None
    family_token: str | None


def prepare() -> Ready:
    """Bring everything up. A first start that is broken off leaves nothing half done."""
    settings = Settings.from_environment()
    if not environment.DATABASE.exists():
        _first_time(settings)
    app = create_app(settings)
    with app.app_context():
        _fill()
        _add_officers()
        _read_texts()
        ready = Ready(
            seed.open_link(db.session(), "schools"),
            seed.open_link(db.session(), "families"),
        )
        _let_go()
    return ready


def _first_time(settings: Settings) -> None:
    """Make the database under another name; it gets its own once it is complete."""
    making = environment.DATABASE.with_suffix(".making")
    for left in making.parent.glob(f"{making.name}*"):
        left.unlink()
    app = create_app(replace(settings, database_url=environment.database_url(making)))
    with app.app_context():
        _fill()
        _let_go()
    making.rename(environment.DATABASE)


def _fill() -> None:
    """Whatever of the demo is not there yet, and what workers would make of it in the first minute."""
    upgrade(directory=MIGRATIONS)
    seed.load(Letterbox())
    for thing in waiting():
        prepare_thing(thing)


def _add_officers() -> None:
    """One officer with every role and one for each role. Their passwords are known to nobody: the link lets in."""
    with unit_of_work() as session:
        council = session.scalars(select(Council)).one()
        there = set(session.scalars(select(Officer.email)))
        for email, name, roles in _officers():
            if email not in there:
                service.create(
                    session,
                    council=council,
                    email=email,
                    name=name,
                    roles=roles,
                    password=secrets.token_urlsafe(24),
                )


def _read_texts() -> None:
    """What people wrote in the demo is read by its officers, as far as it is."""
    with unit_of_work() as session:
        by_email = {officer.email: officer for officer in session.scalars(select(Officer))}
        reader, deputy = by_email[door.address_of(Role.SAFEGUARDING)], by_email[door.OFFICER]
        reading.read(session, consultations.find(session, seed.SLUG), reader, deputy, clock.now())


def _officers() -> Iterator[tuple[str, str, list[Role]]]:
    yield door.OFFICER, "Demo officer", list(Role)
    for role in Role:
        yield door.address_of(role), f"Demo: {IN_WORDS[role][0].lower()}", [role]


def _let_go() -> None:
    """Close the database, which also brings SQLite's journal home into its file."""
    db.session.remove()
    db.engine.dispose()
