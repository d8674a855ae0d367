"""The way from nothing to answers, step by step, and how far a consultation has come on it."""

from datetime import datetime
from typing import NamedTuple

from flask import render_template
from sqlalchemy.orm import Session

from engagement.accounts.appointments import allowed_to
from engagement.consultations import versions, working_copies
from engagement.consultations.models import Consultation, State
from engagement.consultations.readiness import Part, lacking
from engagement.extensions import clock, db
from engagement.moderation.service import duty_missing
from engagement.officers import scope
from engagement.officers.blueprint import blueprint
from engagement.officers.guard import current_officer, may_open, needs
from engagement.officers.overview import waves_of
from engagement.reporting.progress import progress


class Step(NamedTuple):
    """One step: what to do, what to know about it, where it is done, and whether it is; None where nobody can tell."""

    name: str
    about: str
    endpoint: str
    done: bool | None


@blueprint.get("/first-steps")
@needs(None)
def first_steps() -> str:
    """Every step, for the draft that comes next or else for the consultation that runs."""
    session, now = db.session(), clock.now()
    mine = [row for row in scope.consultations(session, current_officer()) if row.archived_at is None]
    drafts = [row for row in mine if row.state_at(now) is State.DRAFT]
    consultation = next(iter([*drafts, *mine]), None)
    steps = steps_of(session, consultation, now) if consultation else []
    may = allowed_to(session, current_officer(), consultation.id) if consultation else frozenset()
    return render_template(
        "officers/first_steps.html",
        consultation_of_steps=consultation,
        steps=[(step, may_open(step.endpoint, may)) for step in steps],
        others=[row for row in mine if row is not consultation],
    )


def steps_of(session: Session, consultation: Consultation, now: datetime) -> list[Step]:
    """How far a consultation has come, from its page to its answers."""
    asked = versions.audiences_asked(session, consultation.id)
    numbers = progress(session, consultation.id).values()
    lacks = [lack for lack in lacking(consultation, asked, now) if lack.part is not Part.QUESTIONNAIRES]
    return [
        Step(
            "Say what people should know",
            "The page, the days, help, privacy, and the facts of data protection. A check list says what is missing.",
            "officers.check_list",
            not lacks,
        ),
        Step(
            "Write what each audience is asked",
            "Questions in the words of those who answer. Measures join what schools, families and young people say.",
            "officers.questionnaires",
            bool(asked or working_copies.every(session, consultation)),
        ),
        Step("See it as people will", "Every page, on a phone as well. Nothing is kept.", "officers.preview", None),
        Step(
            "Have it signed off, and publish it",
            "A second person reads each questionnaire. Young people try theirs first.",
            "officers.questionnaires",
            bool(asked),
        ),
        Step(
            "Name who reads what people write",
            "A person reads every text of families and young people within a working day.",
            "officers.reading_duty",
            not duty_missing(session, consultation),
        ),
        Step(
            "Bring the contacts",
            "A file from your own lists. You see what would be taken in before it is.",
            "officers.contacts",
            any(counts.contacts for counts in numbers),
        ),
        Step(
            "Publish the consultation",
            "It opens and closes by itself.",
            "officers.check_list",
            consultation.published_at is not None,
        ),
        Step(
            "Plan the letters",
            "Days are proposed that keep clear of holidays. Nobody who answered is reminded.",
            "officers.letter_calendar",
            bool(waves_of(session, consultation)),
        ),
        Step(
            "Watch it come along",
            "Who has answered, where people stop, and which groups are thin.",
            "officers.watch",
            any(counts.answered for counts in numbers),
        ),
    ]
