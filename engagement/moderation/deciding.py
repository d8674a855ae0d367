"""What readers decide about a text. Every decision is a step that stays; a redaction takes two people."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engagement.accounts.models import Officer
from engagement.consultations.models import Consultation
from engagement.errors import NotFound, Refused
from engagement.moderation import steps, working_time
from engagement.moderation.models import FreeText, Step, TextState
from engagement.moderation.redaction import only_takes_out

OPEN = (TextState.UNREAD, TextState.HELD, TextState.REFERRED)
SETTLED = (TextState.CLEARED, TextState.REDACTED)


class Redacted(StrEnum):
    """Why something was taken out of a text."""

    NAME = "name"
    PLACE = "place"
    CONTACT = "contact"
    HEALTH = "health"
    EVENT = "event"


class Worry(StrEnum):
    """What kind of worry was passed on."""

    DANGER = "danger"
    PROTECTION = "protection"
    WELLBEING = "wellbeing"
    ADULT = "adult"
    OTHER = "other"


REDACTED_NAMES: Mapping[Redacted, str] = {
    Redacted.NAME: "It names somebody",
    Redacted.PLACE: "It names a school or a place",
    Redacted.CONTACT: "It has an address, a phone number or another number of a person",
    Redacted.HEALTH: "It tells of a rare condition",
    Redacted.EVENT: "It tells of something that others would know who it happened to",
}
WORRY_NAMES: Mapping[Worry, str] = {
    Worry.DANGER: "Somebody may be in danger now",
    Worry.PROTECTION: "Child protection",
    Worry.WELLBEING: "Worry about how somebody is",
    Worry.ADULT: "Worry about an adult who works with children",
    Worry.OTHER: "Something else",
}


def find(session: Session, consultation: Consultation, text_id: uuid.UUID) -> FreeText:
    """A text of this consultation. Raises NotFound, also once its answer was withdrawn."""
    return _found(session, select(FreeText), consultation, text_id)


def hold(
    session: Session, consultation: Consultation, text_id: uuid.UUID, digest: str, by: Officer, now: datetime
) -> FreeText:
    """A text for this transaction, to decide on it as it was read. Raises NotFound, and Refused if it has changed."""
    query = select(FreeText).with_for_update().execution_options(populate_existing=True)
    text = _found(session, query, consultation, text_id)
    if text.digest != digest:
        raise Refused("Its person has written something else meanwhile. Read it as it is now.")
    if is_read_by_another(text, by, now):
        raise Refused("Somebody else is reading this text just now.")
    return text


def is_read_by_another(text: FreeText, officer: Officer, now: datetime) -> bool:
    """Whether another reader is deciding about it."""
    taken = text.state in OPEN and text.reading_until is not None and text.reading_until > now
    return taken and text.reading_by not in (None, officer.id)


def clear(session: Session, text: FreeText, *, by: Officer, now: datetime) -> None:
    """It names nobody and worries nobody: everybody who works with the answers may see it."""
    _only_in(text, OPEN)
    _settle(session, text, TextState.CLEARED, Step.CLEARED, by, now)


def keep_back(session: Session, text: FreeText, *, note: str, by: Officer, now: datetime) -> None:
    """Nobody else sees it until somebody decides anew."""
    _only_in(text, OPEN)
    _settle(session, text, TextState.HELD, Step.HELD, by, now, note=note)


def refer(
    session: Session,
    text: FreeText,
    worry: Worry,
    *,
    told: str,
    told_on: date,
    reference: str,
    note: str,
    by: Officer,
    now: datetime,
) -> None:
    """Write down that somebody was told of it. The text is kept back until it is cleared."""
    _only_in(text, OPEN)
    known = {"because": worry, "told_on": told_on, "reference": reference or None}
    _settle(session, text, TextState.REFERRED, Step.REFERRED, by, now, note=note, told=told, **known)


def propose(
    session: Session, text: FreeText, original: str, redacted: str, because: Redacted, *, by: Officer, now: datetime
) -> None:
    """Take parts out of a text. It waits for a second person. Raises Refused where anything else is changed."""
    _only_in(text, OPEN)
    if not only_takes_out(original, redacted):
        raise Refused(
            "Put a word in square brackets, such as [name], in place of each part that you take out, "
            "and leave everything else as it was written."
        )
    redacted = redacted.replace("\r\n", "\n").strip()
    _settle(session, text, TextState.REDACTING, Step.PROPOSED, by, now, because=because, redacted=redacted)
    text.redacted, text.redacted_by = redacted, by.id
    session.flush()


def approve(session: Session, text: FreeText, *, by: Officer, now: datetime) -> None:
    """The second person agrees: what is left may be seen. Raises Refused for whoever redacted it."""
    _only_by_another(text, by)
    _settle(session, text, TextState.REDACTED, Step.APPROVED, by, now)


def send_back(session: Session, text: FreeText, *, note: str, by: Officer, now: datetime) -> None:
    """The second person does not agree: it is kept back until somebody decides anew."""
    _only_by_another(text, by)
    _settle(session, text, TextState.HELD, Step.SENT_BACK, by, now, note=note)
    text.redacted = text.redacted_by = None
    session.flush()


def note(session: Session, text: FreeText, *, note: str, by: Officer, now: datetime) -> None:
    """Write something down without deciding."""
    steps.add(session, text.id, Step.NOTED, by=by.actor, now=now, note=note)


def reopen(session: Session, text: FreeText, *, note: str, by: Officer, now: datetime) -> None:
    """Have a text read anew that was let through."""
    _only_in(text, SETTLED)
    steps.add(session, text.id, Step.REOPENED, by=by.actor, now=now, note=note)
    _wait_again(session, text, now)


def undo_clear(session: Session, text: FreeText, *, by: Officer, now: datetime) -> None:
    """Take back one's own clearing, if it was the last thing done about a text. Raises Refused."""
    session.refresh(text, with_for_update=True)
    latest = steps.last(session, text.id)
    if latest is None or (latest.step, latest.by) != (Step.CLEARED, by.actor):
        raise Refused("Something else was done about this text meanwhile. Reopen it with a reason.")
    steps.add(session, text.id, Step.UNDONE, by=by.actor, now=now)
    _wait_again(session, text, now)


def _found(session: Session, query: Select[FreeText], consultation: Consultation, text_id: uuid.UUID) -> FreeText:
    mine = (FreeText.id == text_id, FreeText.consultation_id == consultation.id)
    text = session.scalar(query.where(*mine))
    if text is None:
        raise NotFound("This text is not there. Its person may have taken it back.")
    return text


def _only_in(text: FreeText, states: tuple[TextState, ...]) -> None:
    if text.state not in states:
        raise Refused("Somebody else has decided about this text meanwhile.")


def _only_by_another(text: FreeText, by: Officer) -> None:
    _only_in(text, (TextState.REDACTING,))
    if text.redacted_by == by.id:
        raise Refused("You redacted this text. Somebody else looks at it before it is used.")


def _settle(
    session: Session,
    text: FreeText,
    state: TextState,
    step: Step,
    by: Officer,
    now: datetime,
    *,
    note: str = "",
    told: str = "",
    **known: object,
) -> None:
    steps.add(session, text.id, step, by=by.actor, now=now, note=note, told=told, **known)
    text.state = state
    # Once somebody has decided, the hour at which it came is nobody's business any more.
    text.waits_since = text.reading_by = text.reading_until = None
    session.flush()


def _wait_again(session: Session, text: FreeText, now: datetime) -> None:
    text.state, text.waits_since = TextState.UNREAD, working_time.to_the_hour(now)
    text.redacted = text.redacted_by = None
    session.flush()
