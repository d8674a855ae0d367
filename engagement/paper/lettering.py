"""Which characters can stand on paper, and what to write for those that cannot."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

Value = TypeVar("Value")

# XML holds none of these, so a Word file cannot; half a surrogate pair has no UTF-8.
IN_NO_FILE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"
# What joins or varies the picture before it, and says nothing once that is a name.
PICTURE_PARTS = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")


def legible(value: Value) -> Value:
    """The same value with every character that no file can hold replaced, in all that a dataclass or tuple holds."""
    changed: Value = _each_text(value, lambda text: IN_NO_FILE.sub(REPLACEMENT, text))
    return changed


def named(value: Value) -> Value:
    """The same value with every picture character written as its name, for fonts without it: "(party popper)"."""
    changed: Value = _each_text(value, lambda text: "".join(map(_name, PICTURE_PARTS.sub("", text))))
    return changed


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_each_text(item, change) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _each_text(getattr(value, each.name), change) for each in fields(value)})
    return value


def _name(character: str) -> str:
    if unicodedata.category(character) != "So" or character == REPLACEMENT:
        return character
    name = unicodedata.name(character, "")
    return f"({name.lower()})" if name else REPLACEMENT
