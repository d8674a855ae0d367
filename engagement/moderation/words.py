"""Words that move a text to the front of the queue. They never judge, and what has none of them is read as surely."""

import re
import tomllib
from functools import cache
from pathlib import Path

LISTS = Path(__file__).parent / "word_lists"


def has_any(text: str) -> bool:
    """Whether a text has a word of a list, in any language that we have one for."""
    return _pattern().search(text) is not None


@cache
def listed() -> tuple[tuple[str, str, str], ...]:
    """Every entry with its language and its reason."""
    return tuple(
        (file.stem, word, group["why"])
        for file in sorted(LISTS.glob("*.toml"))
        for group in tomllib.loads(file.read_text())["groups"]
        for word in group["words"]
    )


@cache
def _pattern() -> re.Pattern[str]:
    """Whole words; an entry that ends in a star stands for every word that begins so."""
    words = sorted({word for _, word, _ in listed()}, key=len, reverse=True)
    entries = [re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(entries)})(?!\w)", re.IGNORECASE)
