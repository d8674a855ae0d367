"""A consultation's life: made from a document, published, opened, its deadline moved, closed."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations import sheets, versions
from engagement.consultations.deadlines import deadline_in_words, end_of_day, start_of_day
from engagement.consultations.document import ConsultationDocument
from engagement.consultations.facts import for_storing
from engagement.consultations.models import Consultation, DeadlineChange, State
from engagement.consultations.readiness import lacking
from engagement.councils import service as councils
from engagement.errors import NotFound, Refused

# First words of the site's own addresses, which a consultation must not take over.
RESERVED_SLUGS = frozenset(
    {
        "accessibility",
        "assets",
        "callbacks",
        "credits",
        "get-help",
        "health",
        "language",
        "look",
        "new",
        "officers",
        "privacy",
        "static",
    }
)
# Those that close last first.
_ALL = select(Consultation).order_by(Consultation.closes_at.desc(), Consultation.slug)


def find(session: Session, slug: str) -> Consultation:
    """The consultation at an address, whatever its state. Raises NotFound."""
    found = session.scalar(select(Consultation).where(Consultation.slug == slug))
    if found is None:
        raise NotFound(f'There is no consultation called "{slug}".')
    return found


def every(session: Session) -> list[Consultation]:
    """All consultations, drafts too, those that close last first."""
    return list(session.scalars(_ALL))


def of_council(session: Session, council_id: uuid.UUID) -> list[Consultation]:
    """The same of one council."""
    return list(session.scalars(_ALL.where(Consultation.council_id == council_id)))


def create(session: Session, document: ConsultationDocument, *, now: datetime) -> Consultation:
    """Make a draft from a document, with its first information sheet. Raises Refused."""
    if fault := fault_of_slug(session, document.slug):
        raise Refused(fault)
    if document.closes_on < document.opens_on:
        raise Refused("The last day is before the opening day. Correct opens_on or closes_on.")
    consultation = Consultation(
        slug=document.slug,
        title=document.title,
        council=councils.called(session, document.council_name),
        label=document.label,
        contact_email=document.contact_email,
        page=document.page_for_storing(),
        facts=for_storing(document.facts),
        opens_at=start_of_day(document.opens_on),
        closes_at=end_of_day(document.closes_on),
    )
    session.add(consultation)
    session.flush()
    sheet = document.sheet_for_storing()
    if sheet is not None:
        sheets.publish(session, consultation, sheet, now)
    return consultation


def fault_of_slug(session: Session, slug: str) -> str | None:
    """Why a consultation cannot have an address, if it cannot."""
    if slug in RESERVED_SLUGS:
        return f'"{slug}" is an address of the site itself. Choose another address.'
    if session.scalar(select(Consultation.id).where(Consultation.slug == slug)) is not None:
        return f'There is already a consultation called "{slug}". Choose another address.'
    return None


def publish(session: Session, consultation: Consultation, *, now: datetime) -> None:
    """Show a draft to the public: open if its first day has come, else announced. Raises Refused."""
    session.refresh(consultation, with_for_update=True)
    if consultation.published_at is not None:
        raise Refused("This consultation is already published.")
    lacks = lacking(consultation, versions.audiences_asked(session, consultation.id), now)
    if lacks:
        raise Refused(" ".join(lack.sentence for lack in lacks))
    consultation.published_at = now
    session.flush()


def withdraw(session: Session, consultation: Consultation, *, answered: bool, now: datetime) -> None:
    """Make a draft again of what is announced and has not opened yet, if nobody has `answered`. Raises Refused."""
    session.refresh(consultation, with_for_update=True)
    if consultation.state_at(now) is not State.UPCOMING:
        raise Refused("Only a consultation that has not opened yet can become a draft again.")
    if answered:
        raise Refused("Somebody has answered already, so it cannot become a draft again.")
    consultation.published_at = None
    session.flush()


def archive(session: Session, consultation: Consultation, *, now: datetime) -> None:
    """Put a consultation away that is over; its pages stay as they are. Raises Refused."""
    session.refresh(consultation, with_for_update=True)
    if consultation.state_at(now) is not State.CLOSED or consultation.in_grace_at(now):
        raise Refused("Only a closed consultation can be archived, half an hour after its close or later.")
    consultation.archived_at = consultation.archived_at or now
    session.flush()


def bring_back(session: Session, consultation: Consultation) -> None:
    """Take a consultation out of the archive."""
    session.refresh(consultation, with_for_update=True)
    consultation.archived_at = None
    session.flush()


def open_now(session: Session, consultation: Consultation, *, now: datetime) -> None:
    """Let people answer from this moment, publishing a draft on the way. Raises Refused."""
    session.refresh(consultation, with_for_update=True)
    state = consultation.state_at(now)
    if state is State.OPEN:
        raise Refused("This consultation is already open.")
    if state is State.CLOSED:
        raise Refused("This consultation is closed. Extend it to a later last day to open it again.")
    if state is State.DRAFT:
        publish(session, consultation, now=now)
    consultation.opens_at = min(consultation.opens_at, now)
    session.flush()


def close_early(
    session: Session, consultation: Consultation, *, closes_at: datetime, reason: str, by: str, now: datetime
) -> DeadlineChange:
    """End an open consultation at an instant before its announced deadline, at the earliest now. Raises Refused."""
    session.refresh(consultation, with_for_update=True)
    if consultation.state_at(now) is not State.OPEN:
        raise Refused("Only an open consultation can be closed.")
    if closes_at < now or closes_at >= consultation.closes_at:
        raise Refused("That time is no longer before the deadline and still to come. Choose another one.")
    return _move_deadline(session, consultation, to=closes_at, reason=reason, by=by, now=now)


def extend(
    session: Session, consultation: Consultation, *, last_day: date, reason: str, by: str, now: datetime
) -> DeadlineChange:
    """Give people until the end of a later day; a closed consultation opens again. Raises Refused."""
    session.refresh(consultation, with_for_update=True)
    if consultation.locked_at is not None:
        raise Refused("What people sent is being analysed, so the consultation cannot be opened again.")
    if consultation.archived_at is not None:
        raise Refused("It is in the archive. Bring it back first.")
    closes_at = end_of_day(last_day)
    if closes_at <= now:
        raise Refused("That day is already over. Choose a later one.")
    if closes_at <= consultation.closes_at:
        raise Refused(f"It already closes at {deadline_in_words(consultation.closes_at)}. Choose a later day.")
    return _move_deadline(session, consultation, to=closes_at, reason=reason, by=by, now=now)


def deadline_history(session: Session, consultation: Consultation) -> Iterable[DeadlineChange]:
    """Every move of the deadline, the first one first."""
    return session.scalars(
        select(DeadlineChange)
        .where(DeadlineChange.consultation_id == consultation.id)
        .order_by(DeadlineChange.changed_at)
    ).all()


def _move_deadline(
    session: Session, consultation: Consultation, *, to: datetime, reason: str, by: str, now: datetime
) -> DeadlineChange:
    if not reason.strip():
        raise Refused("Give the reason. It is kept with the old deadline.")
    change = DeadlineChange(
        consultation_id=consultation.id,
        changed_at=now,
        changed_by=by,
        reason=reason.strip(),
        closes_at_before=consultation.closes_at,
        closes_at_after=to,
    )
    session.add(change)
    consultation.closes_at = to
    session.flush()
    return change
