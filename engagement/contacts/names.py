"""Names of people and organisations: how they are kept, and the index under which a whole one is found."""

from engagement.errors import Refused
from engagement.extensions import vault

LONGEST_NAME = 200


def tidy(text: str, what: str = "name") -> str:
    """A name with single spaces, as it is kept. Raises Refused without repeating it."""
    shown = " ".join(text.split())
    if len(shown) > LONGEST_NAME:
        raise Refused(f"The {what} is longer than {LONGEST_NAME} characters. Use a shorter one.")
    if not shown.isprintable():
        raise Refused(f"The {what} has characters that cannot be shown. Type it again instead of pasting it.")
    return shown


def folded(text: str) -> str:
    """Words without capitals, signs and doubled spaces: how texts that mean the same meet."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())


def index_of_name(name: str) -> str | None:
    """The blind index of a name, alike for all its spellings in capitals and signs; None for no name."""
    key = folded(name) or name.strip()
    return vault.index("contact name", key) if key else None
