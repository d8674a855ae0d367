"""A whole file taken in one go, for those who need no page between: the demo and the tests."""

from datetime import datetime
from typing import BinaryIO

from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts.imports import stages, upload, working
from engagement.contacts.imports.models import ContactImport
from engagement.contacts.imports.rows import MOST_BYTES
from engagement.questionnaires.definition import AudienceName


def take(
    session: Session, consultation: Consultation, *, audience: AudienceName, stream: BinaryIO, now: datetime
) -> ContactImport:
    """Import a file by the guessed match, all in the present transaction. Raises Refused."""
    found = upload.read(stream.read(MOST_BYTES + 1))
    job = stages.begin(session, consultation, audience=audience, name="", upload=found, now=now)
    stages.choose(session, job, job.match)
    while working.advance(session, now, job.id):
        pass
    stages.confirm(session, job)
    while working.advance(session, now, job.id):
        pass
    return job
