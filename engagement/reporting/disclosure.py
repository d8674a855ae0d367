"""The one gate for every figure that leaves: pure functions of plain counts, with nothing to look up.

A whole survey's figures are exact for officers once enough people have answered the question, and hidden
altogether before that. What is worked out from figures is worked out from those that were let through.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engagement.questionnaires.definition import AudienceName

# The fewest people who must have answered a question before anything about it is shown.
SMALLEST_BASE: Mapping[AudienceName, int] = MappingProxyType({"schools": 5, "families": 10, "young_people": 10})
# What stands where a figure may not: "confidential".
HIDDEN = "[c]"


@dataclass(frozen=True, slots=True)
class Figure:
    """A count and its share of the base in whole percent; both None where they may not be shown."""

    count: int | None
    share: int | None


HIDDEN_FIGURE = Figure(None, None)


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the people who answered are spread; `base` is None and every figure hidden where they are too few."""

    base: int | None
    figures: Mapping[str, Figure]

    @property
    def shown(self) -> bool:
        """Whether there is anything to see."""
        return self.base is not None

    def __getitem__(self, key: str) -> Figure:
        return self.figures.get(key, HIDDEN_FIGURE)


def release(audience: AudienceName, base: int, counts: Mapping[str, int]) -> Distribution:
    """Let the counts of one question through, or none of them."""
    if not enough(audience, base):
        return Distribution(None, dict.fromkeys(counts, HIDDEN_FIGURE))
    return Distribution(base, {key: Figure(count, percent(count, base)) for key, count in counts.items()})


def enough(audience: AudienceName, base: int) -> bool:
    """Whether so many people of an audience may be reported on as a group."""
    return base >= SMALLEST_BASE[audience]


def too_few(audience: AudienceName) -> str:
    """What a page says where a group is too small."""
    who = "schools" if audience == "schools" else "people"
    return f"Fewer than {SMALLEST_BASE[audience]} {who} answered this."


def net(leanings: Distribution) -> int | None:
    """Favourable minus unfavourable in points of 100, from -100 to +100; None where they are hidden."""
    favourable, unfavourable = leanings["favourable"].count, leanings["unfavourable"].count
    if not leanings.base or favourable is None or unfavourable is None:
        return None
    difference = favourable - unfavourable
    return percent(difference, leanings.base) if difference >= 0 else -percent(-difference, leanings.base)


def mean(total: int, leanings: Distribution) -> float | None:
    """A mean to one decimal place; None where the base is hidden."""
    return round(total / leanings.base, 1) if leanings.base else None


def percent(part: int, whole: int) -> int:
    """A share in whole percent, halves rounded up; `whole` is not 0."""
    return (200 * part + whole) // (2 * whole)
