"""The measures that join the three questionnaires: what each is called, what a theme is, and what maps onto one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engagement.questionnaires.definition import Leaning, Option


@dataclass(frozen=True, slots=True)
class Measure:
    """Something asked of several audiences in their own words; `label` is its name in reports."""

    key: str
    label: str


THEMES: tuple[Measure, ...] = (
    Measure("safety", "Safe and well"),
    Measure("voice", "Listened to"),
    Measure("learning", "Learning and progress"),
    Measure("support", "Help in the plan"),
    Measure("belonging", "Friends and joining in"),
    Measure("attending", "Being in school"),
    Measure("journey", "Getting to school"),
    Measure("review", "Plan and annual review"),
    Measure("right_place", "The right place"),
    Measure("future", "Next steps"),
)
# Which themes people put first: one task, the same for everybody.
PRIORITY = Measure("priority", "What matters most")
# Runs the other way on the same faces, so that a yes to everything shows. It says nothing about a school.
CHECK = Measure("check", "Too loud or too busy")

MEASURES: Mapping[str, Measure] = MappingProxyType({measure.key: measure for measure in (*THEMES, PRIORITY, CHECK)})
# A theme is counted as one side against the other, so its scale must have both.
SIDES: frozenset[Leaning] = frozenset({"favourable", "unfavourable"})
THEME_KEYS: frozenset[str] = frozenset(theme.key for theme in THEMES)


def is_theme(key: str | None) -> bool:
    """Whether this measure is one of the ten that are compared between audiences."""
    return key in THEME_KEYS


def maps(options: Iterable[Option]) -> bool:
    """Whether answers on these options can be compared: each leans somewhere, and both sides are there."""
    leanings = {option.leaning for option in options}
    return None not in leanings and leanings >= SIDES
