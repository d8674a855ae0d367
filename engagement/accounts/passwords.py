"""Passwords: what is accepted, how it is kept, and the same work whether or not there is an officer."""

from functools import cache
from pathlib import Path

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from engagement.errors import Refused

SHORTEST = 12
# Longer ones only cost time to hash.
LONGEST = 200
COMMON = Path(__file__).with_name("common_passwords.txt")

_argon2id = PasswordHash((Argon2Hasher(),))


def check(password: str, email: str) -> None:
    """Raise Refused with a sentence that says what to choose instead."""
    if len(password) < SHORTEST:
        raise Refused(f"Choose a password of at least {SHORTEST} characters. Three or four unrelated words work well.")
    if len(password) > LONGEST:
        raise Refused(f"Choose a password of at most {LONGEST} characters.")
    plain = password.casefold().strip()
    if plain in (email.casefold(), email.casefold().partition("@")[0]):
        raise Refused("Choose a password that is not your email address.")
    if plain in common() or len(set(plain)) < 4:
        raise Refused("Choose a password that is harder to guess. This one is on lists that attackers try first.")


def keep(password: str) -> str:
    """The argon2id hash to store."""
    return _argon2id.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether this is the password behind a hash. Without a hash it is not, and takes as long to say so."""
    return _argon2id.verify(password, kept or _nobodys()) and kept is not None


@cache
def common() -> frozenset[str]:
    """Very common passwords that are long enough to be tried here."""
    return frozenset(COMMON.read_text().split())


@cache
def _nobodys() -> str:
    return keep("the password of nobody at all")
