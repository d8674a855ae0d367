"""Who types an address for it is thanked once: it is sealed while it is kept, and gone from the file in time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from engagement import create_app
from engagement.consultations.models import Consultation
from engagement.correspondence import letters
from engagement.correspondence.acknowledgements import acknowledge
from engagement.extensions import db
from engagement.outbox import service
from engagement.outbox.models import Message, MessageState
from engagement.unit_of_work import unit_of_work
from tests import factories, servers

ROOT = Path(__file__).parents[2]
ADDRESS = "zebedee@home.example"
SENT_AT = datetime.fromisoformat("2025-06-16T09:00+00:00")


@pytest.fixture
def lasting(settings: Settings, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database of its own in which commits last."""
    app = create_app(replace(settings, database_url=servers.empty_database(database_url, tmp_path)))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        yield app
        db.session.remove()
        db.engine.dispose()


def files(folder: Path) -> bytes:
    """The very bytes of the database and of its log."""
    return b"".join(path.read_bytes() for path in folder.glob("*.db*"))


def thank(session: Session) -> None:
    acknowledge(session, consultation=factories.consultation(session), audience="families", email=ADDRESS, now=SENT_AT)


@pytest.mark.usefixtures("lasting")
def test_the_address_is_gone_from_the_file_thirty_days_after_sending(tmp_path: Path) -> None:
    with unit_of_work() as session:
        thank(session)
    message = db.session.scalars(select(Message)).one()
    sealed = message.recipient_sealed
    assert sealed is not None
    with unit_of_work():
        message.state, message.settled_at = MessageState.SENT, SENT_AT
    on_sqlite = db.engine.dialect.name == "sqlite"
    assert ADDRESS.encode() not in files(tmp_path)
    assert (sealed in files(tmp_path)) == on_sqlite
    with unit_of_work() as session:
        assert service.forget(session, SENT_AT + timedelta(days=30, seconds=-1)) == 0
    with unit_of_work() as session:
        assert service.forget(session, SENT_AT + timedelta(days=30)) == 1
    db.session.remove()
    # The last one to leave takes the log of a SQLite database into the file, as any quiet moment does.
    db.engine.dispose()
    assert sealed not in files(tmp_path)
    assert db.session.scalar(select(Message.id)) is None


def test_one_that_could_not_be_sent_is_forgotten_as_well(session: Session) -> None:
    thank(session)
    message = session.scalars(select(Message)).one()
    message.state, message.settled_at = MessageState.FAILED, SENT_AT
    session.flush()
    assert service.forget(session, SENT_AT + timedelta(days=30)) == 1


def test_young_people_are_never_written_to(session: Session) -> None:
    consultation = factories.consultation(session)
    with pytest.raises(ValueError, match="on the screen only"):
        acknowledge(session, consultation=consultation, audience="young_people", email=ADDRESS, now=SENT_AT)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """Open from 13 June to 9 July 2025."""
    return factories.consultation(session)


@pytest.mark.parametrize("audience", ["schools", "families"])
def test_the_thanks_opens_nothing_and_says_how_long_the_address_is_kept(
    consultation: Consultation, audience: str
) -> None:
    letter = letters.preview_of(f"{audience}/acknowledgement", consultation)
    assert letter.subject == "Kent County Council: thank you for your views"
    assert "We delete your address from this list after 30 days." in letter.text
    assert "What happens next" in letter.text
    assert ("not part of the tender" in letter.text) == (audience == "schools")
    for opening in ("/i/", "/withdraw", "/stop/", "reference", "code", "child", "school"):
        assert opening not in letter.text.lower()
