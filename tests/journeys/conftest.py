"""What every journey needs: the Kent consultation, open, with its three questionnaires."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

import engagement
from engagement.consultations.models import Consultation
from engagement.questionnaires import schema
from tests import factories

AUDIENCES = ("schools", "families", "young_people")
PATHS = {"schools": "schools", "families": "families", "young_people": "young-people"}


@pytest.fixture
def kent(session: Session) -> Consultation:
    """Open from 13 June to 9 July 2025, with all three audiences asked."""
    consultation = factories.consultation(session, slug="nmiss-engagement")
    for audience in AUDIENCES:
        path = Path(engagement.__file__).parent / audience / "questionnaires" / "nmiss.toml"
        factories.version(session, consultation, schema.read_toml(path))
    session.commit()
    return consultation
