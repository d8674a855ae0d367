"""From a working copy to a version: decided, signed off by a second person, and published exactly as it was signed."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations import carrying, versions, working_copies
from engagement.consultations.carrying import LeftBehind
from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.consultations.working_copies import ChangedMeanwhile
from engagement.consultations.working_copy_models import (
    PublishedBy,
    QuestionChange,
    SignOff,
    WorkingCopy,
    as_meaning,
)
from engagement.errors import Refused
from engagement.questionnaires import meanings, schema
from engagement.questionnaires.definition import AudienceName, Questionnaire
from engagement.questionnaires.meanings import READ_BY_US, Changed

# Whose questionnaire has to be tried with some of them before it can be published.
TRIED_FIRST: frozenset[AudienceName] = frozenset({"young_people"})


@dataclass(frozen=True, slots=True)
class Trial:
    """Who tried a questionnaire with how many people, when, and what was changed after it, in words."""

    tried_by: str
    tried_with: int
    tried_on: date
    changed_after: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """What would be published: the questionnaire under its keys, what was decided, and what is still to be decided.

    `digest` is that of all of it: a sign-off holds for one digest. `keys` gives the new key of each new meaning.
    """

    questionnaire: Questionnaire
    changed: tuple[Changed, ...]
    undecided: tuple[Changed, ...]
    keys: Mapping[str, str]
    digest: str
    is_new: bool


def prepare(session: Session, copy: WorkingCopy, *, live: bool) -> Prepared:
    """What publishing a copy now would publish; `live` says whether people have seen it. Raises InvalidDocument."""
    written = working_copies.compiled(copy)
    earlier = versions.of_audience(session, copy.consultation_id, cast(AudienceName, copy.audience))
    compiled = [versions.compiled(session, version.id) for version in earlier]
    changed = meanings.changed(compiled, written) if live else ()
    undecided = tuple(one for one in changed if not one.always_new and one.key not in copy.meanings)
    new = [one.key for one in changed if one.always_new or _meaning(copy, one.key) == "new"]
    renewed = meanings.renew(written, new, meanings.taken_keys(compiled))
    document = schema.dump(renewed.questionnaire)
    after = earlier[0] if earlier else None
    digest = schema.content_hash(
        {
            "document": document,
            "after": after.content_hash if after else "",
            "meanings": {one.key: "new" if one.key in new else _meaning(copy, one.key) for one in changed},
        }
    )
    is_new = after is None or after.content_hash != schema.content_hash(document)
    return Prepared(renewed.questionnaire, changed, undecided, renewed.keys, digest, is_new)


def obstacles(copy: WorkingCopy, prepared: Prepared, signed: Sequence[SignOff]) -> list[str]:
    """What stands in the way of publishing, a sentence each; `signed` is every sign-off, the latest first."""
    found = before_signing(prepared)
    if not found and sign_off_of(copy, prepared, signed) is None:
        before = signed and signed[0].signed_at <= copy.changed_at
        again = " It was signed off before, and has changed since." if before else ""
        found.append(f"A second person has to sign it off: nobody who wrote it.{again}")
    return found


def before_signing(prepared: Prepared) -> list[str]:
    """What has to be settled before anybody can sign off, a sentence each."""
    found = [sentence for one in prepared.changed if (sentence := one.cannot_be)]
    if not prepared.is_new:
        found.append("It says the same as the published version.")
    if prepared.undecided:
        count = len(prepared.undecided)
        found.append(
            "Decide for 1 changed question whether it still means the same."
            if count == 1
            else f"Decide for {count} changed questions whether they still mean the same."
        )
    return found


def decide(
    session: Session, copy: WorkingCopy, said: Mapping[str, str], *, revision: int, by: str, now: datetime
) -> None:
    """Note by field key whether changed questions mean the "same" or something "new".

    Raises ChangedMeanwhile, and Refused for a new meaning of what the platform reads.
    """
    if any(meaning == "new" and key in READ_BY_US for key, meaning in said.items()):
        raise Refused("The platform reads the answers to this question, so it cannot mean something new.")
    changed = {key: as_meaning(meaning, by, now) for key, meaning in said.items() if _meaning(copy, key) != meaning}
    if changed:
        working_copies.decide(session, copy, changed, revision=revision, by=by, now=now)


def sign(
    session: Session,
    copy: WorkingCopy,
    *,
    digest: str,
    trial: Trial | None,
    live: bool,
    by: str,
    now: datetime,
) -> SignOff:
    """Sign off what an officer has read, known by its digest. Raises Refused, InvalidDocument or ChangedMeanwhile."""
    working_copies.hold(session, copy)
    prepared = prepare(session, copy, live=live)
    if by in copy.written_by:
        raise Refused("You wrote part of this questionnaire. Somebody who did not has to sign it off.")
    if prepared.digest != digest:
        raise ChangedMeanwhile
    if found := before_signing(prepared):
        raise Refused(" ".join(found))
    if copy.audience in TRIED_FIRST and trial is None:
        raise Refused("Say who tried it with how many young people, and when.")
    tried = trial or Trial("", 0, now.date(), "")
    row = SignOff(
        consultation_id=copy.consultation_id,
        audience=copy.audience,
        content_hash=digest,
        signed_by=by,
        signed_at=now,
        tried_by=tried.tried_by or None,
        tried_with=tried.tried_with or None,
        tried_on=tried.tried_on if trial else None,
        changed_after=tried.changed_after or None,
    )
    session.add(row)
    session.flush()
    return row


def sign_off_of(copy: WorkingCopy, prepared: Prepared, signed: Sequence[SignOff]) -> SignOff | None:
    """The one of these sign-offs that holds for exactly this content, by somebody who wrote none of it."""
    for row in signed:
        tried = row.tried_on is not None or copy.audience not in TRIED_FIRST
        if row.content_hash == prepared.digest and row.signed_by not in copy.written_by and tried:
            return row
    return None


def history(session: Session, consultation_id: uuid.UUID, audience: AudienceName) -> Sequence[SignOff]:
    """Every sign-off of an audience's questionnaire, the latest first."""
    return session.scalars(
        select(SignOff)
        .where(SignOff.consultation_id == consultation_id, SignOff.audience == audience)
        .order_by(SignOff.signed_at.desc())
    ).all()


