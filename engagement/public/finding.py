"""Finding what may be seen: a draft is shown to signed-in officers of its council only, as a preview."""

from flask_login import current_user
from sqlalchemy import exists, select

from engagement.consultations import service
from engagement.consultations.models import Consultation, DeadlineChange, InformationSheet, State
from engagement.errors import NotFound
from engagement.extensions import clock, db


def find_consultation(slug: str) -> tuple[Consultation, State]:
    """The consultation at this address, and where it stands now. Raises NotFound, also for a draft."""
    consultation = service.find(db.session(), slug)
    state = consultation.state_at(clock.now())
    if state is State.DRAFT and getattr(current_user, "council_id", None) != consultation.council_id:
        raise NotFound("This consultation is not public yet.")
    return consultation, state


def published_consultations() -> list[Consultation]:
    """All that the public may see, those that close last first."""
    now = clock.now()
    return list(
        db.session.scalars(
            select(Consultation).where(Consultation.published_at <= now).order_by(Consultation.closes_at.desc())
        )
    )


def sheet_and_last_move(consultation: Consultation) -> tuple[bool, DeadlineChange | None]:
    """Whether an information sheet has been published, and the latest change of the deadline if it ever moved."""
    has_sheet = exists().where(InformationSheet.consultation_id == consultation.id)
    row = db.session.execute(
        select(has_sheet, DeadlineChange)
        .select_from(Consultation)
        .outerjoin(DeadlineChange, DeadlineChange.consultation_id == Consultation.id)
        .where(Consultation.id == consultation.id)
        .order_by(DeadlineChange.changed_at.desc())
        .limit(1)
    ).one()
    return row[0], row[1]
