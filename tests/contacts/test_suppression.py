"""Who asked for no letters gets none, however often the address comes back."""

from datetime import date

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts import suppression
from engagement.contacts.addresses import index_of
from engagement.contacts.models import Contact, Invitation, InvitationState, SuppressionReason
from engagement.councils.models import Council
from engagement.errors import NotFound
from engagement.persistence import rows_changed
from tests import factories

TODAY = date(2025, 6, 16)
ADDRESS = "one@example.org"


@pytest.fixture
def asked(session: Session) -> Consultation:
    """A consultation with one contact."""
    made = factories.consultation(session)
    factories.contact(session, made, ADDRESS)
    session.commit()
    return made


def stop(session: Session, about: Consultation | Council, reason: SuppressionReason) -> bool:
    place = {"council_id": about.id} if isinstance(about, Council) else {"consultation_id": about.id}
    return suppression.add(session, email_index=index_of(ADDRESS), reason=reason, today=TODAY, **place)


def may_not_be_written_to(session: Session) -> int:
    return len(session.scalars(select(Contact).where(suppression.suppressed())).all())


def test_an_address_is_stopped_once_and_no_copy_of_it_is_kept(session: Session, asked: Consultation) -> None:
    assert stop(session, asked, SuppressionReason.ASKED) is True
    assert stop(session, asked, SuppressionReason.COMPLAINT) is False
    (found,) = suppression.of(session, index_of(ADDRESS), asked.id)
    assert (found.reason, found.since) == ("asked", TODAY)
    assert "example" not in found.email_index
    assert may_not_be_written_to(session) == 1


def test_one_consultation_is_not_all(session: Session, asked: Consultation) -> None:
    other = factories.consultation(session)
    factories.contact(session, other, ADDRESS)
    stop(session, asked, SuppressionReason.ASKED)
    assert may_not_be_written_to(session) == 1
    assert suppression.among(session, other.id, {index_of(ADDRESS)}) == {}
    assert stop(session, asked.council, SuppressionReason.COMPLAINT) is True
    assert stop(session, asked.council, SuppressionReason.OFFICER) is False
    assert may_not_be_written_to(session) == 2
    for consultation in (asked, other):
        assert set(suppression.among(session, consultation.id, {index_of(ADDRESS), "another"})) == {index_of(ADDRESS)}
    assert suppression.counts(session, asked.council_id) == {("asked", False): 1, ("complaint", True): 1}


def test_what_one_council_keeps_does_not_reach_another(session: Session, asked: Consultation) -> None:
    elsewhere = factories.consultation(session, "Another Council")
    factories.contact(session, elsewhere, ADDRESS)
    stop(session, asked.council, SuppressionReason.OFFICER)
    assert may_not_be_written_to(session) == 1
    assert suppression.in_council(session, index_of(ADDRESS), elsewhere.council_id) == []
    (kept,) = suppression.in_council(session, index_of(ADDRESS), asked.council_id)
    with pytest.raises(NotFound):
        suppression.find(session, kept.id, elsewhere.council_id)


def test_it_holds_when_the_contact_is_deleted_and_comes_back(session: Session, asked: Consultation) -> None:
    stop(session, asked, SuppressionReason.ASKED)
    assert rows_changed(session, delete(Contact)) == 1
    factories.contact(session, asked, ADDRESS)
    assert may_not_be_written_to(session) == 1


def test_lifting_opens_the_invitation_again_unless_something_else_still_stands(
    session: Session, asked: Consultation
) -> None:
    stop(session, asked, SuppressionReason.ASKED)
    stop(session, asked.council, SuppressionReason.OFFICER)
    invitation = session.scalars(select(Invitation)).one()
    invitation.state = InvitationState.OPTED_OUT
    session.commit()
    for state in (InvitationState.OPTED_OUT, InvitationState.UNUSED):
        suppression.lift(session, suppression.of(session, index_of(ADDRESS), asked.id)[:1])
        session.refresh(invitation)
        assert invitation.state == state
    assert may_not_be_written_to(session) == 0


def test_lifting_does_not_forget_that_somebody_answered(session: Session, asked: Consultation) -> None:
    stop(session, asked, SuppressionReason.ASKED)
    invitation = session.scalars(select(Invitation)).one()
    invitation.state = InvitationState.USED
    session.commit()
    suppression.lift(session, suppression.of(session, index_of(ADDRESS), asked.id))
    session.refresh(invitation)
    assert invitation.state == InvitationState.USED
