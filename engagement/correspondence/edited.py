"""Versions of letters that officers wrote. A wave keeps the version it was planned with: its name says which.

"families/reminder" is our own text, "families/reminder@3" the third version that officers saved of it.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.correspondence import letters, wording
from engagement.correspondence.models import MOVABLE, LetterVersion, Wave
from engagement.correspondence.wording import Fault, Words
from engagement.errors import NotFound, Refused
from engagement.questionnaires.definition import AudienceName

# The letters that waves are made of. What somebody asks for, such as a receipt, keeps the words that promise things.
EDITABLE: Mapping[AudienceName, tuple[str, ...]] = {
    "schools": ("invitation", "reminder", "last_reminder", "note"),
    "families": ("invitation", "reminder", "note"),
}


def base_of(template: str) -> str:
    """The letter that a template is a version of."""
    return template.partition("@")[0]


def pinned(session: Session, consultation_id: uuid.UUID, letter: str) -> str:
    """The name of the words that a letter has now, for a wave to keep."""
    newest = session.scalar(_versions(consultation_id, letter).limit(1))
    return letter if newest is None or newest.text is None else f"{letter}@{newest.number}"


def words_of(session: Session, consultation_id: uuid.UUID, template: str) -> Words | None:
    """The words that a template names, or None where it names our own text."""
    letter, _, number = template.partition("@")
    if not number:
        return None
    version = session.scalars(
        _versions(consultation_id, letter).where(LetterVersion.number == int(number)).limit(1)
    ).one()
    return words_in(version)


def history(session: Session, consultation: Consultation, letter: str) -> Sequence[LetterVersion]:
    """Every version of a letter, the newest first."""
    return session.scalars(_versions(consultation.id, letter)).all()


def present_words(session: Session, consultation: Consultation, letter: str) -> Words:
    """The words that a letter has now, officers' or ours."""
    newest = session.scalar(_versions(consultation.id, letter).limit(1))
    return (words_in(newest) if newest else None) or letters.ours(letter)


def check(consultation: Consultation, letter: str, words: Words) -> list[Fault]:
    """What stands against words as a letter of this consultation."""
    found = wording.faults_of(words, letters.preview_values(letter, consultation))
    if not letter.startswith("schools/") and "{sheet_link}" in words.text:
        found.append(Fault("text", "Only schools get the information sheet. Take {sheet_link} out."))
    return found


def save(
    session: Session,
    consultation: Consultation,
    letter: str,
    words: Words | None,
    *,
    based_on: int,
    by: str,
    now: datetime,
) -> LetterVersion:
    """Add a version with these words, or with none to return to our own text.

    `based_on` is the number of the newest version that the officer saw, 0 for none. Raises Refused where somebody has
    saved another meanwhile. Words must have passed `check`.
    """
    newest = session.scalar(_versions(consultation.id, letter).limit(1))
    number = newest.number if newest else 0
    if number != based_on:
        raise Refused("Somebody else has saved this letter meanwhile. Look at their version before you save yours.")
    version = LetterVersion(
        consultation_id=consultation.id,
        template=letter,
        number=number + 1,
        subject=words.subject if words else None,
        text=words.text if words else None,
        saved_at=now,
        saved_by=by,
    )
    try:
        session.add(version)
        session.flush()
    except IntegrityError:
        raise Refused(
            "Somebody else has just saved this letter. Look at their version before you save yours."
        ) from None
    return version


def renew(session: Session, wave: Wave) -> None:
    """Let a wave that has not begun to leave have the words that its letter has now."""
    if wave.state not in MOVABLE:
        raise Refused("Only a letter that has not begun to leave can get other words.")
    wave.template = pinned(session, wave.consultation_id, base_of(wave.template))
    session.flush()


def version(session: Session, consultation: Consultation, letter: str, number: int) -> LetterVersion:
    """One version of a letter. Raises NotFound."""
    found = session.scalar(_versions(consultation.id, letter).where(LetterVersion.number == number))
    if found is None:
        raise NotFound("There is no such version of this letter.")
    return found


def _versions(consultation_id: uuid.UUID, letter: str) -> Select[LetterVersion]:
    return (
        select(LetterVersion)
        .where(LetterVersion.consultation_id == consultation_id, LetterVersion.template == letter)
        .order_by(LetterVersion.number.desc())
    )


def words_in(version: LetterVersion) -> Words | None:
    """The words of a version, or None for one that returned to our own text."""
    return None if version.subject is None or version.text is None else Words(version.subject, version.text)
