"""Which answers are free texts: one place that says it, for the queue and for the gate."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Text, and_, cast, false, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import KeyedColumnElement

from engagement.consultations import versions
from engagement.moderation.models import FreeText, Part
from engagement.persistence import Digest
from engagement.questionnaires.answer_kinds import Value, as_typed
from engagement.questionnaires.confidential import NO_REASON
from engagement.questionnaires.definition import AudienceName, KindName
from engagement.responses.models import Answer, Response

WRITTEN: frozenset[KindName] = frozenset({"short_text", "long_text"})


def keys(session: Session, consultation_id: uuid.UUID, audience: str) -> frozenset[str]:
    """The keys of all fields that any published version lets an audience write in."""
    return frozenset(
        field.key
        for version in versions.every(session, consultation_id)
        if version.audience == audience
        for field in versions.compiled(session, version.id).fields()
        if field.question.kind in WRITTEN
    )


@dataclass(frozen=True, slots=True)
class Source:
    """Where a part of an answer stands: its column as text, and whether there is anything of it."""

    part: Part
    column: ColumnElement[str | None] | KeyedColumnElement[str]
    there: ColumnElement[bool]

    @property
    def digest(self) -> Digest:
        """What the database makes of the text, to compare it with the one that somebody read."""
        return Digest(self.column)

    def beside(self, table: type[FreeText]) -> ColumnElement[bool]:
        """That a row of the queue is about this part of an answer."""
        return and_(
            table.response_id == Answer.response_id,
            table.question_key == Answer.question_key,
            table.part == self.part,
        )


# A reason that the system put in itself was written by nobody.
SOURCES = (
    Source(Part.ANSWER, cast(Answer.value, Text), Answer.value.is_not(None)),
    Source(
        Part.REASON,
        Answer.confidential_because,  # type: ignore[arg-type]  # a column of a model is an element of a statement
        and_(Answer.confidential_because.is_not(None), Answer.confidential_because != NO_REASON),
    ),
)


def of_audience(
    source: Source, consultation_id: uuid.UUID, audience: AudienceName, written: frozenset[str]
) -> tuple[ColumnElement[bool], ...]:
    """The conditions on an answer that has a text of an audience. A reason is a text wherever it stands."""
    mine = (Response.consultation_id == consultation_id, Response.audience == audience, source.there)
    if source.part == Part.REASON:
        return mine
    return (*mine, Answer.question_key.in_(written) if written else false())


def content(source: Source) -> Select[tuple[Value | None]]:
    """A selection of a part as it was written."""
    return select(Answer.value if source.part == Part.ANSWER else Answer.confidential_because)


def as_text(value: Value) -> str:
    """What somebody wrote. Under a key that once was a choice, the choice."""
    return "; ".join(as_typed(value))
