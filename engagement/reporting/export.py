"""What people answered, one row a response, for those who may read it: shuffled, without reference or time.

What somebody wrote is among it only once a person has read it: see the gate of moderation.
"""

import uuid
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engagement.consultations.models import QuestionnaireVersion
from engagement.moderation import gate, texts
from engagement.questionnaires import answer_kinds
from engagement.questionnaires.definition import AudienceName, Field
from engagement.reporting import asked
from engagement.reporting.asked import Columns
from engagement.responses.models import Response

BATCH = 500
ABOUT_A_MARK = ("Marked as commercially confidential ({})", "Reason for the mark ({})")
ABOUT_A_RESPONSE = ("Version", "Channel", "Voice", "Sent in the extra time", "Came late")


def response_rows(session: Session, consultation_id: uuid.UUID, audience: AudienceName) -> Iterator[list[str]]:
    """A heading row, then one row a response that is not blank, in an order that is new every time.

    Reads in batches with two queries each, so memory stays the same however many there are. Columns are
    those of every published version and keep their place for ever: the first version's in the order they are asked,
    then what each later one added, so that an earlier file lines up with a later one.
    """
    columns = asked.columns(session, consultation_id, audience)
    written = texts.keys(session, consultation_id, audience)
    yield [
        *ABOUT_A_RESPONSE,
        *(heading for added in columns for heading in _headings(added)),
    ]
    shuffled = (
        select(
            Response.id, QuestionnaireVersion.number, Response.channel, Response.voice, Response.in_grace, Response.late
        )
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Response.version_id)
        .where(Response.consultation_id == consultation_id, Response.audience == audience, Response.blank.is_(False))
        .order_by(func.random())
        .execution_options(yield_per=BATCH)
    )
    with session.execute(shuffled) as responses:
        for batch in responses.partitions():
            given, reasons = _answers(session, [row.id for row in batch], written)
            for response_id, number, channel, voice, in_grace, late in batch:
                about = [str(number), channel.replace("_", " "), voice or ""]
                about += ["yes" if said else "no" for said in (in_grace, late)]
                for added in columns:
                    about += _cells(added.fields, given[response_id]) + _marks(added.markable, reasons[response_id])
                yield about


def _headings(added: Columns) -> Iterator[str]:
    yield from (f"{field.label} ({field.key})" for field in added.fields)
    yield from (heading.format(field.key) for field in added.markable for heading in ABOUT_A_MARK)


def _answers(
    session: Session, response_ids: Sequence[uuid.UUID], written: Collection[str]
) -> tuple[dict[uuid.UUID, dict[str, answer_kinds.Value]], dict[uuid.UUID, dict[str, str]]]:
    found: dict[uuid.UUID, dict[str, answer_kinds.Value]] = {response_id: {} for response_id in response_ids}
    reasons: dict[uuid.UUID, dict[str, str]] = {response_id: {} for response_id in response_ids}
    for response_id, key, value, because in gate.answers(session, response_ids, written):
        found[response_id][key] = value
        if because is not None:
            reasons[response_id][key] = because
    return found, reasons


def _marks(markable: Sequence[Field], reasons: dict[str, str]) -> list[str]:
    return [cell for field in markable for cell in ("yes" if field.key in reasons else "", reasons.get(field.key, ""))]


def _cells(fields: Sequence[Field], given: dict[str, answer_kinds.Value]) -> list[str]:
    return [answer_kinds.display(given[field.key], field) if field.key in given else "" for field in fields]
