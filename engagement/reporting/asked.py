"""What an audience has been asked over all published versions: the newest wording, nothing left out."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations import versions
from engagement.consultations.models import QuestionnaireVersion
from engagement.questionnaires.definition import AudienceName, Condition, Field, Question, Questionnaire

# Where results show what the newest version no longer asks.
NO_LONGER = "No longer asked"


@dataclass(frozen=True, slots=True)
class Showing:
    """To whom a version shows a question: whose answers meet the conditions and, after sending, who said yes to it."""

    conditions: tuple[Condition, ...]
    after_sending: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that one version added to the download: what it was first to ask, and what could first be marked."""

    fields: tuple[Field, ...]
    markable: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in its newest wording, its section's title, and to whom each version shows it."""

    section: str
    question: Question
    shown_when: dict[uuid.UUID, Showing]


def questions(session: Session, consultation_id: uuid.UUID, audience: AudienceName) -> list[Asked]:
    """Every question of every version whose answers are kept with the response.

    The order is the newest version's; what only older versions asked comes after it as no longer asked, and an option
    that only they had comes after the newer ones, so that no answer is left uncounted.
    """
    found: dict[str, Asked] = {}
    every = list(newest_first(session, consultation_id, audience))
    for version_id, questionnaire in every:
        for section, question, showing in _with_showing(questionnaire):
            known = found.get(question.key)
            if known is None:
                title = section if version_id == every[0][0] else NO_LONGER
                found[question.key] = Asked(title, question, {version_id: showing})
            else:
                found[question.key] = replace(
                    known,
                    question=_with_options_of(known.question, question),
                    shown_when={**known.shown_when, version_id: showing},
                )
    return list(found.values())


def fields(session: Session, consultation_id: uuid.UUID, audience: AudienceName) -> list[Field]:
    """Everything that takes an answer, in the same order."""
    return [field for asked in questions(session, consultation_id, audience) for field in asked.question.fields]


def columns(session: Session, consultation_id: uuid.UUID, audience: AudienceName) -> list[Columns]:
    """The columns of the download in an order that no later version changes: each version adds its own at the end.

    The words are the newest.
    """
    newest = {field.key: field for field in fields(session, consultation_id, audience)}
    placed: set[str] = set()
    marked: set[str] = set()
    found = []
    for _, questionnaire in reversed(list(newest_first(session, consultation_id, audience))):
        asked = [field for field in questionnaire.fields() if field.key in newest]
        new = [field.key for field in asked if field.key not in placed]
        markable = [field.key for field in asked if field.question.may_be_confidential and field.key not in marked]
        placed.update(new)
        marked.update(markable)
        found.append(Columns(tuple(newest[key] for key in new), tuple(newest[key] for key in markable)))
    return found


def newest_first(
    session: Session, consultation_id: uuid.UUID, audience: AudienceName
) -> Iterator[tuple[uuid.UUID, Questionnaire]]:
    """Every version with its id."""
    ids = session.scalars(
        select(QuestionnaireVersion.id)
        .where(QuestionnaireVersion.consultation_id == consultation_id, QuestionnaireVersion.audience == audience)
        .order_by(QuestionnaireVersion.number.desc())
    ).all()
    for version_id in ids:
        yield version_id, versions.compiled(session, version_id)


def _with_showing(questionnaire: Questionnaire) -> Iterator[tuple[str, Question, Showing]]:
    for section in questionnaire.sections:
        for question in section.questions:
            if question.kept_apart is None:
                conditions = tuple(filter(None, (section.show_when, question.show_when)))
                yield section.title, question, Showing(conditions, section.after_sending)


def _with_options_of(newer: Question, older: Question) -> Question:
    options = tuple(option for option in older.options if newer.option(option.key) is None)
    known = {row.key for row in newer.rows}
    rows = tuple(row for row in older.rows if row.key not in known)
    markable = newer.may_be_confidential or older.may_be_confidential
    return replace(newer, options=newer.options + options, rows=newer.rows + rows, may_be_confidential=markable)
