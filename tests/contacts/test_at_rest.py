"""What identifies somebody stands nowhere in the database in the clear, staged files included."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select, text

from config import Settings
from engagement import create_app
from engagement.contacts import changes, groups
from engagement.contacts.imports import stages, upload, working
from engagement.contacts.imports.kept import head_of
from engagement.contacts.imports.models import ContactImport
from engagement.contacts.models import Contact
from engagement.extensions import clock, db
from engagement.persistence import Base
from engagement.unit_of_work import unit_of_work
from tests import factories, servers

ROOT = Path(__file__).parents[2]
SECRETS = ("zebedee", "florence", "dougal", "ermintrude", "brian")
FILE = b"Email,Name,School,Notes\noffice@zebedee.example,Florence Dougal,Ermintrude School,\nbrian,Brian,,brian\n"


@pytest.fixture
def lasting(settings: Settings, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database of its own in which commits last."""
    app = create_app(replace(settings, database_url=servers.empty_database(database_url, tmp_path)))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        yield app
        db.session.remove()
        db.engine.dispose()


def everything(folder: Path) -> bytes:
    """All that is kept: every row, and on SQLite the very files."""
    files = b"".join(path.read_bytes() for path in folder.glob("*.db*"))
    with db.engine.connect() as connection:
        rows = [
            [bytes(cell) if isinstance(cell, memoryview) else cell for cell in row]
            for table in Base.metadata.sorted_tables
            for row in connection.execute(text(f"SELECT * FROM {table.name}"))
        ]
    return (files + repr(rows).encode()).lower()


def test_no_address_and_no_name_is_kept_in_the_clear_at_any_stage(lasting: Flask, tmp_path: Path) -> None:
    def nothing_shows() -> None:
        kept = everything(tmp_path)
        assert [secret for secret in SECRETS if secret.encode() in kept] == []

    with unit_of_work() as session:
        asked = factories.consultation(session)
        job = stages.begin(
            session, asked, audience="schools", name="Dougal.csv", upload=upload.read(FILE), now=clock.now()
        )
    nothing_shows()
    with unit_of_work() as session:
        stages.choose(session, stages.find(session, asked, job.id, to_change=True), job.match)
    working.go_on(clock, seconds=10)
    nothing_shows()
    with unit_of_work() as session:
        stages.confirm(session, stages.find(session, asked, job.id, to_change=True))
    working.go_on(clock, seconds=10)
    with unit_of_work() as session:
        contact = session.scalars(select(Contact)).one()
        changes.mark_do_not_contact(session, contact, "Florence moved")
        changes.correct_address(session, contact, "brian@zebedee.example")
        groups.add_field(session, asked, audience="schools", name="Ward", choices=["North", "South"], now=clock.now())
    nothing_shows()
    assert b"north" in everything(tmp_path)


def test_a_file_that_is_done_with_keeps_only_its_sealed_name(lasting: Flask) -> None:
    with unit_of_work() as session:
        asked = factories.consultation(session)
        job = stages.begin(session, asked, audience="schools", name="a.csv", upload=upload.read(FILE), now=clock.now())
        stages.discard(session, job)
    db.session.expire_all()
    kept = db.session.scalars(select(ContactImport)).one()
    assert head_of(kept).headings == []
    assert head_of(kept).name == "a.csv"
