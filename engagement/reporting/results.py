"""What the answers of one consultation add up to: question by question, and by measure across the audiences."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engagement.questionnaires.definition import AUDIENCES, AudienceName, Field, Leaning
from engagement.questionnaires.measures import CHECK, THEMES, Measure, is_theme, maps
from engagement.reporting import asked, counting, disclosure
from engagement.reporting.counting import Group, Tally
from engagement.reporting.disclosure import Distribution, Figure

OPINIONS: tuple[Leaning, ...] = ("favourable", "middle", "unfavourable")


@dataclass(frozen=True, slots=True)
class OptionResult:
    """One option: how many chose it and which share of the base; `points` is the mean of a ranking."""

    label: str
    figure: Figure
    points: float | None = None


@dataclass(frozen=True, slots=True)
class FieldResult:
    """One question, or one row of a matrix.

    The base counts those who answered with a choice; who is not sure is counted apart from them, and so is
    who was shown the question and skipped it. `total` is the sum of numbers. All None where too few answered.
    """

    section: str
    field: Field
    base: int | None
    options: tuple[OptionResult, ...]
    unsure: int | None
    skipped: int | None
    net: int | None
    total: int | None

    @property
    def shown(self) -> bool:
        """Whether enough people answered."""
        return self.base is not None


@dataclass(frozen=True, slots=True)
class AudienceResults:
    """The results of one audience. `responses` is None where there are too few to say how many.

    `yes_to_all` tells how well the answers can be trusted: how many agreed to every question on a scale, also
    to the one that runs the other way. None where there is no such question.
    """

    responses: int | None
    fields: tuple[FieldResult, ...]
    yes_to_all: Figure | None


def of_audience(session: Session, consultation_id: uuid.UUID, audience: AudienceName) -> AudienceResults:
    """Every question of one audience."""
    group = Group(consultation_id, audience)
    everything = asked.questions(session, consultation_id, audience)
    tallies = counting.tallies(session, group, [field for one in everything for field in one.question.fields])
    shown = counting.shown_to(session, group, everything)
    total = counting.responses(session, group)
    return AudienceResults(
        total if disclosure.enough(audience, total) else None,
        tuple(
            _field_result(audience, one.section, field, tallies[field.key], shown[one.question.key])
            for one in everything
            for field in one.question.fields
            if field.measure != CHECK.key
        ),
        _yes_to_all(session, group, tallies),
    )


def _yes_to_all(session: Session, group: Group, tallies: Mapping[str, Tally]) -> Figure | None:
    """Of those whose version has the question that runs the other way: how many agreed to all on a scale."""
    keys: dict[uuid.UUID, list[str]] = {}
    checks: set[str] = set()
    for version_id, questionnaire in asked.newest_first(session, group.consultation_id, group.audience):
        check = [field.key for field in questionnaire.fields() if field.measure == CHECK.key]
        if check:
            keys[version_id] = [field.key for field in questionnaire.fields() if is_theme(field.measure)] + check
            checks.update(check)
    if not checks:
        return None
    agreeing = counting.favourable_throughout(session, group, keys)
    base = sum(tallies[key].answered for key in checks)
    return disclosure.release(group.audience, base, {"all": agreeing})["all"]


def _field_result(audience: AudienceName, section: str, field: Field, tally: Tally, shown: int) -> FieldResult:
    options = field.question.options
    unsure_keys = {option.key for option in options if option.leaning == "unsure"} if maps(options) else set()
    unsure = sum(tally.chosen[key] for key in unsure_keys)
    base = tally.answered - unsure
    # A later version may have renamed an option; what was chosen under its old key still counts.
    counts = {option.key: tally.chosen[option.key] for option in options if option.key not in unsure_keys}
    released = disclosure.release(audience, base, counts)
    return FieldResult(
        section=section,
        field=field,
        base=released.base,
        options=tuple(
            OptionResult(
                option.label,
                released[option.key],
                disclosure.mean(tally.points[option.key], released) if field.question.kind == "rank" else None,
            )
            for option in options
            if option.key not in unsure_keys
        ),
        unsure=unsure if released.shown and unsure_keys else None,
        skipped=max(0, shown - tally.answered) if released.shown else None,
        net=disclosure.net(_by_leaning(audience, field, tally)) if maps(options) else None,
        total=tally.total if released.shown and field.question.kind == "number" else None,
    )


def _by_leaning(audience: AudienceName, field: Field, tally: Tally) -> Distribution:
    counts: dict[str, int] = dict.fromkeys(OPINIONS, 0)
    for option in field.question.options:
        if option.leaning is not None and option.leaning in counts:
            counts[option.leaning] += tally.chosen[option.key]
    return disclosure.release(audience, sum(counts.values()), counts)


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """One theme: how each audience's answers lean. They are three different questions, never added up."""

    measure: Measure
    by_audience: Mapping[AudienceName, Distribution]

    def net(self, audience: AudienceName) -> int | None:
        """Favourable minus unfavourable for one audience."""
        return disclosure.net(self.by_audience[audience])


def by_measure(session: Session, consultation_id: uuid.UUID) -> tuple[MeasureResult, ...]:
    """The ten themes across the audiences. Young people speak for themselves, so only their own answers count."""
    found = counting.leanings(session, consultation_id, [theme.key for theme in THEMES])
    return tuple(
        MeasureResult(
            theme, {audience: _released(audience, found.get((audience, theme.key), {})) for audience in AUDIENCES}
        )
        for theme in THEMES
    )


def _released(audience: AudienceName, leanings: Mapping[str, int]) -> Distribution:
    counts: dict[str, int] = {leaning: leanings.get(leaning, 0) for leaning in OPINIONS}
    return disclosure.release(audience, sum(counts.values()), counts)
