"""The fields that every contact may have, each with all its choices.

The keys of the choices are those of the questions about the same thing, so that those asked and those who
answered can be counted side by side.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engagement.contacts.names import folded
from engagement.questionnaires.definition import AudienceName


@dataclass(frozen=True)
class GroupField:
    """One field. `choices` has a label by key; `also` leads other spellings, folded, to a key.

    `bands` has the first number of each choice that stands for numbers, from low to high.
    """

    key: str
    name: str
    choices: Mapping[str, str]
    also: Mapping[str, str] = field(default_factory=dict)
    headings: tuple[str, ...] = ()
    bands: tuple[tuple[int, str], ...] = ()

    def choice_of(self, text: str) -> str | None:
        """The key of the choice that a text means, if it means one."""
        number = re.fullmatch(r"\s*(\d{1,6})(?:\.0+)?\s*", text) if self.bands else None
        if number:
            return next(key for start, key in reversed(self.bands) if int(number[1]) >= start)
        return self._spellings.get(folded(text)) or (text if text in self.choices else None)

    @cached_property
    def _spellings(self) -> Mapping[str, str]:
        return {**self.also, **{folded(label): key for key, label in self.choices.items()}}


TYPE = GroupField(
    "type",
    "Type",
    {
        "independent_section_41": "Independent with section 41 approval",
        "independent": "Independent without section 41 approval",
        "non_maintained": "Non-maintained",
        "group": "Group of schools",
        "other": "Other",
    },
    {
        "section 41": "independent_section_41",
        "independent section 41": "independent_section_41",
        "s41": "independent_section_41",
        "independent": "independent",
        "independent special school": "independent",
        "other independent special school": "independent",
        "non maintained special school": "non_maintained",
        "nmss": "non_maintained",
        "group": "group",
        "trust": "group",
    },
    ("type", "type of school", "school type", "establishment type", "provider type"),
)
PHASE = GroupField(
    "phase",
    "Phase",
    {"primary": "Primary", "secondary": "Secondary", "post_16": "Post-16", "several": "More than one phase"},
    {
        "post16": "post_16",
        "16 plus": "post_16",
        "sixth form": "post_16",
        "college": "post_16",
        "all through": "several",
        "all age": "several",
        "primary and secondary": "several",
        "primary secondary": "several",
    },
    ("phase", "phase of education", "school phase", "key phase"),
)
AREA = GroupField(
    "area",
    "Area",
    {
        "kent": "Kent",
        "medway": "Medway",
        "south_east": "Other South East",
        "london": "London",
        "elsewhere": "Elsewhere",
    },
    {"south east": "south_east", "other": "elsewhere", "greater london": "london"},
    ("area", "local authority", "la", "la name", "county", "region", "council"),
)
SIZE = GroupField(
    "size",
    "Size band",
    {
        "none": "No pupils",
        "from_1_to_4": "1 to 4 pupils",
        "from_5_to_9": "5 to 9 pupils",
        "from_10_to_24": "10 to 24 pupils",
        "from_25_to_49": "25 to 49 pupils",
        "from_50": "50 or more pupils",
    },
    {
        "none": "none",
        "1 to 4": "from_1_to_4",
        "1 4": "from_1_to_4",
        "5 to 9": "from_5_to_9",
        "5 9": "from_5_to_9",
        "10 to 24": "from_10_to_24",
        "10 24": "from_10_to_24",
        "25 to 49": "from_25_to_49",
        "25 49": "from_25_to_49",
        "50 or more": "from_50",
        "50": "from_50",
        "over 50": "from_50",
    },
    ("size", "size band", "number of pupils", "pupils", "pupils funded", "kent pupils", "placements"),
    (
        (0, "none"),
        (1, "from_1_to_4"),
        (5, "from_5_to_9"),
        (10, "from_10_to_24"),
        (25, "from_25_to_49"),
        (50, "from_50"),
    ),
)
# Of a family we keep nothing but roughly where it lives.
STANDARD: Mapping[AudienceName, tuple[GroupField, ...]] = {
    "schools": (TYPE, PHASE, AREA, SIZE),
    "families": (AREA,),
    "young_people": (),
}
