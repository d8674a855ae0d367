"""The migrations bring an empty database to what the models say, and back, on every kind of database."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import func, inspect, select, text

from config import Settings
from engagement import create_app
from engagement.consultations.models import Consultation
from engagement.councils.models import Council
from engagement.extensions import db
from engagement.persistence import Base
from tests import servers

MIGRATIONS = str(Path(__file__).parents[1] / "migrations")


@pytest.fixture
def empty(settings: Settings, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app whose database of its own has nothing in it."""
    app = create_app(replace(settings, database_url=servers.empty_database(database_url, tmp_path)))
    with app.app_context():
        yield app
        db.engine.dispose()


def test_there_is_one_newest_migration() -> None:
    assert len(ScriptDirectory(MIGRATIONS).get_heads()) == 1


@pytest.mark.usefixtures("empty")
def test_an_empty_database_comes_up_to_what_the_models_say() -> None:
    upgrade(directory=MIGRATIONS)
    assert set(inspect(db.engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
    check(directory=MIGRATIONS)


@pytest.mark.usefixtures("empty")
def test_a_table_that_no_migration_made_is_noticed() -> None:
    upgrade(directory=MIGRATIONS)
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE stray (id INTEGER)"))
    with pytest.raises(SystemExit):
        check(directory=MIGRATIONS)


@pytest.mark.usefixtures("empty")
def test_migrating_twice_changes_nothing_and_going_back_leaves_nothing() -> None:
    upgrade(directory=MIGRATIONS)
    upgrade(directory=MIGRATIONS)
    downgrade(directory=MIGRATIONS, revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]


NAMED = """INSERT INTO consultations (id, slug, title, council_name, label, contact_email, page, opens_at, closes_at)
VALUES (:id, :slug, 'Views', :council, 'NMISS', 'a@council.example', '{}', '2025-06-01', '2025-07-01')"""
CHANGED = """INSERT INTO deadline_changes
(id, consultation_id, changed_at, changed_by, reason, closes_at_before, closes_at_after)
VALUES (:id, :consultation, '2025-06-01', 'officer', 'More time', '2025-06-20', '2025-07-01')"""
STOPPED = """INSERT INTO suppressions (id, consultation_id, email_index, since)
VALUES (:id, :consultation, :index, '2025-06-01')"""
ASKED = "SELECT slug, council_name FROM consultations ORDER BY slug"


@pytest.mark.usefixtures("empty")
def test_councils_that_were_only_names_keep_their_consultations_up_and_down() -> None:
    upgrade(directory=MIGRATIONS, revision="0006")
    named = [("a", "Kent"), ("b", "Kent"), ("c", "Surrey")]
    with db.engine.begin() as connection:
        for slug, council in named:
            made = uuid.uuid4().hex
            connection.execute(text(NAMED), {"id": made, "slug": slug, "council": council})
            connection.execute(text(CHANGED), {"id": uuid.uuid4().hex, "consultation": made})
    upgrade(directory=MIGRATIONS)
    with db.engine.connect() as connection:
        asked = select(Consultation.slug, Council.name).join(Consultation.council).order_by(Consultation.slug)
        assert connection.execute(asked).all() == named
        assert connection.scalar(select(func.count()).select_from(Council)) == 2
        assert connection.scalar(text("SELECT count(*) FROM deadline_changes")) == 3
    downgrade(directory=MIGRATIONS, revision="0006")
    with db.engine.connect() as connection:
        assert connection.execute(text(ASKED)).all() == named


@pytest.mark.usefixtures("empty")
def test_who_asked_for_no_letters_is_remembered_up_and_down() -> None:
    upgrade(directory=MIGRATIONS, revision="0006")
    made = uuid.uuid4().hex
    with db.engine.begin() as connection:
        connection.execute(text(NAMED), {"id": made, "slug": "a", "council": "Kent"})
        connection.execute(text(STOPPED), {"id": uuid.uuid4().hex, "consultation": made, "index": "one"})
    upgrade(directory=MIGRATIONS)
    with db.engine.begin() as connection:
        assert connection.execute(text("SELECT email_index, reason FROM suppressions")).all() == [("one", "asked")]
    downgrade(directory=MIGRATIONS, revision="0021")
    with db.engine.begin() as connection:
        connection.execute(text(STOPPED), {"id": uuid.uuid4().hex, "consultation": None, "index": "everywhere"})
    for _ in "there", "and there again":
        upgrade(directory=MIGRATIONS)
        with db.engine.connect() as connection:
            of_the_council = "SELECT count(*) FROM suppressions JOIN councils ON councils.id = suppressions.council_id"
            assert connection.scalar(text(of_the_council)) == 1
        downgrade(directory=MIGRATIONS, revision="0021")
    downgrade(directory=MIGRATIONS, revision="0006")
    with db.engine.connect() as connection:
        assert connection.scalars(text("SELECT email_index FROM suppressions")).all() == ["one"]


INVITED = """INSERT INTO contacts (id, consultation_id, audience, email_sealed, email_index, do_not_contact, added_at)
VALUES (:id, :consultation, 'families', :sealed, :index, false, '2025-06-01')"""
LINKED = """INSERT INTO invitations (id, contact_id, token_sealed, token_hash, state)
VALUES (:id, :contact, :sealed, :hash, 'unused')"""


@pytest.mark.usefixtures("empty")
def test_links_that_were_sent_before_get_references_and_keep_their_state_up_and_down() -> None:
    upgrade(directory=MIGRATIONS, revision="0011")
    made = uuid.uuid4().hex
    with db.engine.begin() as connection:
        council = uuid.uuid4().hex
        connection.execute(
            text("INSERT INTO councils (id, name, footer_links) VALUES (:id, 'Kent', '[]')"), {"id": council}
        )
        connection.execute(
            text(NAMED.replace("council_name", "council_id")), {"id": made, "slug": "a", "council": council}
        )
        for index in ("one", "two"):
            contact = uuid.uuid4().hex
            connection.execute(text(INVITED), {"id": contact, "consultation": made, "sealed": b"", "index": index})
            connection.execute(text(LINKED), {"id": uuid.uuid4().hex, "contact": contact, "sealed": b"", "hash": index})
    upgrade(directory=MIGRATIONS)
    with db.engine.begin() as connection:
        references = connection.scalars(text("SELECT reference FROM invitations")).all()
        assert len(set(references)) == 2
        connection.execute(text("UPDATE invitations SET state = 'told' WHERE token_hash = 'one'"))
    downgrade(directory=MIGRATIONS, revision="0011")
    states = text("SELECT token_hash, state FROM invitations ORDER BY token_hash")
    with db.engine.connect() as connection:
        assert connection.execute(states).all() == [("one", "used"), ("two", "unused")]


@pytest.mark.usefixtures("empty")
def test_a_consultation_still_cannot_close_before_it_opens_after_all_migrations() -> None:
    upgrade(directory=MIGRATIONS)
    kept = {check["name"] for check in inspect(db.engine).get_check_constraints("consultations")}
    assert "ck_consultations_opens_before_it_closes" in kept
