"""Answers as people give them: some skipped, most short, a few long, each audience with leanings of its own."""

from collections.abc import Mapping
from random import Random

from engagement.demo.comments import COMMENTS
from engagement.questionnaires.answer_kinds import length_limit, number_limits
from engagement.questionnaires.definition import AudienceName, Field, KeptApart, Leaning, Option, Questionnaire

SKIPS = 0.12
WRITES = 0.4
WRITES_AT_LENGTH = 0.06
MOST_PLACES = 30
MOST_CHOSEN = 3
# Nobody ticks one of these together with something else.
SAID_ALONE = frozenset({"nobody", "none", "no_preference", "not_sure", "prefer_not_to_say"})
# How often each leaning is chosen where nothing else is said, and where an audience sees a theme differently.
USUAL: Mapping[Leaning | None, float] = {"favourable": 5, "middle": 2, "unfavourable": 2, "unsure": 1, None: 3}
POORLY: Mapping[Leaning | None, float] = {"favourable": 2, "middle": 2, "unfavourable": 5, "unsure": 1, None: 3}
SEEN_POORLY: Mapping[AudienceName, frozenset[str]] = {
    "schools": frozenset({"right_place", "journey"}),
    "families": frozenset({"review", "journey", "support"}),
    "young_people": frozenset({"review", "belonging"}),
}


def answers(questionnaire: Questionnaire, chance: Random, apart: Mapping[KeptApart, str]) -> dict[str, list[str]]:
    """One person's answers as a form would post them; `apart` has what they say about who they are."""
    given = {
        field.key: _answer(field, questionnaire.audience, chance)
        for field in questionnaire.fields()
        if field.question.kept_apart is None and chance.random() > SKIPS
    }
    told = {
        question.key: [apart[question.kept_apart]]
        for question in questionnaire.questions()
        if question.kept_apart is not None and question.kept_apart in apart
    }
    return given | told


def _answer(field: Field, audience: AudienceName, chance: Random) -> list[str]:
    question = field.question
    match question.kind:
        case "multi" | "rank":
            most = min(question.max_choices or MOST_CHOSEN, len(question.options))
            chosen = [option.key for option in chance.sample(question.options, chance.randint(1, most))]
            return next(([key] for key in chosen if key in SAID_ALONE), chosen)
        case "number":
            lowest, highest = number_limits(question)
            return [str(chance.randint(lowest, min(highest, lowest + MOST_PLACES)))]
        case "short_text" | "long_text":
            return _text(field, audience, chance)
        case _:
            # Who belongs to another audience would have been sent there.
            staying = [option for option in question.options if option.door in (None, audience)]
            return [_one_of(staying, field.measure, audience, chance).key]


def _one_of(options: list[Option], measure: str | None, audience: AudienceName, chance: Random) -> Option:
    usual = POORLY if measure in SEEN_POORLY[audience] else USUAL
    return chance.choices(options, [usual[option.leaning] for option in options])[0]


def _text(field: Field, audience: AudienceName, chance: Random) -> list[str]:
    if chance.random() > WRITES:
        return []
    at_length = chance.random() < WRITES_AT_LENGTH
    written = chance.sample(COMMENTS[audience], len(COMMENTS[audience]) if at_length else 1)
    return ["\n\n".join(written)[: length_limit(field.question)]]
