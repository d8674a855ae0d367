"""Recordings of a version's texts read aloud: which there are, and the sound of one."""

import uuid

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from engagement.consultations import preparations
from engagement.consultations.models import QuestionnaireVersion, Recording
from engagement.errors import NotFound, Refused
from engagement.persistence import insert_or, insert_unless_there
from engagement.questionnaires import translation
from engagement.questionnaires.definition import Questionnaire
from engagement.questionnaires.translation import Text

LARGEST = 1_000_000


def texts_heard(questionnaire: Questionnaire) -> list[Text]:
    """What pages read aloud of a questionnaire: the titles of sections only where they head a page."""
    by_section = questionnaire.layout == "sections"
    return [text for text in translation.texts(questionnaire) if by_section or not text.context.endswith(".title")]


def keys(session: Session, consultation_id: uuid.UUID, audience: str, version_id: uuid.UUID) -> dict[str, bool]:
    """The keys of the texts of one version that can be heard, and whether each was prepared."""
    query = _of_version(consultation_id, audience, version_id).order_by(Recording.text_key)
    rows = session.execute(query.with_only_columns(Recording.text_key, Recording.prepared))
    return dict(iter(rows))


def find(
    session: Session, consultation_id: uuid.UUID, audience: str, version_id: uuid.UUID, text_key: str
) -> Recording:
    """The recording of one text. Raises NotFound."""
    found = session.scalar(_of_version(consultation_id, audience, version_id).where(Recording.text_key == text_key))
    if found is None:
        raise NotFound("There is no recording of this text.")
    return found


def _of_version(consultation_id: uuid.UUID, audience: str, version_id: uuid.UUID) -> Select[Recording]:
    return (
        select(Recording)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Recording.version_id)
        .where(
            QuestionnaireVersion.id == version_id,
            QuestionnaireVersion.consultation_id == consultation_id,
            QuestionnaireVersion.audience == audience,
        )
    )


def of_version(session: Session, version_id: uuid.UUID) -> dict[str, bool]:
    """The keys of the texts of a version that can be heard, and whether each was prepared."""
    rows = session.execute(select(Recording.text_key, Recording.prepared).where(Recording.version_id == version_id))
    return dict(iter(rows))


def keep(session: Session, version_id: uuid.UUID, text_key: str, sound: bytes) -> None:
    """Keep somebody's recording of one text, instead of any other. Raises Refused for what is not a sound file."""
    media_type = media_type_of(sound)
    if len(sound) > LARGEST:
        raise Refused("The file is larger than 1 MB. Make the recording shorter, or save it as MP3 or OGG.")
    kept = {"media_type": media_type, "sound": sound, "prepared": False}
    session.execute(
        insert_or(session, Recording)
        .values(id=uuid.uuid4(), version_id=version_id, text_key=text_key, **kept)
        .on_conflict_do_update(index_elements=["version_id", "text_key"], set_=kept)
    )


def keep_prepared(session: Session, version_id: uuid.UUID, text_key: str, sound: bytes) -> None:
    """Keep what was prepared, unless the text can be heard already: nobody's own recording is ever lost to it."""
    session.execute(
        insert_unless_there(session, Recording).values(
            id=uuid.uuid4(),
            version_id=version_id,
            text_key=text_key,
            media_type=media_type_of(sound),
            sound=sound,
            prepared=True,
        )
    )


def remove(session: Session, version_id: uuid.UUID, text_key: str) -> None:
    """Delete the recording of one text, if there is one; workers prepare a voice in its place."""
    session.execute(delete(Recording).where(Recording.version_id == version_id, Recording.text_key == text_key))
    preparations.ask_again(session, [version_id], [preparations.VOICE])


def remove_prepared(session: Session, version_id: uuid.UUID) -> None:
    """Delete all that was prepared, so that workers prepare it anew."""
    session.execute(delete(Recording).where(Recording.version_id == version_id, Recording.prepared))
    preparations.ask_again(session, [version_id], [preparations.VOICE])


def media_type_of(sound: bytes) -> str:
    """What kind of sound a file holds, by its first bytes and not by its name. Raises Refused."""
    if sound.startswith(b"OggS"):
        return "audio/ogg"
    if sound.startswith(b"RIFF") and sound[8:12] == b"WAVE":
        return "audio/wav"
    # An MP3 begins with its tags or with eleven bits set.
    if sound.startswith(b"ID3") or (len(sound) > 1 and sound[0] == 0xFF and sound[1] & 0xE0 == 0xE0):
        return "audio/mpeg"
    raise Refused("This is not an MP3, OGG or WAV file. Save the recording as one of these and choose it again.")
