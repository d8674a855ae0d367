"""Facts that the texts of a consultation name instead of repeating, so that they can change in one place."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from engagement.consultations.deadlines import deadline_in_words
from engagement.consultations.models import Consultation
from engagement.questionnaires.faults import suggestion

NAMES = ("label", "council", "contact", "deadline")
PLACEHOLDER = re.compile(r"\{(\w*)\}")


def facts_of(consultation: Consultation) -> dict[str, str]:
    """What the placeholders stand for in one consultation."""
    return {
        "label": consultation.label,
        "council": consultation.council_name,
        "contact": consultation.contact_email,
        "deadline": deadline_in_words(consultation.closes_at),
    }


def fill(document: Any, facts: Mapping[str, str]) -> Any:
    """The document with the placeholders in all its texts replaced."""
    if isinstance(document, str):
        return PLACEHOLDER.sub(lambda found: facts.get(found[1], found[0]), document)
    if isinstance(document, Mapping):
        return {name: fill(value, facts) for name, value in document.items()}
    if isinstance(document, list):
        return [fill(value, facts) for value in document]
    return document


def refuse_unknown(text: str) -> None:
    """Raise ValidationError for a text that names something we cannot fill in."""
    for name in PLACEHOLDER.findall(text):
        if name not in NAMES:
            raise ValidationError(f"names {{{name}}}, which is not known; {suggestion(name, NAMES)}")
