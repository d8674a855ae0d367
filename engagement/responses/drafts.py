"""Answers on their way: begun once, found by a secret, saved as typed."""

import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from engagement.extensions import vault
from engagement.persistence import insert_or, insert_unless_there
from engagement.responses import codes
from engagement.responses.models import Channel, Draft, DraftAnswer


class Typed(NamedTuple):
    """Answers by field key, as they were posted, and who changed each last (see DraftAnswer)."""

    answers: dict[str, list[str]]
    written_by: dict[str, uuid.UUID | None]


def access_key(secret: str) -> str:
    """How a draft is found again by the secret that its person holds."""
    return vault.index("draft", secret)


def begin(
    session: Session,
    *,
    consultation_id: uuid.UUID,
    audience: str,
    version_id: uuid.UUID,
    secret: str,
    channel: Channel,
    today: date,
) -> None:
    """Begin the draft of a secret; where it has one already, nothing changes."""
    session.execute(
        insert_unless_there(session, Draft).values(
            id=uuid.uuid4(),
            consultation_id=consultation_id,
            audience=audience,
            version_id=version_id,
            access_key=access_key(secret),
            channel=channel,
            started_on=today,
            submitted=False,
        )
    )


def find(
    session: Session, *, consultation_id: uuid.UUID, audience: str, secret: str, to_change: bool = False
) -> Draft | None:
    """The draft of a secret, which come-back words are too.

    `to_change` makes others who would change it wait for this transaction.
    """
    query = select(Draft).where(
        opened_by(secret),
        Draft.consultation_id == consultation_id,
        Draft.audience == audience,
    )
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(query)


def opened_by(secret: str) -> ColumnElement[bool]:
    """Whether a secret opens a draft, as SQL about a row of Draft."""
    return or_(Draft.access_key == access_key(secret), Draft.words_key == codes.words_key(secret))


def hold(session: Session, draft_id: uuid.UUID) -> Draft | None:
    """The draft with this id, if there still is one; others who would change it wait for this transaction."""
    return session.get(Draft, draft_id, with_for_update=True, populate_existing=True)


def give_words(session: Session, draft: Draft) -> str:
    """The words of a draft, which open it from now on."""
    words = codes.come_back_words(draft.id)
    draft.words_key = codes.words_key(words)
    session.flush()
    return words


def opens_by_words(session: Session, *, consultation_id: uuid.UUID, audience: str, typed: str) -> bool:
    """Whether somebody was given these words for a draft; how they are typed does not matter."""
    query = select(Draft.id).where(
        Draft.words_key == codes.words_key(typed),
        Draft.consultation_id == consultation_id,
        Draft.audience == audience,
    )
    return session.scalar(query) is not None


def typed(session: Session, draft: Draft) -> Typed:
    """Everything typed so far, and by whom."""
    rows = session.execute(
        select(DraftAnswer.field_key, DraftAnswer.raw, DraftAnswer.sealed, DraftAnswer.written_by).where(
            DraftAnswer.draft_id == draft.id
        )
    ).all()
    return Typed(
        {key: raw if sealed is None else _open(sealed, draft, key) for key, raw, sealed, _ in rows},
        {key: written_by for key, _, _, written_by in rows},
    )


def answers(session: Session, draft: Draft) -> dict[str, list[str]]:
    """Everything typed so far, by field key, as it was posted."""
    return typed(session, draft).answers


def save(
    session: Session,
    draft: Draft,
    changed: Mapping[str, list[str]],
    sealed: Iterable[str],
    written_by: uuid.UUID | None = None,
) -> None:
    """Keep what was changed, all in one statement; the fields named in `sealed` are encrypted.

    `written_by` is the colleague who changed it; None is whoever began the draft.
    """
    if not changed:
        return
    secret = set(sealed)
    insert = insert_or(session, DraftAnswer).values(
        [
            {
                "draft_id": draft.id,
                "field_key": key,
                "raw": [] if key in secret else raw,
                "sealed": _seal(raw, draft, key) if key in secret else None,
                "rev": 1,
                "written_by": written_by,
            }
            for key, raw in changed.items()
        ]
    )
    session.execute(
        insert.on_conflict_do_update(
            index_elements=[DraftAnswer.draft_id, DraftAnswer.field_key],
            set_={
                "raw": insert.excluded.raw,
                "sealed": insert.excluded.sealed,
                "rev": DraftAnswer.rev + 1,
                "written_by": insert.excluded.written_by,
            },
        )
    )


def _seal(raw: list[str], draft: Draft, key: str) -> bytes:
    return vault.seal(json.dumps(raw), _place(draft, key))


def _open(sealed: bytes, draft: Draft, key: str) -> list[str]:
    raw: list[str] = json.loads(vault.open(sealed, _place(draft, key)))
    return raw


def _place(draft: Draft, key: str) -> str:
    return f"draft_answers.sealed:{draft.id}:{key}"
