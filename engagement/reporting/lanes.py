"""Whose voice a figure tells of: young people's own answers are never mixed with what adults said for them."""

from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import ColumnElement, or_, true

from engagement.questionnaires.definition import AudienceName
from engagement.responses.models import Response


@dataclass(frozen=True, slots=True)
class Lane:
    """Responses that are reported on together. Without `voices` it takes every response of its audience."""

    key: str
    label: str
    voices: frozenset[str | None] | None = None

    def holds(self) -> ColumnElement[bool]:
        """The condition on a response."""
        if self.voices is None:
            return true()
        named = Response.voice.in_([voice for voice in self.voices if voice is not None])
        return or_(named, Response.voice.is_(None)) if None in self.voices else named


EVERYBODY = Lane("all", "Everybody")
OWN = Lane("own", "Young people's own answers", frozenset({"own"}))
# An adult's own view is in no lane here: it belongs to the families' survey.
YOUNG_PEOPLES_LANES = (
    OWN,
    Lane("together", "Answers talked through with somebody", frozenset({"together"})),
    Lane("reported", "Told by an adult, or not known who helped", frozenset({"interpreted", "unknown", None})),
)

LANES = MappingProxyType[AudienceName, tuple[Lane, ...]](
    {"schools": (EVERYBODY,), "families": (EVERYBODY,), "young_people": YOUNG_PEOPLES_LANES}
)


def lane_of(audience: AudienceName, key: str) -> Lane:
    """The lane with this key, or the first one of the audience."""
    lanes = LANES[audience]
    return next((lane for lane in lanes if lane.key == key), lanes[0])
