"""Documents for tests: the three that ship, and a small one to break."""

import copy
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from engagement.errors import InvalidDocument
from engagement.questionnaires import schema
from engagement.questionnaires.definition import AUDIENCES, AudienceName, Questionnaire

PACKAGES = Path(schema.__file__).parents[1]
FILES: Mapping[AudienceName, Path] = {
    audience: PACKAGES / audience / "questionnaires" / "nmiss.toml" for audience in AUDIENCES
}
SHIPPED: Mapping[AudienceName, Questionnaire] = {audience: schema.read_toml(path) for audience, path in FILES.items()}

SMALL = """
audience = "schools"
layout = "sections"

[[scales]]
key = "S3"
options = [
  { key = "well", label = "Well", leaning = "favourable" },
  { key = "badly", label = "Badly", leaning = "unfavourable" },
  { key = "dont_know", label = "Don't know", leaning = "unsure" },
]

[[sections]]
key = "start"
title = "To start with"

[[sections.questions]]
key = "s_status"
kind = "single"
text = "Which lot are you on?"
options = [{ key = "lot_1", label = "Lot 1" }, { key = "lot_2", label = "Lot 2" }, { key = "none", label = "None" }]

[[sections.questions]]
key = "s_places"
kind = "number"
text = "How many places do you have?"
minimum = 0
maximum = 500

[[sections]]
key = "contract"
title = "The contract"

[[sections.questions]]
key = "s_term"
kind = "single"
text = "How well does the term suit you?"
scale = "S3"
measure = "safety"
show_when = { question = "s_status", any_of = ["lot_1"] }

[[sections.questions]]
key = "s_themes"
kind = "matrix"
text = "How well do these work?"
scale = "S3"
rows = [
  { key = "s_voice", label = "listening", measure = "voice" },
  { key = "s_learning", label = "learning", measure = "learning" },
]

[[sections.questions]]
key = "s_reasons"
kind = "multi"
text = "Why did you join?"
max_choices = 2
options = [
  { key = "terms", label = "Terms" }, { key = "asked", label = "We were asked" }, { key = "other", label = "Other" },
]

[[sections.questions]]
key = "s_order"
kind = "rank"
text = "Which matter most?"
max_choices = 2
options = [{ key = "price", label = "Price" }, { key = "care", label = "Care" }, { key = "place", label = "Place" }]

[[sections.questions]]
key = "s_why"
kind = "long_text"
text = "Why?"

[[sections.questions]]
key = "s_email"
kind = "short_text"
text = "What is your email address?"
kept_apart = "email"
"""


def small() -> dict[str, Any]:
    """A document of eight questions in two sections that holds together."""
    return tomllib.loads(SMALL)


def asked(text: str = SMALL) -> Questionnaire:
    """What a file asks, that with the small document unless another is given."""
    return schema.load(tomllib.loads(text), "test")


def swapped(before: str, after: str) -> Questionnaire:
    """What the small document asks with some words in place of others."""
    assert before in SMALL
    return asked(SMALL.replace(before, after))


def changed(place: str, value: object = None) -> dict[str, Any]:
    """The small document with one setting changed, by its place: `sections.1.questions.0.kind`. None removes it."""
    document = copy.deepcopy(small())
    *way, last = (int(step) if step.isdigit() else step for step in place.split("."))
    node: Any = document
    for step in way:
        node = node[step]
    if value is None:
        del node[last]
    elif last == len(node):
        node.append(value)
    else:
        node[last] = value
    return document


def faults(document: Any) -> list[str]:
    """What is wrong with a document called schools.toml."""
    with pytest.raises(InvalidDocument) as refusal:
        schema.load(document, "schools.toml")
    return refusal.value.faults
