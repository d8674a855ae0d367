"""Changing some of the words of a consultation's pages: checked as documents are, and nobody's work lost."""

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import ValidationError
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.consultations.page import PageSchema
from engagement.errors import Refused
from engagement.questionnaires.schema import content_hash

Path = tuple[str | int, ...]


class WordsRefused(Refused):
    """Words that will not do; `faults` says why by their place, such as ("help", 0, "phone")."""

    def __init__(self, faults: Mapping[Path, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


class ChangedMeanwhile(Refused):
    """Somebody else saved these words after they were opened for writing."""


def seen(consultation: Consultation, parts: Iterable[str]) -> str:
    """A name for exactly what some parts of the page say now."""
    return content_hash({part: consultation.page.get(part) for part in parts})


def change(session: Session, consultation: Consultation, words: Mapping[str, Any], *, opened: str) -> None:
    """Put new words into the parts that `words` names; empty ones go. Raises WordsRefused, ChangedMeanwhile.

    `opened` is what `seen` said when the words were shown for writing.
    """
    session.refresh(consultation, with_for_update=True)
    if opened != seen(consultation, words):
        raise ChangedMeanwhile(
            "Somebody else saved these words after you opened them. Yours stand here and are not saved yet. Look at "
            "theirs in another window, then save again to put yours in their place."
        )
    document = {**consultation.page, **words}
    put(session, consultation, {name: value for name, value in document.items() if value not in (None, "", [], {})})


def put(session: Session, consultation: Consultation, document: Mapping[str, Any]) -> None:
    """Give a consultation a whole page. Raises WordsRefused."""
    try:
        page = PageSchema().load(document)
    except ValidationError as error:
        raise WordsRefused(dict(_by_place(error.messages_dict))) from error
    consultation.page = PageSchema().dump(page)
    session.flush()


def _by_place(messages: Mapping[Any, Any], place: Path = ()) -> Iterable[tuple[Path, str]]:
    for name, found in messages.items():
        if isinstance(found, Mapping):
            yield from _by_place(found, (*place, name))
        else:
            yield (*place, name), f"This {found[0]}"
