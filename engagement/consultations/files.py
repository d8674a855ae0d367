"""Files that a consultation publishes beside its words: each kept once, under a name made from what is in it."""

import hashlib
import uuid

from sqlalchemy import delete, insert, literal, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation, PublishedFile
from engagement.consultations.page import page_of
from engagement.errors import NotFound
from engagement.persistence import insert_unless_there


def keep(session: Session, consultation_id: uuid.UUID, content: bytes, media_type: str, ending: str) -> str:
    """Keep a file and give its name; the same content again is the same file."""
    name = f"{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
    session.execute(
        insert_unless_there(session, PublishedFile).values(
            consultation_id=consultation_id, name=name, media_type=media_type, content=content
        )
    )
    return name


def content_of(session: Session, consultation_id: uuid.UUID, name: str) -> tuple[bytes, str]:
    """What is in a file, and its media type. Raises NotFound."""
    found = session.execute(
        select(PublishedFile.content, PublishedFile.media_type).where(
            PublishedFile.consultation_id == consultation_id, PublishedFile.name == name
        )
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such file.")
    return found[0], found[1]


def sweep(session: Session, consultation: Consultation) -> None:
    """Delete the files that the page does not show any more."""
    page = page_of(consultation)
    shown = {document.file for document in page.documents} | ({page.picture.uploaded} if page.picture else set())
    session.execute(
        delete(PublishedFile).where(PublishedFile.consultation_id == consultation.id, PublishedFile.name.not_in(shown))
    )


def copy(session: Session, origin: Consultation, consultation: Consultation) -> None:
    """Give a consultation files of its own with the same content as another's."""
    copied = select(
        literal(consultation.id, PublishedFile.consultation_id.type),
        PublishedFile.name,
        PublishedFile.media_type,
        PublishedFile.content,
    ).where(PublishedFile.consultation_id == origin.id)
    # One statement, so that the files never leave the database.
    session.execute(insert(PublishedFile).from_select(["consultation_id", "name", "media_type", "content"], copied))
