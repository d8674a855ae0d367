"""Letters that officers write: the fields they may use, how these are filled, and what stands against a text.

A field is replaced by its value and nothing else happens: there is no language in it that could run anything.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from engagement.correspondence.telling import telling_words

# What each field says, in the order in which officers see them. None of them is about a person.
FIELDS: Mapping[str, str] = {
    "council": "The name of the council",
    "link": "The reader's own link",
    "deadline": "The last minute that counts, with its day",
    "closes_on": "The last day without the year",
    "contact_email": "Where questions go",
    "other_ways": "How to answer on paper or by phone, as whole sentences",
    "sheet_link": "The link to the information sheet",
}
IN_SUBJECT = ("council", "closes_on", "deadline")
LINKS = ("link", "sheet_link")
LONGEST_SUBJECT = 90
LONGEST_TEXT = 3000
# About as much as a locked screen shows beside the subject.
SHOWN_ON_A_LOCKED_SCREEN = 150
KEEP_NEUTRAL = "A locked phone shows it, and it may not tell anybody what the letter is about."

_FIELD = re.compile(r"\{([a-z_]+)\}")
_BRACED = re.compile(r"\{([^{}\n]{0,40})\}")
_WEB_ADDRESS = re.compile(r"(?i)\b(?:https?:|www\.)")


class Words(NamedTuple):
    """The subject of a letter, and its text between the greeting and the end that every letter has."""

    subject: str
    text: str


class Fault(NamedTuple):
    """What is wrong with "subject" or "text", as a sentence."""

    where: str
    sentence: str


def tidy(subject: str, text: str) -> Words:
    """The same words without signs that nobody sees: one line, and paragraphs with an empty line between them."""
    lines = [_visible(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return Words(_visible(subject), re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())


def filled(words: str, values: Mapping[str, object]) -> str:
    """The words with the values of their fields. A value that looks like a field is not looked at again."""
    return _FIELD.sub(lambda found: str(values[found[1]]), words)


def faults_of(words: Words, values: Mapping[str, object]) -> list[Fault]:
    """What must be put right before words can be a letter. `values` are what the fields would say."""
    return [
        *_fields("subject", words.subject, IN_SUBJECT),
        *_fields("text", words.text, tuple(FIELDS)),
        *_subject(words.subject, values),
        *_text(words.text),
    ]


def _fields(where: str, words: str, allowed: tuple[str, ...]) -> list[Fault]:
    for name in _BRACED.findall(words):
        if name not in FIELDS:
            return [
                Fault(where, f"There is no field {{{name}}}. Use only the fields in the list, spelled as they are.")
            ]
        if name not in allowed:
            return [Fault(where, f"{{{name}}} cannot stand in the subject. Put it in the text.")]
    if re.search(r"[{}]", _FIELD.sub("", words)):
        return [Fault(where, "A brace stands alone. Braces only go around the name of a field, as in {council}.")]
    return []


def _subject(subject: str, values: Mapping[str, object]) -> list[Fault]:
    if not subject:
        return [Fault("subject", "Write a subject.")]
    found = []
    length = len(_FIELD.sub(lambda field: str(values.get(field[1], "")), subject))
    if length > LONGEST_SUBJECT:
        found.append(
            Fault("subject", f"Shorten the subject to {LONGEST_SUBJECT} characters. With its fields it has {length}.")
        )
    if telling := telling_words(_FIELD.sub("", subject)):
        found.append(Fault("subject", f"Take {_named(telling)} out of the subject. {KEEP_NEUTRAL}"))
    return [*found, *_addresses("subject", subject)]


def _text(text: str) -> list[Fault]:
    if not text:
        return [Fault("text", "Write the text of the letter.")]
    found = []
    if len(text) > LONGEST_TEXT:
        found.append(Fault("text", f"Shorten the text to {LONGEST_TEXT:,} characters. It has {len(text):,}."))
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]
    for name in LINKS:
        field = f"{{{name}}}"
        if name == "link" and field not in text:
            found.append(Fault("text", "Put {link} in the text. Without it nobody can answer."))
        elif text.count(field) > 1 or (field in text and field not in paragraphs):
            sentence = f"Put {field} once, in a paragraph of its own, with an empty line before and after it."
            found.append(Fault("text", sentence))
    if telling := telling_words(_FIELD.sub("", text)[:SHOWN_ON_A_LOCKED_SCREEN]):
        found.append(Fault("text", f"Take {_named(telling)} out of the first lines. {KEEP_NEUTRAL}"))
    return [*found, *_addresses("text", text)]


def _addresses(where: str, words: str) -> list[Fault]:
    if _WEB_ADDRESS.search(words):
        return [Fault(where, "Take the web address out. A letter has only its own links, so that people can trust it.")]
    return []


def _named(words: list[str]) -> str:
    return " and ".join(f'"{word}"' for word in words)


def _visible(line: str) -> str:
    """One line without control characters or the private signs that stand for links while a letter is made."""
    kept = "".join(" " if unicodedata.category(sign) in ("Cc", "Co", "Zl", "Zp") else sign for sign in line)
    return " ".join(kept.split())
