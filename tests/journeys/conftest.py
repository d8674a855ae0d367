"""What every journey needs: the Kent consultation, open, with its three questionnaires."""

from functools import cache
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

import engagement
from engagement.consultations.models import Consultation
from engagement.questionnaires import schema
from engagement.questionnaires.definition import AUDIENCES, Questionnaire
from tests import factories


@cache
def asked(audience: str) -> Questionnaire:
    """What an audience is asked in Kent."""
    return schema.read_toml(Path(engagement.__file__).parent / audience / "questionnaires" / "nmiss.toml")


@pytest.fixture
def kent(session: Session) -> Consultation:
    """Open from 13 June to 9 July 2025, with all three audiences asked."""
    consultation = factories.consultation(session, slug="nmiss-engagement")
    for audience in AUDIENCES:
        factories.version(session, consultation, asked(audience))
    session.commit()
    return consultation


@pytest.fixture
def token(kent: Consultation, session: Session) -> str:
    """The secret of the personal link of a parent for whom a reminder waits."""
    contact, token = factories.contact(session, kent, "parent@example.org")
    factories.message(session, contact)
    session.commit()
    return token
