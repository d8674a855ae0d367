"""What the twins of a questionnaire say that is not in the questionnaire."""

from dataclasses import dataclass
from typing import Literal

# "large_print": nothing that has to be read is under 18 point. "easy_read": that, pictures left of words, and space.
Layout = Literal["standard", "large_print", "easy_read"]


@dataclass(frozen=True, slots=True)
class Cover:
    """The front page and the foot of every page. Each item of a tuple is a line, all of it in words.

    `heading` says who the form is for, `closes` is the last day in words, `version` names the version, as in
    "Schools version 2", and `reference` marks this copy. The page that is torn off never carries `reference`.
    """

    council_name: str
    title: str
    heading: str
    closes: str
    version: str
    contact: tuple[str, ...]
    other_formats: tuple[str, ...]
    get_help: tuple[str, ...]
    returning: tuple[str, ...]
    reference: str = ""
