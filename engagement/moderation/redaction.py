"""Redacting: parts of a text are taken out, and what stays is word for word what was written."""

import re

# What stands where something was taken out, for example [name].
TAKEN_OUT = re.compile(r"\[[^\[\]\n]{0,40}\]")


def only_takes_out(original: str, redacted: str) -> bool:
    """Whether a text is the original with brackets in place of at least one part, and nothing else changed."""
    original, redacted = _plain(original), _plain(redacted)
    kept = [piece.strip() for piece in TAKEN_OUT.split(redacted)]
    if len(kept) < 2 or not original.startswith(kept[0]) or not original.endswith(kept[-1]):
        return False
    place, end = len(kept[0]), len(original) - len(kept[-1])
    for piece in kept[1:-1]:
        found = original.find(piece, _past_a_sign(original, place), end)
        if found < 0:
            return False
        place = found + len(piece)
    return _past_a_sign(original, place) <= end


def _past_a_sign(text: str, place: int) -> int:
    """The place after the next sign that is no space: brackets stand for one at least."""
    return place + len(text[place:]) - len(text[place:].lstrip()) + 1


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
