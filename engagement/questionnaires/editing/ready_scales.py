"""Scales to begin with: each leans both ways, so that answers on it can be compared between audiences."""

from collections.abc import Mapping
from types import MappingProxyType

from engagement.questionnaires.definition import Leaning


def _scale(*options: tuple[str, str, Leaning]) -> tuple[Mapping[str, str], ...]:
    return tuple({"key": key, "label": label, "leaning": leaning} for key, label, leaning in options)


READY: Mapping[str, tuple[Mapping[str, str], ...]] = MappingProxyType(
    {
        "How well": _scale(
            ("very_well", "Very well", "favourable"),
            ("fairly_well", "Fairly well", "favourable"),
            ("neither", "Neither well nor badly", "middle"),
            ("fairly_badly", "Fairly badly", "unfavourable"),
            ("very_badly", "Very badly", "unfavourable"),
            ("dont_know", "Don't know", "unsure"),
        ),
        "Agree": _scale(
            ("strongly_agree", "Strongly agree", "favourable"),
            ("agree", "Agree", "favourable"),
            ("neither", "Neither agree nor disagree", "middle"),
            ("disagree", "Disagree", "unfavourable"),
            ("strongly_disagree", "Strongly disagree", "unfavourable"),
            ("dont_know", "Don't know", "unsure"),
        ),
        "Yes or no": _scale(
            ("yes", "Yes", "favourable"),
            ("sometimes", "Sometimes", "middle"),
            ("no", "No", "unfavourable"),
            ("not_sure", "Not sure", "unsure"),
        ),
    }
)
