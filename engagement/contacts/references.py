"""References that people can read out: random, without letters that sound alike, and they open nothing."""

import re
import secrets

# No vowels, so that it spells nothing; none that look or sound alike.
LETTERS = "23456789BCDFGHJKMNPQRTVWXZ"
# So many that no two among a hundred thousand letters are ever the same.
IN_A_LETTER = 10


def drawn(length: int) -> str:
    """A new reference of so many signs, in two halves; for example "K7QF-3MWD"."""
    signs = "".join(secrets.choice(LETTERS) for _ in range(length))
    return f"{signs[: length // 2]}-{signs[length // 2 :]}"


def as_written(typed: str) -> str:
    """What somebody typed as a letter would have it: capitals, spaces and hyphens do not matter."""
    signs = re.sub(r"[^0-9A-Z]", "", typed.upper())
    return f"{signs[: IN_A_LETTER // 2]}-{signs[IN_A_LETTER // 2 :]}"
