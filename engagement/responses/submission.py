"""Sending: a draft becomes one response, however often it is asked to; sent again after changes, it stays that one."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from engagement.contacts import references
from engagement.persistence import insert_unless_there, rows_changed
from engagement.questionnaires import answer_kinds
from engagement.questionnaires.answer_kinds import Value
from engagement.questionnaires.confidential import with_marks
from engagement.questionnaires.definition import Field, Questionnaire
from engagement.responses import codes
from engagement.responses.models import Answer, Draft, DraftAnswer, Response


def submit(
    session: Session,
    draft: Draft,
    given: Sequence[tuple[Field, Value]],
    *,
    asked: Questionnaire,
    today: date,
    voice: str | None,
    in_grace: bool,
    late: bool = False,
    confidential: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """Write the response of a draft and close the draft. What was sent and is not being changed stays as it is.

    `given` holds no blanks and nothing that identifies somebody; without any answer the response is blank. Sent again,
    it takes the place of all earlier answers to what is `asked`.
    `confidential` gives the reason for each text that is marked, by field key.
    """
    said = {"mode": draft.mode, "voice": voice, "in_grace": in_grace, "late": late, "blank": not given}
    is_ours = _clear_for_changes(session, draft, asked, {**said, "changed_on": today}) or _begin(
        session, draft, {**said, "received_on": today}
    )
    sent = of_draft(session, draft.id)
    assert sent is not None
    if not is_ours:
        return sent
    if given:
        session.execute(insert(Answer), [answer_row(sent.id, field, value, confidential) for field, value in given])
    draft.submitted = True
    forget_typed(session, draft, asked)
    session.flush()
    return sent


def forget_typed(session: Session, draft: Draft, asked: Questionnaire) -> None:
    """Delete what was typed to what is `asked`. What was typed after sending, and may wait to be put right, stays."""
    keys = [field.key for field in with_marks(asked.fields())]
    session.execute(delete(DraftAnswer).where(DraftAnswer.draft_id == draft.id, DraftAnswer.field_key.in_(keys)))


def of_draft(session: Session, draft_id: uuid.UUID) -> Response | None:
    """The response that a draft became, if it was sent."""
    return session.scalar(select(Response).where(Response.draft_id == draft_id))


def last_sent_on(response: Response) -> date:
    """The day on which its answers came, or were changed last."""
    return response.changed_on or response.received_on


def answered_fields(session: Session, response: Response) -> set[str]:
    """The keys of the fields that a response answers, and not a word of the answers."""
    return set(session.scalars(select(Answer.question_key).where(Answer.response_id == response.id)))


def new_reference() -> str:
    """For example "K7QF-3MWD": random, easy to read out, and it opens nothing."""
    return references.drawn(8)


def _clear_for_changes(session: Session, draft: Draft, asked: Questionnaire, values: Mapping[str, object]) -> bool:
    """Take the answers out of the response of a draft that is being changed; of several senders, one does it."""
    reopened = update(Draft).where(Draft.id == draft.id, Draft.reopened_from.is_not(None)).values(reopened_from=None)
    if not rows_changed(session, reopened):
        return False
    sent = of_draft(session, draft.id)
    assert sent is not None
    keys = [field.key for field in asked.fields()]
    session.execute(delete(Answer).where(Answer.response_id == sent.id, Answer.question_key.in_(keys)))
    session.execute(update(Response).where(Response.id == sent.id).values(**values))
    return True


def _begin(session: Session, draft: Draft, values: Mapping[str, object]) -> bool:
    """Make the response of a draft, if it has none yet."""
    own = {
        "consultation_id": draft.consultation_id,
        "audience": draft.audience,
        "version_id": draft.version_id,
        "draft_id": draft.id,
        "channel": draft.channel,
        "withdrawal_key": codes.withdrawal_key(codes.withdrawal_code(draft.id)),
    }
    while not rows_changed(
        session,
        insert_unless_there(session, Response).values(id=uuid.uuid4(), reference=new_reference(), **own, **values),
    ):
        # Either this draft was sent before, or another response has the reference: then a new one is drawn.
        if of_draft(session, draft.id) is not None:
            return False
    return True


def answer_row(
    response_id: uuid.UUID, field: Field, value: Value, confidential: Mapping[str, str]
) -> dict[str, object]:
    """One answer as the table holds it."""
    return {
        "response_id": response_id,
        "question_key": field.key,
        "value": value,
        "measure": field.measure,
        "leaning": answer_kinds.leaning(value, field),
        "confidential_because": confidential.get(field.key),
    }
