"""Changing what was sent: its answers become a draft again, and stay sent until they are sent once more."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engagement.errors import Refused
from engagement.questionnaires import answer_kinds, confidential, routing
from engagement.questionnaires.definition import Questionnaire
from engagement.responses import drafts, submission
from engagement.responses.models import Answer, Draft, Response
from engagement.responses.reading import Raw


def reopen(session: Session, draft: Draft, *, put_back: Questionnaire | None) -> None:
    """Let a draft that was sent be changed; one that is being changed already stays as it is.

    `draft` is held for this transaction. It gets the answers that were sent to what `put_back` asks, or none. What
    identifies somebody is not among them: it was kept apart when it was sent. Raises Refused where nothing was sent.
    """
    response = submission.of_draft(session, draft.id)
    if response is None:
        raise Refused("These answers have not been sent yet, so there is nothing to change.")
    if not draft.submitted:
        return
    draft.submitted = False
    draft.reopened_from = submission.last_sent_on(response)
    session.flush()
    if put_back is not None:
        drafts.save(session, draft, _as_typed(session, response, put_back), sealed=())


def keep_what_was_sent(session: Session, draft: Draft, *, asked: Questionnaire) -> None:
    """Stop changing and forget the changes to what is `asked`; a draft that is not being changed stays as it is."""
    if draft.reopened_from is None:
        return
    draft.submitted = True
    draft.reopened_from = None
    session.flush()
    submission.forget_typed(session, draft, asked)


def as_sent(session: Session, draft: Draft, asked: Questionnaire) -> dict[str, list[str]]:
    """What was sent to what is `asked`, as a form would post it; nothing for a draft that was not sent."""
    response = submission.of_draft(session, draft.id)
    return _as_typed(session, response, asked) if response else {}


def drop_what_is_hidden_now(session: Session, response: Response, added: Questionnaire, raw: Raw) -> None:
    """Take out what was added after sending to questions that changed answers hide.

    `added` is what is offered after sending; `raw` has the answers to what is shown before.
    """
    shown = routing.visible_fields(added, {**_as_typed(session, response, added), **raw})
    hidden = {field.key for field in added.fields()} - {field.key for field in shown}
    if hidden:
        session.execute(
            delete(Answer).where(Answer.response_id == response.id, Answer.question_key.in_(sorted(hidden)))
        )


def _as_typed(session: Session, response: Response, asked: Questionnaire) -> dict[str, list[str]]:
    typed: dict[str, list[str]] = {}
    keys = [field.key for field in asked.fields()]
    for key, value, because in session.execute(
        select(Answer.question_key, Answer.value, Answer.confidential_because).where(
            Answer.response_id == response.id, Answer.question_key.in_(keys)
        )
    ):
        typed |= {key: answer_kinds.as_typed(value), **confidential.as_typed(key, because)}
    return typed
