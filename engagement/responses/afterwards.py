"""What people add about themselves once their answers are sent: the response stands, and each page adds to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, literal, select, union_all
from sqlalchemy.orm import Session

from engagement.consultations.models import GRACE, Consultation
from engagement.persistence import insert_or
from engagement.questionnaires import answer_kinds, routing
from engagement.questionnaires.confidential import reasons, with_marks
from engagement.questionnaires.definition import Questionnaire
from engagement.responses import drafts, reading
from engagement.responses.models import Afterwards, Answer, Draft, DraftAnswer, Response
from engagement.responses.submission import answer_row

Raw = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """A draft that was sent, with the response that it became."""

    consultation: Consultation
    draft: Draft
    response: Response


def find(session: Session, *, slug: str, audience: str, secret: str, to_change: bool = False) -> Sent | None:
    """What was sent with a secret, in one query; None where there is nothing or it is not sent.

    `to_change` makes others who would change it wait for this transaction.
    """
    query = (
        select(Consultation, Draft, Response)
        .join(Draft, Draft.consultation_id == Consultation.id)
        .join(Response, Response.draft_id == Draft.id)
        .where(Consultation.slug == slug, Draft.audience == audience, Draft.submitted, drafts.opened_by(secret))
    )
    if to_change:
        query = query.with_for_update(of=Draft).execution_options(populate_existing=True)
    row = session.execute(query).one_or_none()
    return Sent(*row) if row else None


def answers(session: Session, sent: Sent) -> dict[str, list[str]]:
    """All of a response's answers as a form would post them, and over them what was typed after sending."""
    as_sent = select(literal(0).label("typed"), Answer.question_key, Answer.value)
    as_typed = select(literal(1), DraftAnswer.field_key, DraftAnswer.raw)
    rows = session.execute(
        union_all(
            as_sent.where(Answer.response_id == sent.response.id), as_typed.where(DraftAnswer.draft_id == sent.draft.id)
        ).order_by("typed")
    )
    return {key: answer_kinds.as_typed(value) for _, key, value in rows}


def begin(sent: Sent) -> None:
    """They want to tell more. Whoever has finished has finished."""
    if sent.response.afterwards != Afterwards.FINISHED:
        sent.response.afterwards = Afterwards.BEGUN


def decline(sent: Sent) -> None:
    """They do not want to, and are not asked again. Whoever has begun has said yes."""
    if sent.response.afterwards is None:
        sent.response.afterwards = Afterwards.DECLINED


def finish(session: Session, sent: Sent) -> None:
    """They have told what they wanted to: what was typed is not kept beside what it became."""
    sent.response.afterwards = Afterwards.FINISHED
    session.execute(delete(DraftAnswer).where(DraftAnswer.draft_id == sent.draft.id))


def save(session: Session, sent: Sent, asked: Questionnaire, before: Raw, changed: Mapping[str, list[str]]) -> None:
    """Keep what was typed, and have the response hold what of it is valid.

    `asked` is what is offered after sending, `before` all answers without the change.
    """
    begin(sent)
    drafts.save(session, sent.draft, changed, sealed=())
    was, now = _rows(sent, asked, before), _rows(sent, asked, {**before, **changed})
    if gone := was.keys() - now.keys():
        session.execute(
            delete(Answer).where(Answer.response_id == sent.response.id, Answer.question_key.in_(sorted(gone)))
        )
    if new := [row for key, row in now.items() if row != was.get(key)]:
        insert = insert_or(session, Answer).values(new)
        session.execute(
            insert.on_conflict_do_update(
                index_elements=[Answer.response_id, Answer.question_key],
                set_={name: insert.excluded[name] for name in ("value", "measure", "leaning", "confidential_because")},
            )
        )


def forget(session: Session, now: datetime) -> None:
    """Delete what was typed after sending and is no use any more: nothing can be added after the close."""
    over = select(Consultation.id).where(Consultation.closes_at <= now - GRACE)
    sent = select(Draft.id).where(Draft.submitted, Draft.consultation_id.in_(over))
    session.execute(delete(DraftAnswer).where(DraftAnswer.draft_id.in_(sent)))


def _rows(sent: Sent, asked: Questionnaire, raw: Raw) -> dict[str, dict[str, object]]:
    """The answers that the response holds for what was typed, by field key."""
    shown = routing.visible_fields(asked, raw)
    valid = [field for field in shown if not reading.problems(with_marks([field]), raw)]
    why = reasons(valid, raw)
    return {field.key: answer_row(sent.response.id, field, value, why) for field, value in reading.given(valid, raw)}
