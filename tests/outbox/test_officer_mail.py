"""Invitations leave once each; what a mail server says decides whether one is sent again."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.accounts import inviting
from engagement.accounts.door_models import OfficerInvitation
from engagement.accounts.models import Officer
from engagement.outbox.gateways import ConnectionTrouble, OutcomeUnknown, Refusal
from engagement.outbox.notices import Notices
from engagement.outbox.officer_mail import Usher
from tests import factories
from tests.clocks import SetClock
from tests.outbox.scripted import SENT, ScriptedGateway


@pytest.fixture
def gateway() -> ScriptedGateway:
    return ScriptedGateway()


@pytest.fixture
def usher(gateway: ScriptedGateway, clock: SetClock) -> Usher:
    return Usher(Notices(gateway, clock, "Engagement <no-reply@council.example>", "https://views.council.example"))


@pytest.fixture
def invited(session: Session, clock: SetClock) -> Officer:
    """Bea, whose invitation waits."""
    officer = factories.officer(session, email="bea@council.example")
    inviting.ask(session, officer, clock.now())
    session.commit()
    return officer


def state_of(session: Session) -> str:
    return session.scalars(select(OfficerInvitation.state)).one()


def test_an_invitation_leaves_once_with_a_link_that_is_kept_nowhere(
    usher: Usher, gateway: ScriptedGateway, invited: Officer, session: Session, clock: SetClock
) -> None:
    assert (usher.send_waiting(), usher.send_waiting()) == (1, 0)
    assert state_of(session) == "sent"
    text = gateway.sent[0].content.replace(b"=\r\n", b"").decode()
    token = text.partition("/officers/invitation/")[2].split()[0]
    assert inviting.find(session, token, clock.now()).id == invited.id
    assert token not in str(session.execute(select(OfficerInvitation.__table__)).all())


@pytest.mark.parametrize(
    ("says", "state"),
    [
        (ConnectionTrouble("away"), "waiting"),
        (Refusal("no such mailbox"), "failed"),
        (OutcomeUnknown("cut off"), "sending"),
    ],
)
def test_only_what_certainly_did_not_leave_is_tried_again(
    usher: Usher, gateway: ScriptedGateway, invited: Officer, session: Session, says: Exception, state: str
) -> None:
    gateway.trouble[SENT] = [says]
    assert usher.send_waiting() == 0
    assert state_of(session) == state
    assert usher.send_waiting() == (1 if state == "waiting" else 0)


def test_nobody_is_invited_who_left_or_after_a_week(
    usher: Usher, invited: Officer, session: Session, clock: SetClock
) -> None:
    clock.set(clock.now() + timedelta(days=7))
    assert usher.send_waiting() == 0
    inviting.ask(session, invited, clock.now())
    invited.active = False
    session.commit()
    assert usher.send_waiting() == 0
