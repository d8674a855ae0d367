"""A database with consultations, contacts and a wave to each that is due."""

import os
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from sqlalchemy.orm import Session

from config import Settings
from engagement.contacts import invitations
from engagement.contacts.models import Contact, Invitation
from engagement.correspondence import waves
from engagement.correspondence.models import Wave
from engagement.extensions import clock, vault
from engagement.outbox.models import MessageKind
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.faults.processes import ROOT
from tests.faults.waves import Scene
from tests.faults.worker import CLOCK_AHEAD, shifted_app

# A Wednesday at ten in London, while the Kent consultation of the tests is open.
START = datetime(2025, 6, 25, 9, tzinfo=UTC)


def prepare(
    settings: Settings, database_url: str, redis_url: str, smtp_url: str, folder: Path, *lists: Sequence[str]
) -> Scene:
    """A migrated database with a consultation for each list of addresses, and a wave to them that is due."""
    ahead = (START - datetime.now(UTC)).total_seconds()
    settings = replace(settings, database_url=database_url, redis_url=redis_url, smtp_url=smtp_url)
    app = shifted_app(settings, ahead)
    environment = os.environ | {
        "ENGAGEMENT_ENV": "test",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SMTP_URL": smtp_url,
        CLOCK_AHEAD: str(ahead),
    }
    scene = Scene(app, environment, folder / "taken", {}, [])
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        for emails in lists:
            with unit_of_work() as session:
                wave, tokens = wave_to(session, emails)
            scene.wave_ids.append(wave.id)
            scene.tokens.update(tokens)
    return scene


def wave_to(
    session: Session, emails: Sequence[str], due_at: datetime | None = None, **dates: Any
) -> tuple[Wave, dict[str, str]]:
    """A consultation with these contacts and a wave that is due, now or then.

    Gives the wave and the token of each link. `dates` are those of the consultation, where they are not the usual.
    """
    consultation = factories.consultation(session, **dates)
    tokens = {}
    for email in emails:
        contact_id = uuid.uuid4()
        session.add(
            Contact(
                id=contact_id,
                consultation_id=consultation.id,
                audience="families",
                email_sealed=vault.seal(email, f"contacts.email:{contact_id}"),
                email_index=vault.index("email", email),
                added_at=factories.OPENS_AT,
            )
        )
        invitation: Invitation = invitations.new_invitation(contact_id)
        session.add(invitation)
        tokens[email] = invitations.token_of(invitation)
    session.flush()
    now = clock.now()
    wave = waves.plan(
        session,
        consultation=consultation,
        audience="families",
        kind=MessageKind.REMINDER,
        due_at=due_at or now,
        now=now,
    )
    return wave, tokens


def readers(count: int, name: str = "reader") -> list[str]:
    """So many addresses."""
    return [f"{name}{number:05}@example.org" for number in range(count)]
