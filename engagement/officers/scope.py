"""What an officer can see at all: the consultations of their own council that they are appointed for."""

from sqlalchemy.orm import Session

from engagement.accounts.appointments import consultations_of
from engagement.accounts.models import Officer
from engagement.consultations import service
from engagement.consultations.models import Consultation
from engagement.errors import NotFound


def consultation(session: Session, officer: Officer, slug: str) -> Consultation:
    """The consultation at an address, if it is of the officer's council. Raises NotFound."""
    found = service.find(session, slug)
    if found.council_id != officer.council_id:
        raise not_there(slug)
    return found


def consultations(session: Session, officer: Officer) -> list[Consultation]:
    """Every consultation that an officer is appointed for, those that close last first."""
    appointed = consultations_of(session, officer)
    rows = service.of_council(session, officer.council_id)
    return [row for row in rows if appointed is None or row.id in appointed]


def not_there(slug: str) -> NotFound:
    """What is said of a consultation that does not exist, and of one that is not the officer's to see."""
    return NotFound(f'There is no consultation called "{slug}".')
