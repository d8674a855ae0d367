"""Versions in other languages: kept as translators' files, shown as questionnaires, never part of the version."""

import hashlib
import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations import versions
from engagement.consultations.models import Consultation, QuestionnaireVersion, VersionTranslation
from engagement.errors import InvalidDocument
from engagement.questionnaires import merging_po, po_files, translation
from engagement.questionnaires.definition import Questionnaire
from engagement.questionnaires.languages import ENGLISH, name_in_english
from engagement.questionnaires.merging_po import Merged, Row
from engagement.questionnaires.po_files import Catalogue

# What a process has shown already: by version and language, with the digest it was made from.
_worded: dict[tuple[uuid.UUID, str], tuple[str, Questionnaire]] = {}


def worded(session: Session, consultation: Consultation, version_id: uuid.UUID, language: str) -> Questionnaire:
    """A version in a language; English, and marked as such, where nothing is translated."""
    original = versions.compiled(session, version_id)
    if language == ENGLISH:
        return original
    digest = str(_noted(consultation, version_id, language).get("digest", ""))
    made_from, found = _worded.get((version_id, language), ("", None))
    if found is None or made_from != digest:
        row = find(session, version_id, language) if digest else None
        found = translation.translate(original, catalogue_of(row, language))
        _worded[version_id, language] = digest, found
    return found


def is_unchecked(consultation: Consultation, version_id: uuid.UUID, language: str) -> bool:
    """Whether a version is shown in words that nobody who speaks the language has checked."""
    noted = _noted(consultation, version_id, language)
    return bool(noted) and not noted["checked"]


def find(session: Session, version_id: uuid.UUID, language: str) -> VersionTranslation | None:
    """What is kept of one translation, if there is one."""
    return session.scalar(
        select(VersionTranslation).where(
            VersionTranslation.version_id == version_id, VersionTranslation.language == language
        )
    )


def of_versions(
    session: Session, version_ids: Collection[uuid.UUID]
) -> dict[tuple[uuid.UUID, str], VersionTranslation]:
    """What is kept of each translation of these versions, by version and language."""
    rows = session.scalars(select(VersionTranslation).where(VersionTranslation.version_id.in_(version_ids)))
    return {(row.version_id, row.language): row for row in rows}


def catalogue_of(row: VersionTranslation | None, language: str) -> Catalogue:
    """The texts of a translation; none where nothing is kept."""
    return Catalogue(language) if row is None else po_files.read_po(row.po.encode(), language)


def take(
    session: Session,
    consultation: Consultation,
    version: QuestionnaireVersion,
    language: str,
    content: bytes,
    now: datetime,
) -> tuple[Row, ...]:
    """Take a translator's file, and tell of each text what became of it. Raises InvalidDocument.

    What somebody has checked is unchecked again as soon as one word of it is another.
    """
    given = po_files.read_po(content, "The file")
    if given.language != language:
        raise InvalidDocument(
            [f"The file is in {name_in_english(given.language)}, and this page is for {name_in_english(language)}."]
        )
    row = find(session, version.id, language)
    merged = _merged(session, version, row, given)
    if any(found.outcome is merging_po.Outcome.TAKEN for found in merged.rows):
        merged.catalogue.human_checked = False
    else:
        merged.catalogue.human_checked = row is not None and row.checked
    _keep(session, consultation, version, merged.catalogue, now)
    return merged.rows


def ship(
    session: Session,
    consultation: Consultation,
    version: QuestionnaireVersion,
    given: Iterable[Catalogue],
    now: datetime,
) -> None:
    """Give a version the translations that came with its document, unless officers have theirs already.

    What neither has is taken from the version before, as far as the English is still the same.
    """
    for catalogue in (*given, *_before(session, version)):
        if find(session, version.id, catalogue.language) is None:
            _keep(session, consultation, version, _merged(session, version, None, catalogue).catalogue, now)


def carry(
    session: Session,
    consultation: Consultation,
    version: QuestionnaireVersion,
    keys: Mapping[str, str],
    now: datetime,
) -> None:
    """Give a version what still fits of the translations before it; `keys` gives new keys of questions and rows."""
    moved = [_under_new_keys(catalogue, keys) for catalogue in _before(session, version)]
    ship(session, consultation, version, moved, now)


def _before(session: Session, version: QuestionnaireVersion) -> list[Catalogue]:
    rows = session.scalars(
        select(VersionTranslation)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == VersionTranslation.version_id)
        .where(
            QuestionnaireVersion.consultation_id == version.consultation_id,
            QuestionnaireVersion.audience == version.audience,
            QuestionnaireVersion.number == version.number - 1,
        )
    )
    return [catalogue_of(row, row.language) for row in rows]


def _under_new_keys(catalogue: Catalogue, keys: Mapping[str, str]) -> Catalogue:
    for message in list(catalogue.entries()):
        if message.context:
            moved = translation.moved(message.context, keys)
            if moved != message.context:
                catalogue.add(message.id, message.string, flags=message.flags, context=moved)
    return catalogue


def mark_checked(
    session: Session, consultation: Consultation, version: QuestionnaireVersion, language: str, now: datetime
) -> None:
    """Note that somebody who speaks the language has read the translation and found it right."""
    row = find(session, version.id, language)
    if row is not None:
        catalogue = catalogue_of(row, language)
        catalogue.human_checked = True
        _keep(session, consultation, version, catalogue, now)


def _merged(
    session: Session, version: QuestionnaireVersion, row: VersionTranslation | None, given: Catalogue
) -> Merged:
    return merging_po.merge(versions.compiled(session, version.id), catalogue_of(row, given.language), given)


def _keep(
    session: Session, consultation: Consultation, version: QuestionnaireVersion, catalogue: Catalogue, now: datetime
) -> None:
    row = find(session, version.id, catalogue.language)
    if row is None:
        row = VersionTranslation(version_id=version.id, language=catalogue.language)
        session.add(row)
    row.po = po_files.write_po(catalogue).decode()
    row.checked, row.changed_at = catalogue.human_checked, now
    # Of two officers who change translations at once, the second builds on what the first noted.
    session.refresh(consultation, ["translated"], with_for_update=True)
    of_version = {
        **consultation.translated.get(str(version.id), {}),
        catalogue.language: {"digest": hashlib.sha256(row.po.encode()).hexdigest(), "checked": row.checked},
    }
    consultation.translated = {**consultation.translated, str(version.id): of_version}
    session.flush()


def _noted(consultation: Consultation, version_id: uuid.UUID, language: str) -> dict[str, str | bool]:
    noted: dict[str, str | bool] = consultation.translated.get(str(version_id), {}).get(language, {})
    return noted