def publish(
    session: Session, consultation: Consultation, copy: WorkingCopy, *, live: bool, by: str, now: datetime
) -> tuple[QuestionnaireVersion, LeftBehind]:
    """Publish what was signed off, as it was signed; the copy has done its work. Raises Refused or InvalidDocument."""
    working_copies.hold(session, copy)
    prepared = prepare(session, copy, live=live)
    signed = history(session, copy.consultation_id, cast(AudienceName, copy.audience))
    if found := obstacles(copy, prepared, signed):
        raise Refused(" ".join(found))
    sign_off = sign_off_of(copy, prepared, signed)
    assert sign_off is not None
    before = versions.current(session, consultation.id, cast(AudienceName, copy.audience))
    version = versions.publish(session, consultation, prepared.questionnaire, now)
    session.add(
        PublishedBy(version_id=version.id, sign_off_id=sign_off.id, published_by=by, written_by=[*copy.written_by])
    )
    for one in prepared.changed:
        said = copy.meanings.get(one.key) or as_meaning("new", sign_off.signed_by, sign_off.signed_at)
        key = prepared.keys.get(one.key, one.key)
        session.add(
            QuestionChange(
                version_id=version.id,
                question_key=key,
                old_key=one.key,
                meaning="same" if key == one.key else "new",
                decided_by=said["by"],
                decided_at=datetime.fromisoformat(said["at"]),
            )
        )
    left = carrying.carry(session, consultation, version, before, prepared.keys, now)
    working_copies.discard(session, copy)
    return version, left


def publishers(session: Session, consultation: Consultation) -> dict[uuid.UUID, tuple[PublishedBy, SignOff]]:
    """Who wrote, signed off and published each version that came from a working copy, by version."""
    rows = session.execute(
        select(PublishedBy, SignOff)
        .join(SignOff, SignOff.id == PublishedBy.sign_off_id)
        .where(SignOff.consultation_id == consultation.id)
    )
    return {published.version_id: (published, signed) for published, signed in rows}


def decisions(session: Session, consultation: Consultation) -> dict[uuid.UUID, list[QuestionChange]]:
    """What was decided about changed questions, by version."""
    found: dict[uuid.UUID, list[QuestionChange]] = {}
    for row in session.scalars(
        select(QuestionChange)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == QuestionChange.version_id)
        .where(QuestionnaireVersion.consultation_id == consultation.id)
        .order_by(QuestionChange.question_key)
    ):
        found.setdefault(row.version_id, []).append(row)
    return found


def _meaning(copy: WorkingCopy, key: str) -> str:
    said = copy.meanings.get(key)
    return str(said["meaning"]) if said else ""
