"""Scales that several questions share: added, used, left again and removed."""

from collections.abc import Mapping, Sequence

from engagement.questionnaires.editing.document import (
    Document,
    Table,
    copied,
    options_for,
    question,
    questions,
    say,
    scale,
    scales,
)
from engagement.questionnaires.editing.keys import Earlier, keys_in, made_from


def add(document: Document, name: str, options: Sequence[Mapping[str, str]], earlier: Earlier) -> tuple[Table, str]:
    """A new scale and its key. Its options are a copy."""
    changed = copied(document)
    key = made_from(name, {*keys_in(document), *earlier.keys}, otherwise="scale")
    changed.setdefault("scales", []).append({"key": key, "options": [dict(option) for option in options]})
    return changed, key


def remove(document: Document, key: str) -> Table:
    """The document without the scale. Questions that use it have a fault until they get other options."""
    changed = copied(document)
    scales(changed).remove(scale(changed, key))
    say(changed, {"scales": scales(changed)})
    return changed


def used_by(document: Document, key: str) -> list[Table]:
    """The questions that take their options from a scale."""
    return [asked for asked in questions(document) if asked.get("scale") == key]


def use(document: Document, question_key: str, key: str) -> Table:
    """The question with a scale in place of its own options. Raises NotFound."""
    changed = copied(document)
    found = question(changed, question_key)
    found["scale"] = scale(changed, key)["key"]
    found.pop("options", None)
    return changed


def leave(document: Document, question_key: str) -> Table:
    """The question with options of its own, which begin as those of its scale, with the same keys."""
    changed = copied(document)
    found = question(changed, question_key)
    options = [dict(option) for option in options_for(changed, found)]
    found.pop("scale", None)
    say(found, {"options": options})
    return changed
