"""Codes that people read out, write down and type: five groups of two syllables, 60 bits.

A code is worked out from a draft's id with the key of our hashes, so it can be shown again and a double click makes
no second one; the database alone neither holds it nor can work it out.
"""

import re
import uuid
from itertools import count

from engagement.extensions import vault

# Sixteen consonants and four vowels: six bits a syllable. Left out is what sounds or looks like another.
CONSONANTS = "bdhjlmnprstvwyzk"
VOWELS = "aiou"
GROUPS = 5
SYLLABLES = 2
# Groups that would make somebody laugh or blush.
UNKIND = frozenset({"kaka", "pipi", "puta", "puto", "titi", "dika", "diko", "poto"})


def come_back_words(draft_id: uuid.UUID) -> str:
    """The words that open a draft, once its person has asked for them; for example "bado-rimu-rusa-koti-zalu"."""
    return _code("come-back words", draft_id)


def withdrawal_code(draft_id: uuid.UUID) -> str:
    """The code with which its person takes a response back."""
    return _code("withdrawal code", draft_id)


def words_key(typed: str) -> str:
    """How a draft is found by what somebody typed."""
    return vault.index("come-back words", normalised(typed))


def withdrawal_key(typed: str) -> str:
    """How a response is found by what somebody typed."""
    return vault.index("withdrawal code", normalised(typed))


def normalised(typed: str) -> str:
    """Only the letters, in small: capitals, spaces, hyphens and line ends do not matter."""
    return re.sub(r"[^a-z]", "", typed.lower())


def _code(purpose: str, draft_id: uuid.UUID) -> str:
    for turn in count():
        number = int(vault.index(f"the {purpose} of a draft", f"{draft_id}:{turn}"), 16)
        groups = [_group(number >> (12 * place)) for place in range(GROUPS)]
        if UNKIND.isdisjoint(groups):
            break
    return "-".join(groups)


def _group(number: int) -> str:
    syllables = (number >> (6 * place) & 63 for place in range(SYLLABLES))
    return "".join(CONSONANTS[syllable >> 2] + VOWELS[syllable & 3] for syllable in syllables)
