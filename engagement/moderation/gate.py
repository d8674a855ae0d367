"""The gate: how a free text may be shown to anybody but those who read the queue. Every exit asks here."""

import uuid
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple, cast

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from engagement.moderation.models import FreeText, TextState
from engagement.moderation.texts import SOURCES
from engagement.questionnaires.answer_kinds import Value
from engagement.questionnaires.confidential import NO_REASON
from engagement.responses.models import Answer

NOT_READ, HELD = "[not yet read]", "[held]"
# What the markers mean, for whoever gets a file or a page with them.
KEY = {
    NOT_READ: "Nobody has read this text yet. It is not shown before a person has.",
    HELD: "Somebody has read this text and holds it back, or takes out what would identify a person.",
}


class Passed(NamedTuple):
    """One answer as it may be shown, with the reason for a mark of confidentiality if it has one."""

    response_id: uuid.UUID
    question_key: str
    value: Value
    because: str | None


def answers(session: Session, response_ids: Collection[uuid.UUID], written: Collection[str]) -> Iterator[Passed]:
    """The answers of responses in one query; what stands under the keys `written` is free text.

    A text is compared with the one that was read: if it has changed since, it is not yet read.
    """
    of_answer, of_reason = (aliased(FreeText) for _ in SOURCES)
    query = select(
        Answer.response_id,
        Answer.question_key,
        Answer.value,
        Answer.confidential_because,
        of_answer.state,
        of_answer.redacted,
        of_reason.state,
        of_reason.redacted,
    ).where(Answer.response_id.in_(response_ids))
    for source, table in zip(SOURCES, (of_answer, of_reason), strict=True):
        query = query.outerjoin(table, and_(source.beside(cast(Any, table)), table.digest == source.digest))
    for response_id, key, value, because, state, redacted, why_state, why_redacted in session.execute(query):
        yield Passed(
            response_id,
            key,
            passed(str(value), state, redacted) if key in written else value,
            because if because in (None, NO_REASON) else passed(because, why_state, why_redacted),
        )


def passed(text: str, state: str | None, redacted: str | None) -> str:
    """What may be seen of a text: itself, what was left of it, or why neither may be seen."""
    if state == TextState.CLEARED:
        return text
    if state == TextState.REDACTED and redacted is not None:
        return redacted
    return NOT_READ if state in (None, TextState.UNREAD) else HELD
