"""Covers and pictures for tests, as an officer would have them."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import engagement
from engagement.paper.cover import Cover
from engagement.questionnaires.definition import AudienceName

DRAWINGS = Path(engagement.__file__).parent / "young_people" / "static" / "young_people"
PICTURES: Mapping[str, bytes] = MappingProxyType({file.stem: file.read_bytes() for file in DRAWINGS.glob("*.svg")})
TITLE = "Non-Maintained Independent Special Schools - Market Engagement"
REFERENCE = "KQ7F-2MTX"
HEADINGS: Mapping[AudienceName, str] = MappingProxyType(
    {
        "schools": "For schools",
        "families": "For parents and carers",
        "young_people": "For children and young people",
    }
)


def cover(audience: AudienceName, reference: str = REFERENCE) -> Cover:
    """The cover of the form for one audience."""
    return Cover(
        council_name="Kent County Council",
        title=TITLE,
        heading=HEADINGS[audience],
        closes="Wednesday 9 July 2025, at the end of the day",
        version=f"{audience.replace('_', ' ').capitalize()} version 2",
        reference=reference,
        contact=("Email inclusion@kent.gov.uk", "Call 03000 41 41 41"),
        other_formats=(
            "You can ask for this form in another format or another language, or answer by phone.",
            "Email alternativeformats@kent.gov.uk",
            "Call 03000 42 15 53 (text relay 18001 03000 42 15 53)",
        ),
        get_help=(
            "If you or somebody else is in danger now, call 999. It is free.",
            "Childline: call 0800 1111 at any time. It is free.",
            "This form is not the place to report a worry about a child.",
        ),
        returning=(
            "Post it to: Freepost INCLUSION, County Hall, Maidstone ME14 1XQ. You do not need a stamp.",
            "Or scan it and email it to inclusion@kent.gov.uk.",
        ),
    )
