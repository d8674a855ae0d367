"""Two devices or people at one draft: what each of them changed is merged, and a clash is for a person to settle."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from engagement.questionnaires.answer_kinds import is_blank
from engagement.questionnaires.definition import Field, KindName

Raw = Mapping[str, Sequence[str]]

# Two texts can both stay, one below the other; of other answers only one can.
JOINED: Mapping[KindName, str] = {"short_text": "; ", "long_text": "\n\n"}


class Choice(StrEnum):
    """What a person keeps of two answers to one question."""

    SAVED = "saved"
    MINE = "mine"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Edit:
    """What a page brings back for one field.

    `mark` stands for the value that the page showed. `sent` is what the same page sent before and may not know to be
    saved. `choice` is what a person decided about a clash; `clashed` says that they were asked to.
    """

    field: Field
    typed: list[str]
    mark: str = ""
    sent: Sequence[str] | None = None
    choice: Choice | None = None
    clashed: bool = False


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that somebody else changed to something else since the page was opened."""

    field: Field
    saved: list[str]
    mine: list[str]


@dataclass(slots=True)
class Merged:
    """What to save, by field key, and what a person has to settle first."""

    changed: dict[str, list[str]] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)


def mark(draft_id: uuid.UUID, key: str, raw: Sequence[str]) -> str:
    """Stands for one value of one field of one draft, so that a page can say what it showed without repeating it."""
    text = "\0".join((str(draft_id), key, *_settled(raw)))
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=9).hexdigest()


def merge(draft_id: uuid.UUID, edits: Iterable[Edit], before: Raw) -> Merged:
    """What the edits of one page change. What its person left as it was shown is nobody's change."""
    merged = Merged()
    for edit in edits:
        key = edit.field.key
        saved = list(before.get(key, ()))
        shown = edit.mark or mark(draft_id, key, ())
        touched = edit.clashed or mark(draft_id, key, edit.typed) != shown
        if not touched or _settled(edit.typed) == _settled(saved) or (key not in before and is_blank(edit.typed)):
            continue
        sent_itself = edit.sent is not None and _settled(edit.sent) == _settled(saved)
        known = key not in before or sent_itself or mark(draft_id, key, saved) == shown
        if not known or (edit.clashed and edit.choice is None):
            merged.clashes.append(Clash(edit.field, saved, edit.typed))
        elif edit.choice is Choice.BOTH:
            merged.changed[key] = joined(edit.field, saved, edit.typed)
        elif edit.choice is not Choice.SAVED:
            merged.changed[key] = edit.typed
    return merged


def can_join(asked: Field) -> bool:
    """Whether both of two answers can be kept."""
    return asked.question.kind in JOINED and asked.question.kept_apart is None


def joined(asked: Field, saved: Sequence[str], mine: Sequence[str]) -> list[str]:
    """Both of two answers as one; where that cannot be, the later one."""
    if not can_join(asked):
        return list(mine)
    return [JOINED[asked.question.kind].join(text for text in (*saved, *mine) if text.strip())]


def _settled(raw: Sequence[str]) -> list[str]:
    """Values as a browser may send them back: with other line ends, and blanks at the end or without."""
    values = [value.replace("\r\n", "\n").replace("\r", "\n") for value in raw]
    while values and not values[-1]:
        values.pop()
    return values
