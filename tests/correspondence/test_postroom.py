"""Each person gets their own links and nobody else's, and what cannot be written says why."""

import email
from email.message import EmailMessage
from email.policy import default

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation, InformationSheet
from engagement.contacts.models import Contact
from engagement.correspondence import postroom
from engagement.correspondence.acknowledgements import acknowledge
from engagement.outbox import claims
from engagement.outbox.envelopes import Envelope
from engagement.outbox.models import Message
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock

PUBLIC_URL = "https://engagement.council.example"


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """An open consultation with a short address."""
    return factories.consultation(session, slug="autumn")


def queue(session: Session, consultation: Consultation, contact: Contact, clock: SetClock, kind: str) -> None:
    session.add(
        Message(
            consultation_id=consultation.id,
            contact_id=contact.id,
            kind=kind,
            occurrence=1,
            template=f"{contact.audience}/{kind}",
            due_at=clock.now(),
        )
    )
    session.commit()


def write(session: Session, clock: SetClock) -> list[Envelope | str]:
    """What the post room makes of everything that waits, in the order of claiming."""
    with unit_of_work() as work:
        batch = claims.claim(work, clock.now(), 100)
    written = postroom.PostRoom(clock, PUBLIC_URL, "Council <views@council.example>")(session, batch)
    return [written[claimed.id] for claimed in batch]


def read(written: Envelope | str) -> EmailMessage:
    assert isinstance(written, Envelope)
    return email.message_from_bytes(written.content, policy=default)


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_each_letter_carries_its_readers_links_and_nobody_elses(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    tokens = {}
    for number in range(5):
        contact, token = factories.contact(session, consultation, f"reader{number}@example.org")
        tokens[f"reader{number}@example.org"] = token
        queue(session, consultation, contact, clock, "invitation")
    letters = write(session, clock)
    assert len(letters) == 5
    for letter in letters:
        message = read(letter)
        content = message.as_string()
        own = tokens[str(message["To"])]
        text = text_of(message)
        assert f"\n{PUBLIC_URL}/autumn/i/{own}\n" in text.replace("\r\n", "\n")
        assert message["List-Unsubscribe"] == f"<{PUBLIC_URL}/autumn/stop/{own}>"
        assert message["Reply-To"] == "inclusion@council.example"
        for email_address, token in tokens.items():
            if token != own:
                assert token not in content
                assert email_address not in content
        assert "\ue000" not in text
        assert "\ue001" not in text


def test_the_note_carries_the_open_link_and_no_personal_one(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    contact, token = factories.contact(session, consultation, "office@example.org", "schools")
    queue(session, consultation, contact, clock, "note")
    text = text_of(read(write(session, clock)[0]))
    assert f"{PUBLIC_URL}/autumn/young-people" in text
    assert f"/i/{token}" not in text
    assert f"/stop/{token}" in text


def test_an_acknowledgement_goes_to_the_address_typed_for_it_with_no_personal_link(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    session.add(
        InformationSheet(
            consultation_id=consultation.id, number=3, content_hash="x", document={}, published_at=clock.now()
        )
    )
    acknowledge(session, consultation=consultation, audience="schools", email=" head@office.example ", now=clock.now())
    session.commit()
    message = read(write(session, clock)[0])
    assert message["To"] == "head@office.example"
    assert message["List-Unsubscribe"] is None
    assert "version 3" in text_of(message)


def test_young_people_are_never_written_to(session: Session, consultation: Consultation, clock: SetClock) -> None:
    with pytest.raises(ValueError, match="screen only"):
        acknowledge(session, consultation=consultation, audience="young_people", email="a@b.example", now=clock.now())


@pytest.mark.parametrize(
    "typed", ["nobody", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example", "zoë@b.example"]
)
def test_an_address_that_mail_cannot_reach_is_a_reason_and_stops_no_other(
    session: Session, consultation: Consultation, clock: SetClock, typed: str
) -> None:
    acknowledge(session, consultation=consultation, audience="families", email=typed, now=clock.now())
    acknowledge(session, consultation=consultation, audience="families", email="good@b.example", now=clock.now())
    session.commit()
    written = write(session, clock)
    assert [found for found in written if isinstance(found, str)] == ["The address is not one that mail can be sent to"]
    assert len([found for found in written if isinstance(found, Envelope)]) == 1


def test_an_international_domain_is_written_as_servers_take_it(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    acknowledge(session, consultation=consultation, audience="families", email="zoe@bücher.example", now=clock.now())
    session.commit()
    assert read(write(session, clock)[0])["To"] == "zoe@xn--bcher-kva.example"


def test_an_address_moved_from_another_contact_is_not_written_to(
    session: Session, consultation: Consultation, clock: SetClock
) -> None:
    one, _ = factories.contact(session, consultation, "one@example.org")
    other, _ = factories.contact(session, consultation, "other@example.org")
    queue(session, consultation, one, clock, "invitation")
    session.execute(update(Contact).where(Contact.id == one.id).values(email_sealed=other.email_sealed))
    session.commit()
    assert write(session, clock) == ["The address or link could not be unsealed"]
