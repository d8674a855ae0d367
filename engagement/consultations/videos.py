"""Questions in British Sign Language: videos that officers give, kept as they are and handed out in pieces."""

import hashlib
import uuid
from collections.abc import Iterator, Mapping

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation, QuestionnaireVersion, SignedVideo
from engagement.errors import NotFound, Refused
from engagement.persistence import insert_or

LARGEST = 40_000_000
# What is read from the database at once, in bytes.
PIECE = 500_000
# Pictures, sound alone and Apple's MOV begin in the same way, with other brands; browsers do not all play them.
MP4_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV")


def find(session: Session, consultation_id: uuid.UUID, version_id: uuid.UUID, question_key: str) -> SignedVideo:
    """The video of one question, without its content. Raises NotFound."""
    found = session.scalar(
        select(SignedVideo)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == SignedVideo.version_id)
        .where(
            QuestionnaireVersion.id == version_id,
            QuestionnaireVersion.consultation_id == consultation_id,
            SignedVideo.question_key == question_key,
        )
    )
    if found is None:
        raise NotFound("There is no video of this question.")
    return found


def pieces(session: Session, video: SignedVideo, start: int, stop: int) -> Iterator[bytes]:
    """The bytes of a video from `start` to before `stop`, a piece at a time."""
    for place in range(start, stop, PIECE):
        # SQL counts from 1.
        piece = func.substr(SignedVideo.content, place + 1, min(PIECE, stop - place))
        yield session.scalars(select(piece).where(SignedVideo.id == video.id)).one()


def of_version(consultation: Consultation, version_id: uuid.UUID) -> Mapping[str, str]:
    """The digests of the videos of a version by question, without asking the database."""
    signed: Mapping[str, str] = consultation.signed.get(str(version_id), {})
    return signed


def keep(
    session: Session, consultation: Consultation, version_id: uuid.UUID, question_key: str, content: bytes
) -> None:
    """Keep the video of one question, instead of any other. Raises Refused for what no browser would play."""
    media_type = media_type_of(content)
    if len(content) > LARGEST:
        raise too_large(len(content))
    kept = {
        "media_type": media_type,
        "content": content,
        "digest": hashlib.sha256(content).hexdigest(),
        "size": len(content),
    }
    session.execute(
        insert_or(session, SignedVideo)
        .values(id=uuid.uuid4(), version_id=version_id, question_key=question_key, **kept)
        .on_conflict_do_update(index_elements=["version_id", "question_key"], set_=kept)
    )
    tell_pages(session, consultation)


def remove(session: Session, consultation: Consultation, version_id: uuid.UUID, question_key: str) -> None:
    """Delete the video of one question, if there is one."""
    session.execute(
        delete(SignedVideo).where(SignedVideo.version_id == version_id, SignedVideo.question_key == question_key)
    )
    tell_pages(session, consultation)


def media_type_of(content: bytes) -> str:
    """What kind of video a file holds, by its first bytes and not by its name. Raises Refused."""
    if content[4:8] == b"ftyp" and content[8:12] in MP4_BRANDS:
        return "video/mp4"
    # EBML holds WebM and Matroska; the first of its few words says which.
    if content.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in content[:64]:
        return "video/webm"
    raise Refused("This is not an MP4 or WebM video. Save or export the video as one of these and choose it again.")


def too_large(size: int) -> Refused:
    """What to say of a file of so many bytes."""
    return Refused(
        f"The file is {size / 1_000_000:.0f} MB. It may be up to {LARGEST // 1_000_000} MB: make the video shorter, or "
        "save it at 720p or less."
    )


def tell_pages(session: Session, consultation: Consultation) -> None:
    """Note beside the consultation which videos there are now."""
    session.refresh(consultation, with_for_update=True)
    signed: dict[str, dict[str, str]] = {}
    rows = session.execute(
        select(SignedVideo.version_id, SignedVideo.question_key, SignedVideo.digest)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == SignedVideo.version_id)
        .where(QuestionnaireVersion.consultation_id == consultation.id)
    )
    for version_id, question_key, digest in rows:
        signed.setdefault(str(version_id), {})[question_key] = digest
    consultation.signed = signed
    session.flush()
