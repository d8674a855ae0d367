"""Every contact of a wave is on its certificate once, however many there are, and the numbers add up."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engagement.contacts.models import Contact
from engagement.correspondence import certificates, waves
from engagement.correspondence.models import Wave
from engagement.outbox.models import Message, MessageState
from tests import factories
from tests.clocks import SetClock
from tests.correspondence.invitations import launch, planned

MANY = 120


@pytest.fixture
def wave(session: Session, clock: SetClock) -> Wave:
    """An invitation to 120 contacts, every fourth marked do not contact; not launched."""
    consultation = factories.consultation(session)
    for number in range(MANY):
        factories.contact(session, consultation, f"reader{number}@example.org", do_not_contact=number % 4 == 0)
    session.commit()
    return planned(consultation, clock)


def test_pages_of_a_preview_name_everybody_once(session: Session, wave: Wave, clock: SetClock) -> None:
    assert waves.preview(session, wave, clock.now()) == (90, [("Marked do not contact", 30)])
    seen: list[object] = []
    after = None
    while found := waves.previewed(session, wave, clock.now(), will=True, after=after):
        page = found[: certificates.PAGE_SIZE]
        seen += [contact.id for contact, _ in page]
        after = page[-1][0].id
    assert len(seen) == len(set(seen)) == 90


def test_pages_and_stream_of_a_certificate_name_everybody_once(session: Session, wave: Wave, clock: SetClock) -> None:
    launch(clock)
    streamed = [row.contact.id for row in certificates.certificate(session, wave)]
    assert sorted(streamed) == sorted(session.scalars(select(Contact.id)))
    seen: list[object] = []
    after = None
    while found := certificates.certified(session, wave, after=after):
        page = found[: certificates.PAGE_SIZE]
        seen += [row.contact.id for row in page]
        after = page[-1].message_id
    assert seen == streamed


def test_one_outcome_can_be_read_by_itself(session: Session, wave: Wave, clock: SetClock) -> None:
    launch(clock)
    rows = certificates.certified(session, wave, state=MessageState.SKIPPED)
    assert [row.reason for row in rows] == ["Marked do not contact"] * 30


def test_the_states_add_up_to_all_that_were_planned(session: Session, wave: Wave, clock: SetClock) -> None:
    launch(clock)
    first = session.scalars(select(Message.id).where(Message.state == MessageState.PENDING).limit(1)).one()
    session.execute(update(Message).where(Message.id == first).values(state=MessageState.SENT))
    session.commit()
    totals = certificates.totals(session, wave)
    assert totals == {MessageState.PENDING: 89, MessageState.SENT: 1, MessageState.SKIPPED: 30}
    assert sum(totals.values()) == MANY
