"""A reference from our letter, given when answers are sent by the open link: it stops reminders and is not kept.

It never reaches the draft or the response. Only its contact is marked, as one whose personal link was used.
"""

from enum import StrEnum

from flask import request
from sqlalchemy.orm import Session

from engagement.contacts import invitations
from engagement.language import lazy_gettext
from engagement.outbox.service import cancel_asking
from engagement.responses.models import Channel
from engagement.survey_flow.forms import printable
from engagement.survey_flow.sending import ANSWERED
from engagement.survey_flow.visits import Visit

FIELD = "letter_reference"
# More than this is no reference; it is shown again as it was typed.
LONGEST = 100


class Quoted(StrEnum):
    """Whether we know a reference that was given."""

    KNOWN = "known"
    UNKNOWN = "unknown"


WORDS = {
    Quoted.KNOWN: lazy_gettext(
        "Thank you for the reference. We will not send reminders to the address that it came to."
    ),
    Quoted.UNKNOWN: lazy_gettext(
        "Your answers have arrived. We do not know the reference that you gave, so we may still send a reminder. "
        "If one comes, use the link in it that says you have answered already."
    ),
}


def is_asked(here: Visit) -> bool:
    """Whether whoever is here may have a letter of ours that we could not tell they answered."""
    return (
        here.audience.gets_letters
        and here.key is not None
        and here.key.channel is Channel.OPEN_LINK
        and here.may_send
        and not here.changing
    )


def typed() -> str:
    """What was typed as the reference, for the page to show again."""
    return printable(request.form.get(FIELD, ""))[:LONGEST]


def stop_reminders(session: Session, here: Visit) -> Quoted | None:
    """Mark the contact whose reference was given as one who answered; None where none was asked for or given."""
    given = typed()
    if not is_asked(here) or not given.strip():
        return None
    contact_id = invitations.mark_quoted(
        session, consultation_id=here.consultation.id, audience=here.audience.name, typed=given
    )
    if contact_id is None:
        return Quoted.UNKNOWN
    cancel_asking(session, contact_id=contact_id, reason=ANSWERED, now=here.now)
    return Quoted.KNOWN


def about(said: str) -> str:
    """What the receipt says about a reference; `said` is what its address has of `Quoted`, or something else."""
    return str(WORDS[Quoted(said)]) if said in list(Quoted) else ""
