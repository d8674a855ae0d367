"""The counts behind every figure, made by the database. They leave only through the disclosure gate."""

import json
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from engagement.questionnaires.definition import AUDIENCES, AudienceName, Condition, Field, KindName
from engagement.reporting.asked import Asked, Showing
from engagement.reporting.voices import counts_for
from engagement.responses.models import Afterwards, Answer, Response

# What is offered after sending was not shown to those who said no, or nothing.
SAID_YES = (Afterwards.BEGUN, Afterwards.FINISHED)
WRITTEN: frozenset[KindName] = frozenset({"short_text", "long_text"})


@dataclass(frozen=True, slots=True)
class Group:
    """The responses of one audience that are counted together."""

    consultation_id: uuid.UUID
    audience: AudienceName

    def holds(self) -> Iterator[ColumnElement[bool]]:
        """The conditions on a response."""
        yield Response.consultation_id == self.consultation_id
        yield counts_for(self.audience)


@dataclass(slots=True)
class Tally:
    """How many answered one field, and how often each option was chosen.

    `points` are those of a ranking (of five places the first gives 5); `total` is the sum of the numbers given.
    """

    answered: int = 0
    chosen: Counter[str] = field(default_factory=Counter)
    points: Counter[str] = field(default_factory=Counter)
    total: int = 0


def responses(session: Session, group: Group) -> int:
    """How many there are to count."""
    return session.scalar(select(func.count()).select_from(Response).where(*group.holds())) or 0


def tallies(session: Session, group: Group, fields: Iterable[Field]) -> Mapping[str, Tally]:
    """One tally a field, in two passes; what people wrote is counted without being read."""
    by_key = {field.key: field for field in fields}
    written = [key for key, field in by_key.items() if field.question.kind in WRITTEN]
    found = {key: Tally() for key in by_key}
    answers = select(Answer.question_key, func.count()).join(Response, Response.id == Answer.response_id)
    texts = answers.where(*group.holds(), Answer.question_key.in_(written)).group_by(Answer.question_key)
    for key, count in session.execute(texts):
        found[key].answered = count
    value = cast(Answer.value, Text)
    choices = (
        answers.add_columns(value)
        .where(*group.holds(), Answer.question_key.in_(found.keys() - set(written)))
        .group_by(Answer.question_key, value)
    )
    with session.execute(choices.execution_options(yield_per=1000)) as rows:
        for key, count, given in rows:
            _ADD[by_key[key].question.kind](found[key], json.loads(given), count, by_key[key])
            found[key].answered += count
    return found


def shown_to(session: Session, group: Group, asked: Iterable[Asked]) -> dict[str, int]:
    """To how many each question was shown, by its key: one query for every set of conditions, not every question."""
    counts: dict[Showing, dict[uuid.UUID, int]] = {}
    shown: dict[str, int] = {}
    for one in asked:
        shown[one.question.key] = 0
        for version_id, showing in one.shown_when.items():
            if showing not in counts:
                counts[showing] = _by_version(session, group, showing)
            shown[one.question.key] += counts[showing].get(version_id, 0)
    return shown


def leanings(
    session: Session, consultation_id: uuid.UUID, measures: Iterable[str]
) -> Mapping[tuple[str, str], Counter[str]]:
    """How the answers of every audience lean, by audience and measure, in one query."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for audience, measure, leaning, count in session.execute(
        select(Response.audience, Answer.measure, Answer.leaning, func.count())
        .join(Answer, Answer.response_id == Response.id)
        .where(
            Response.consultation_id == consultation_id,
            or_(*map(counts_for, AUDIENCES)),
            Answer.measure.in_(list(measures)),
        )
        .group_by(Response.audience, Answer.measure, Answer.leaning)
    ):
        if measure is not None and leaning is not None:
            found.setdefault((audience, measure), Counter())[leaning] = count
    return found


def favourable_throughout(session: Session, group: Group, keys: Mapping[uuid.UUID, Collection[str]]) -> int:
    """How many gave a favourable answer to every one of the questions that their version has here."""
    asked = (and_(Response.version_id == version, Answer.question_key.in_(of)) for version, of in keys.items())
    everywhere = (
        select(Answer.response_id)
        .join(Response, Response.id == Answer.response_id)
        .where(*group.holds(), or_(*asked), Answer.leaning == "favourable")
        .group_by(Answer.response_id, Response.version_id)
        .having(func.count() == case({version: len(of) for version, of in keys.items()}, value=Response.version_id))
    )
    return session.scalar(select(func.count()).select_from(everywhere.subquery())) or 0


def _by_version(session: Session, group: Group, showing: Showing) -> dict[uuid.UUID, int]:
    shown = select(Response.version_id, func.count()).where(*group.holds(), *map(_met, showing.conditions))
    if showing.after_sending:
        shown = shown.where(Response.afterwards.in_(SAID_YES))
    return dict(session.execute(shown.group_by(Response.version_id)).all())


def _met(condition: Condition) -> ColumnElement[bool]:
    """That a response's own answers meet a condition: keys are found in the JSON text of a choice or a list."""
    answer = aliased(Answer)
    text = cast(answer.value, Text)
    keys = condition.any_of or condition.none_of
    chosen = exists().where(
        answer.response_id == Response.id,
        answer.question_key == condition.question,
        or_(*(text.contains(json.dumps(key), autoescape=True) for key in keys)),
    )
    return chosen if condition.any_of else not_(chosen)


def _add_choice(tally: Tally, value: Any, count: int, field: Field) -> None:
    tally.chosen[value] += count


def _add_choices(tally: Tally, value: Any, count: int, field: Field) -> None:
    for key in value:
        tally.chosen[key] += count


def _add_ranks(tally: Tally, value: Any, count: int, field: Field) -> None:
    places = field.question.max_choices or len(field.question.options)
    for place, key in enumerate(value):
        tally.chosen[key] += count
        tally.points[key] += count * (places - place)


def _add_number(tally: Tally, value: Any, count: int, field: Field) -> None:
    tally.total += value * count


_ADD: Mapping[KindName, Callable[[Tally, Any, int, Field], None]] = MappingProxyType(
    {
        "single": _add_choice,
        "faces": _add_choice,
        "matrix": _add_choice,
        "multi": _add_choices,
        "rank": _add_ranks,
        "number": _add_number,
    }
)
