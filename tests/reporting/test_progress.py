"""How far a consultation has come, audience by audience."""

from datetime import date

from sqlalchemy.orm import Session

from engagement.contacts import invitations
from engagement.contacts.invitations import Invited
from engagement.outbox.models import MessageKind, MessageState
from engagement.reporting.progress import Progress, progress
from tests import factories
from tests.clocks import SetClock
from tests.reporting import survey


def test_contacts_letters_and_answers_are_counted_apart(session: Session, clock: SetClock) -> None:
    asked = factories.consultation(session)
    for number, state in enumerate((MessageState.SENT, MessageState.SENT, MessageState.FAILED)):
        contact, _ = factories.contact(session, asked, f"{number}@family.example", bounced_on=date(2025, 6, 16))
        factories.message(session, contact, MessageKind.INVITATION, state=state, due_at=clock.now())
    contact, token = factories.contact(session, asked, "no-more@family.example")
    invited = invitations.find(session, asked.id, token)
    assert invited is not None
    invitations.opt_out(session, Invited(*invited), date(2025, 6, 16))
    version = survey.asked(session, asked, "families")
    survey.answered(session, version, {"places": 1})
    survey.answered(session, version, {}, blank=True)
    factories.contact(session, factories.consultation(session), "elsewhere@family.example")
    session.flush()
    assert progress(session, asked.id) == {
        "families": Progress(contacts=4, invited=2, started=2, answered=1, blank=1, bounced=3, opted_out=1)
    }


def test_a_consultation_with_nothing_yet_has_no_numbers(session: Session) -> None:
    assert progress(session, factories.consultation(session).id) == {}
