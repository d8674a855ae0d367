"""The one letter to all schools that says that questions were answered, for each state of the log."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations import question_log
from engagement.consultations.models import Consultation
from engagement.correspondence import notices
from engagement.correspondence.models import Wave
from engagement.correspondence.notices import Notice
from engagement.errors import Refused
from engagement.outbox.models import MessageKind

ALREADY_TOLD = "There is a notice of all that is published already. Publish something new before you send another."


def untold(session: Session, consultation: Consultation) -> int:
    """How many publications, corrections among them, no notice has told of yet."""
    return question_log.times_published(session, consultation.id) - _told_of(session, consultation)


def tell(session: Session, consultation: Consultation, *, now: datetime) -> Notice:
    """Plan one notice of all that was published since the last one. Raises Refused where there is nothing to tell."""
    # One at a time: whoever presses twice finds the first one's notice.
    session.refresh(consultation, with_for_update=True)
    if not untold(session, consultation):
        raise Refused(ALREADY_TOLD)
    if not notices.has_contacts(session, consultation, "schools"):
        raise Refused("There are no schools among the contacts, so there is nobody to write to.")
    number = question_log.times_published(session, consultation.id)
    return notices.plan(session, consultation, "schools", MessageKind.NEW_ANSWERS, number=number, now=now)


def rehearse(session: Session, consultation: Consultation, *, now: datetime) -> Notice:
    """What `tell` would do: it is done and undone, so that the page cannot say anything else. Raises Refused."""
    with session.begin_nested() as savepoint:
        notice = tell(session, consultation, now=now)
        savepoint.rollback()
    return notice


def _told_of(session: Session, consultation: Consultation) -> int:
    """How often something had been published when the latest notice was planned."""
    latest = (
        select(Wave.occurrence)
        .where(Wave.consultation_id == consultation.id, Wave.kind == MessageKind.NEW_ANSWERS)
        .order_by(Wave.occurrence.desc())
        .limit(1)
    )
    return session.scalar(latest) or 0
