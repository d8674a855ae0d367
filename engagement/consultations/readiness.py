"""What a consultation still lacks before the public may be asked: one rule, for the browser and the command line."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy.orm import Session

from engagement.consultations import versions
from engagement.consultations.facts import NAMES, facts_known
from engagement.consultations.models import Consultation
from engagement.consultations.page import page_of
from engagement.errors import Refused


class Part(StrEnum):
    """The part of setting up in which something can be mended."""

    FACTS = "facts"
    QUESTIONNAIRES = "questionnaires"
    DATES = "dates"
    WAYS_IN = "ways_in"
    PRIVACY = "privacy"


class Lack(NamedTuple):
    """One thing that is missing; `audience` where it is about one of them."""

    sentence: str
    part: Part
    audience: str | None = None


def lacking(consultation: Consultation, asked: Collection[str], now: datetime) -> list[Lack]:
    """Everything that keeps a draft from being published, in the order in which one would mend it.

    `asked` are the audiences whose questionnaires are published.
    """
    page = page_of(consultation)
    found: list[Lack] = []
    if not asked:
        found.append(Lack("Nothing is asked yet. Publish at least one questionnaire first.", Part.QUESTIONNAIRES))
    if consultation.closes_at <= now:
        found.append(Lack("Its last day is already over. Give it a later last day first.", Part.DATES))
    invited = {way.audience for way in page.ways_in}
    told = {notice.audience for notice in page.privacy}
    for audience in asked:
        if audience not in invited:
            sentence = f"The page has no way in for {NAMES[audience]}. Write one."
            found.append(Lack(sentence, Part.WAYS_IN, audience))
    for audience in asked:
        if audience not in told:
            sentence = f"There is no privacy notice for {NAMES[audience]}. Write one."
            found.append(Lack(sentence, Part.PRIVACY, audience))
    missing = facts_known(consultation).missing(asked)
    return found + [Lack(sentence, Part.FACTS) for sentence in missing]


def must_stay_known(session: Session, consultation: Consultation, now: datetime) -> None:
    """Refuse a change that takes from the public what it was promised. Raises Refused; drafts may lack anything."""
    if consultation.published_at is None:
        return
    lacks = lacking(consultation, versions.audiences_asked(session, consultation.id), now)
    if gone := [lack.sentence for lack in lacks if lack.part not in (Part.QUESTIONNAIRES, Part.DATES)]:
        raise Refused(f"This is public already, so it cannot be taken away. {' '.join(gone)}")
