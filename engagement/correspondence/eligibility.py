"""Whom we may not write to just now, and why: one list of reasons for planning, previewing and sending."""

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from engagement.consultations.deadlines import london_day, start_of_day
from engagement.consultations.models import Consultation
from engagement.contacts.models import Contact, Invitation, InvitationState, SuppressionReason
from engagement.contacts.suppression import why_suppressed
from engagement.correspondence.models import Wave
from engagement.outbox.claims import A_DAY_LATER, NOW
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.responses.models import Draft, MemberState, TeamMember

ALREADY_ANSWERED = "Already answered"
TOLD_US = "Told us they have answered"
ASKED_US_TO_STOP = "Asked us to stop"
DO_NOT_CONTACT = "Marked do not contact"
BOUNCED = "The address bounced"
COMPLAINED = "Reported an earlier letter as unwanted mail"
STOPPED_BY_OFFICER = "An officer stopped letters to this address"
NO_LINK = "Has no personal link"
LINK_ENDED = "The link was ended"
NOT_OPEN_YET = "The consultation is not open yet"
CLOSED = "The consultation has closed"
TOO_LATE = "Less than 24 hours are left"
ALREADY_INVITED = "Already invited"
NOT_INVITED = "Was not invited yet"
DAILY_LIMIT = "Gets another letter that day"
LETTER_LIMIT = "Has had 4 letters"

MOST_LETTERS = 4
SUPPRESSED = {
    SuppressionReason.ASKED.value: ASKED_US_TO_STOP,
    SuppressionReason.COMPLAINT.value: COMPLAINED,
    SuppressionReason.OFFICER.value: STOPPED_BY_OFFICER,
}

# A letter in one of these states has reached its reader, may have, or will.
COUNTS = (
    MessageState.PENDING,
    MessageState.CLAIMED,
    MessageState.DOTTING,
    MessageState.SENT,
    MessageState.UNKNOWN,
)


# In one of these an invitation has left, may have, or is on its way with the deadline of before.
INVITED = (MessageState.CLAIMED, MessageState.DOTTING, MessageState.SENT, MessageState.UNKNOWN)
# These ask nothing of their readers, so neither is a fifth letter, and each waits a day where another goes.
NEVER_ONE_TOO_MANY = (MessageKind.NOTE, MessageKind.NEW_DEADLINE, MessageKind.NEW_ANSWERS)


def obstacle_to_sending() -> ColumnElement[str | None]:
    """Why the message in hand is no longer wanted, as SQL about a row of Message; NULL while it is.

    An acknowledgement belongs to neither contact nor colleague, so nothing stands against it.
    """
    return func.coalesce(_obstacle_to_contact(), _obstacle_to_colleague())


def _obstacle_to_contact() -> ScalarSelect[str | None]:
    return (
        select(_obstacle(Message.kind))
        .select_from(Contact)
        .join(Consultation, Consultation.id == Contact.consultation_id)
        .outerjoin(Invitation, Invitation.contact_id == Contact.id)
        .where(Contact.id == Message.contact_id)
        .correlate(Message)
        .scalar_subquery()
    )


def _obstacle_to_colleague() -> ScalarSelect[str | None]:
    return (
        select(
            case(
                (TeamMember.state == MemberState.SENT, ALREADY_ANSWERED),
                (TeamMember.access_key.is_(None), LINK_ENDED),
                (Consultation.closes_at <= NOW, CLOSED),
            )
        )
        .select_from(TeamMember)
        .join(Draft, Draft.id == TeamMember.draft_id)
        .join(Consultation, Consultation.id == Draft.consultation_id)
        .where(TeamMember.id == Message.team_member_id)
        .correlate(Message)
        .scalar_subquery()
    )


def readers(wave: Wave, now: datetime) -> Select[Contact, str | None, bool]:
    """Every contact of a wave's audience, why a letter would not go to it, and whether one goes that day anyway."""
    writing_day = start_of_day(london_day(max(wave.due_at, now)))
    letters = _letters_by_contact(wave, writing_day)
    obstacle = _obstacle(literal(wave.kind))
    if wave.kind == MessageKind.NEW_DEADLINE:
        letter = aliased(Message)
        invited = exists().where(
            letter.contact_id == Contact.id, letter.kind == MessageKind.INVITATION, letter.state.in_(INVITED)
        )
        obstacle = func.coalesce(obstacle, case((~invited, NOT_INVITED)))
    if wave.kind not in NEVER_ONE_TOO_MANY:
        limits = [(letters.c.had >= MOST_LETTERS, LETTER_LIMIT), (letters.c.that_day == 1, DAILY_LIMIT)]
        if wave.kind == MessageKind.INVITATION:
            limits.insert(0, (letters.c.invitations > 0, ALREADY_INVITED))
        obstacle = func.coalesce(obstacle, case(*limits))
    return (
        select(Contact, obstacle.label("obstacle"), (func.coalesce(letters.c.that_day, 0) == 1).label("that_day"))
        .join(Consultation, Consultation.id == Contact.consultation_id)
        .outerjoin(Invitation, Invitation.contact_id == Contact.id)
        .outerjoin(letters, letters.c.contact_id == Contact.id)
        .where(Contact.consultation_id == wave.consultation_id, Contact.audience == wave.audience)
    )


def _letters_by_contact(wave: Wave, writing_day: datetime) -> Subquery:
    """How many letters each contact has had, counted in one pass because a search for each of 100,000 takes seconds."""
    counted = Message.kind.not_in(NEVER_ONE_TOO_MANY)
    that_day = or_(Message.settled_at.is_(None), Message.settled_at >= writing_day)
    return (
        select(
            Message.contact_id,
            func.count(case((counted, 1))).label("had"),
            func.count(case((Message.kind == MessageKind.INVITATION, 1))).label("invitations"),
            func.max(case((that_day, 1), else_=0)).label("that_day"),
        )
        .where(Message.consultation_id == wave.consultation_id, Message.state.in_(COUNTS))
        .where(Message.contact_id.is_not(None))
        .group_by(Message.contact_id)
        .subquery("letters")
    )


def _obstacle(kind: SQLColumnExpression[str]) -> ColumnElement[str | None]:
    others = case(
        (Invitation.state == InvitationState.OPTED_OUT, ASKED_US_TO_STOP),
        (Contact.do_not_contact.is_(True), DO_NOT_CONTACT),
        (Contact.bounced_on.is_not(None), BOUNCED),
        (Invitation.id.is_(None), NO_LINK),
        (Consultation.closes_at <= NOW, CLOSED),
        (
            or_(Consultation.published_at.is_(None), Consultation.published_at > NOW, Consultation.opens_at > NOW),
            NOT_OPEN_YET,
        ),
        (
            and_(
                kind == MessageKind.REMINDER,
                Contact.audience == "families",
                Consultation.closes_at <= A_DAY_LATER,
            ),
            TOO_LATE,
        ),
    )
    # What one supplier is told all are told, whether or not they have answered.
    asks = kind != MessageKind.NEW_ANSWERS
    answered = case(
        (and_(asks, Invitation.state == InvitationState.USED), ALREADY_ANSWERED),
        (and_(asks, Invitation.state == InvitationState.TOLD), TOLD_US),
    )
    return func.coalesce(answered, case(SUPPRESSED, value=why_suppressed()), others)
