"""Sending answers, with all that hangs on it: all of it happens, or none."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from engagement.consultations.deadlines import london_day
from engagement.consultations.models import Consultation
from engagement.contacts import invitations
from engagement.contacts.service import record_follow_up
from engagement.correspondence.acknowledgements import acknowledge
from engagement.outbox.service import cancel_asking
from engagement.questionnaires import routing
from engagement.questionnaires.confidential import reasons
from engagement.questionnaires.definition import KeptApart
from engagement.responses import reading, reopening, submission, teams
from engagement.survey_flow.audience import Audience
from engagement.survey_flow.visits import Visit

ANSWERED = "Has answered"


def send(session: Session, here: Visit, *, mode: str) -> None:
    """Turn a draft without problems into a response, stop its letters, and thank whoever asked for it.

    `mode` says how its pages looked. Sent again after changes, nothing is left to stop and nobody to thank.
    """
    assert here.draft is not None
    assert here.key is not None
    assert here.questionnaire is not None
    changing = here.changing
    here.draft.mode = mode
    fields = routing.visible_fields(here.asked, here.answers)
    shown = {field.key: here.answers[field.key] for field in fields if field.key in here.answers}
    sent = submission.submit(
        session,
        here.draft,
        reading.given(fields, here.answers),
        asked=here.asked,
        today=london_day(here.now),
        voice=here.audience.voice(shown) if here.audience.voice else None,
        in_grace=here.in_grace,
        confidential=reasons(fields, here.answers),
    )
    if changing:
        reopening.drop_what_is_hidden_now(session, sent, routing.after_sending(here.questionnaire), shown)
    if here.team:
        teams.close(session, here.draft)
    contact_id = invitations.mark_answered(session, here.key.secret)
    if contact_id is not None:
        cancel_asking(session, contact_id=contact_id, reason=ANSWERED, now=here.now)
    thank(session, here.consultation, here.audience, reading.kept_apart(fields, here.answers), here.now)


def thank(
    session: Session, consultation: Consultation, audience: Audience, apart: Mapping[KeptApart, str], now: datetime
) -> None:
    """Queue one acknowledgement to whoever gave an address for it, and note who may hear from us again."""
    if apart and audience.follows_up:
        record_follow_up(
            session,
            consultation_id=consultation.id,
            audience=audience.name,
            organisation=apart.get("organisation", ""),
            email=apart.get("email", ""),
        )
    if "email" in apart:
        acknowledge(session, consultation=consultation, audience=audience.name, email=apart["email"], now=now)
