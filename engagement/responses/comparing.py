"""Two typings of one form: where they differ, how far they agree, and what a person decided."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from engagement.questionnaires.answer_kinds import given_in
from engagement.questionnaires.confidential import with_marks
from engagement.questionnaires.definition import Field, Questionnaire
from engagement.responses import drafts
from engagement.responses.entries import draft_of, drop_draft
from engagement.responses.entry_models import Entry


class Difference(NamedTuple):
    """One thing that two officers typed differently, each as it was typed."""

    field: Field
    first: list[str]
    second: list[str]


def compare(session: Session, entry: Entry, questionnaire: Questionnaire) -> list[Difference]:
    """What two typings have differently, in order; the entry keeps how far they agree."""
    first, second = (drafts.answers(session, draft_of(session, entry, typing)) for typing in (1, 2))
    both = [
        Difference(field, given_in(first.get(field.key, ())), given_in(second.get(field.key, ())))
        for field in with_marks(questionnaire.fields())
    ]
    typed = [pair for pair in both if pair.first or pair.second]
    differing = [pair for pair in typed if pair.first != pair.second]
    if entry.compared is None:
        entry.compared, entry.agreed = len(typed), len(typed) - len(differing)
        session.flush()
    return differing


def resolve(session: Session, entry: Entry, chosen: Mapping[str, Sequence[str]], apart: Sequence[str]) -> None:
    """Have the first typing say what a person decided on, and let go of the second; `apart` are fields to seal."""
    drafts.save(session, draft_of(session, entry, 1), {key: list(raw) for key, raw in chosen.items()}, sealed=apart)
    drop_draft(session, entry.second_draft_id)
    entry.second_draft_id = None
    session.flush()
