"""What every test of the public pages begins with."""

import pytest
from sqlalchemy.orm import Session

from engagement.consultations import document, sheets
from engagement.consultations.models import Consultation
from engagement.questionnaires.definition import AUDIENCES, AudienceName
from engagement.questionnaires.schema import read_toml
from tests import factories
from tests.questionnaires.documents import FILES

KENT = document.read_toml(document.DOCUMENTS / "nmiss-engagement.toml")


def ask(session: Session, consultation: Consultation, *audiences: AudienceName) -> None:
    """Publish the questionnaires of some audiences."""
    for audience in audiences:
        factories.version(session, consultation, read_toml(FILES[audience]))


@pytest.fixture
def kent(session: Session) -> Consultation:
    """Kent's consultation, open, with its information sheet and its three surveys."""
    row = factories.consultation(
        session,
        slug=KENT.slug,
        title=KENT.title,
        council_name=KENT.council_name,
        label=KENT.label,
        contact_email=KENT.contact_email,
        page=KENT.page_for_storing(),
    )
    sheet = KENT.sheet_for_storing()
    assert sheet is not None
    sheets.publish(session, row, sheet, factories.OPENS_AT)
    ask(session, row, *AUDIENCES)
    session.commit()
    return row
