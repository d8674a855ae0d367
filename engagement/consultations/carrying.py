"""What a new version takes from the one before: translations, recordings and videos of what has not changed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import Session

from engagement.consultations import translations, versions, videos
from engagement.consultations.models import Consultation, QuestionnaireVersion, Recording, SignedVideo
from engagement.questionnaires import translation
from engagement.questionnaires.definition import Question, Questionnaire


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What did not fit the new version: the texts that were recorded and the questions that were signed."""

    recordings: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()


def carry(
    session: Session,
    consultation: Consultation,
    version: QuestionnaireVersion,
    before: QuestionnaireVersion | None,
    keys: Mapping[str, str],
    now: datetime,
) -> LeftBehind:
    """Take over all that fits. `keys` gives the new keys of questions and rows."""
    if before is None:
        return LeftBehind()
    translations.carry(session, consultation, version, keys, now)
    old, new = versions.compiled(session, before.id), versions.compiled(session, version.id)
    recordings = _recordings(session, before.id, version.id, old, new, keys)
    signed = _videos(session, before.id, version.id, old, new, keys)
    videos.tell_pages(session, consultation)
    return LeftBehind(recordings, signed)


def _recordings(
    session: Session,
    before: uuid.UUID,
    version: uuid.UUID,
    old: Questionnaire,
    new: Questionnaire,
    keys: Mapping[str, str],
) -> tuple[str, ...]:
    said = {text.context: text.source for text in translation.texts(old)}
    says = {text.context: text.source for text in translation.texts(new)}
    # What was prepared is prepared anew for every version.
    query = select(Recording.id, Recording.text_key).where(Recording.version_id == before, ~Recording.prepared)
    left: list[str] = []
    for row_id, context in session.execute(query).all():
        moved = translation.moved(context, keys)
        if context in said and says.get(moved) == said[context]:
            _copy(session, Recording, row_id, version_id=version, text_key=moved)
        else:
            left.append(said.get(context, context))
    return tuple(left)


def _videos(
    session: Session,
    before: uuid.UUID,
    version: uuid.UUID,
    old: Questionnaire,
    new: Questionnaire,
    keys: Mapping[str, str],
) -> tuple[str, ...]:
    asked = {question.key: question for question in old.questions()}
    asks = {question.key: question for question in new.questions()}
    query = select(SignedVideo.id, SignedVideo.question_key).where(SignedVideo.version_id == before)
    left: list[str] = []
    for row_id, key in session.execute(query).all():
        moved = keys.get(key, key)
        if key in asked and moved in asks and _words(asked[key]) == _words(asks[moved]):
            _copy(session, SignedVideo, row_id, version_id=version, question_key=moved)
        else:
            left.append(asked[key].text if key in asked else key)
    return tuple(left)


def _copy(session: Session, model: type[Recording | SignedVideo], row_id: uuid.UUID, **other: object) -> None:
    """A row again with other values. One statement, so that no sound or video leaves the database."""
    other["id"] = uuid.uuid4()
    columns = model.__table__.columns
    values = [literal(other[one.name], one.type) if one.name in other else one for one in columns]
    copied = select(*values).where(model.id == row_id)
    session.execute(insert(model).from_select([one.name for one in columns], copied))


def _words(question: Question) -> tuple[str, ...]:
    return (
        question.text,
        question.help,
        *(option.label for option in question.options),
        *(row.label for row in question.rows),
    )
