"""Words that would give somebody away: a letter shows its subject and its first lines on a locked screen.

A phone on a table, a shared inbox or a former partner's screen must not tell that a child has special needs, or which
school or service somebody is in touch with. What the letter is about stands behind its link.
"""

import re
import unicodedata

# Each is looked for as a whole word. Capitals matter where the same letters are an everyday word, as in "send".
ABBREVIATIONS = (
    "SEND", "SEN", "SENCO", "SENCo", "SEMH", "SLCN", "SLD", "PMLD", "ASD", "ASC", "NMISS", "PRU",
)  # fmt: skip
WORDS = (
    r"special\w*", r"needs?", r"disab\w+", r"autis\w+", r"adhd", r"dyslexi\w+", r"ehc(?:p|ps| plans?)?", r"semh",
    r"child\w*", r"kids?", r"sons?", r"daughters?", r"pupils?", r"parents?", r"carers?", r"foster\w*",
    r"looked[- ]after", r"schools?", r"education\w*", r"therap\w+", r"mental\w*", r"safeguarding",
    r"social care",
)  # fmt: skip
_TELLING = re.compile(rf"\b(?:{'|'.join(ABBREVIATIONS)}|(?i:{'|'.join(WORDS)}))\b")


def telling_words(text: str) -> list[str]:
    """The words of a text that would give somebody away, each once, as they stand there."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return list(dict.fromkeys(_TELLING.findall(plain)))
