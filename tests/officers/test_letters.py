"""Officers plan letters, see who gets them before they go, and read what became of each."""

import csv
import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts.models import Contact
from engagement.correspondence import waves as planning
from engagement.correspondence.models import Wave, WaveState
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock
from tests.reporting import survey
from tests.visitor import Visitor

LETTERS = "/officers/consultations/views/letters"


@pytest.fixture
def families(session: Session, consultation: Consultation) -> list[Contact]:
    """Three families, one of which must not be written to."""
    survey.asked(session, consultation, "families")
    contacts = [
        factories.contact(session, consultation, "ada@home.example")[0],
        factories.contact(session, consultation, "bob@home.example")[0],
        factories.contact(session, consultation, "cy@home.example", do_not_contact=True)[0],
    ]
    session.commit()
    return contacts


def only_wave(session: Session) -> Wave:
    session.expire_all()
    return session.scalars(select(Wave)).one()


def invite(officer: Visitor) -> None:
    officer.get(LETTERS).click("Send invitations now").forms[1].submit()


def test_without_questions_there_is_nobody_to_write_to(officer: Visitor, consultation: Consultation) -> None:
    assert "so there is nobody to write to" in officer.get(LETTERS)


def test_the_whole_schedule_is_planned_at_once_and_proposed_no_more(
    officer: Visitor, families: list[Contact], session: Session
) -> None:
    page = officer.get(LETTERS)
    assert "What the schedule proposes" in page
    done = page.forms[1].submit().follow()
    assert "letters are planned." in done
    assert "What the schedule proposes" not in done
    planned = session.scalars(select(Wave.kind).order_by(Wave.due_at)).all()
    assert planned.count("reminder") == 2
    assert "invitation" in planned
    assert "note" in planned


def test_the_number_is_stated_before_invitations_leave(
    officer: Visitor, families: list[Contact], session: Session
) -> None:
    question = officer.get(LETTERS).click("Send invitations now")
    assert "Send 2 invitations to families?" in question
    assert "Marked do not contact: 1" in question
    assert "Subject:" in question
    assert session.scalar(select(Wave.id)) is None
    done = question.forms[1].submit().follow()
    assert "The invitations leave from 10am on Monday 16 June 2025." in done
    assert (only_wave(session).announced_size, only_wave(session).state) == (2, WaveState.PLANNED)
    assert "Invite those not invited yet" in done


def test_no_more_invitations_leave_than_the_page_said(
    officer: Visitor, families: list[Contact], session: Session, consultation: Consultation
) -> None:
    form = officer.get(f"{LETTERS}/families/invite-now").forms[1]
    factories.contact(session, consultation, "added-meanwhile@home.example")
    session.commit()
    assert "More contacts would get it now than the page said." in form.submit(status=409)
    assert session.scalar(select(Wave.id)) is None
    form["shown"].force_value("many")
    form.submit(status=409)


def test_both_lists_name_each_contact_and_the_reason(officer: Visitor, families: list[Contact]) -> None:
    will = officer.get(f"{LETTERS}/families/invite-now")
    assert "ada@home.example" in will
    assert "cy@home.example" not in will
    will_not = will.click("Show who will not")
    assert "cy@home.example" in will_not
    assert "ada@home.example" not in will_not


def test_nobody_to_invite_offers_no_button(officer: Visitor, consultation: Consultation) -> None:
    page = officer.get(f"{LETTERS}/schools/invite-now")
    assert "There are no schools to invite" in page
    assert len(page.forms) == 1


@pytest.mark.every_database
def test_cancelling_a_letter_asks_first(officer: Visitor, families: list[Contact], session: Session) -> None:
    invite(officer)
    question = officer.get(f"{LETTERS}/{only_wave(session).id}/cancel")
    assert only_wave(session).state == WaveState.PLANNED
    assert "The letter is cancelled." in question.forms[1].submit().follow()
    assert only_wave(session).state == WaveState.CANCELLED
    assert "It was cancelled before it left." in officer.get(f"{LETTERS}/{only_wave(session).id}")


def test_a_letter_that_stopped_shows_who_would_get_it_and_is_let_go(
    officer: Visitor, families: list[Contact], session: Session, consultation: Consultation
) -> None:
    invite(officer)
    wave = only_wave(session)
    wave.state = WaveState.STOPPED
    factories.contact(session, consultation, "late@home.example")
    session.commit()
    page = officer.get(f"{LETTERS}/{wave.id}")
    assert "announced to 2, and 3 would get it now" in page
    page.forms[1].submit()
    assert (only_wave(session).state, only_wave(session).announced_size) == (WaveState.PLANNED, 3)
    token = officer.get(LETTERS).forms[0]["csrf_token"].value
    officer.post(f"{LETTERS}/{wave.id}/announce", {"csrf_token": token}, status=409)


def test_the_certificate_has_every_contact_with_a_reason_as_page_and_file(
    officer: Visitor, families: list[Contact], session: Session, clock: SetClock
) -> None:
    invite(officer)
    wave = only_wave(session)
    before = officer.get(f"{LETTERS}/{wave.id}/certificate")
    assert "there is nothing to certify yet" in before
    with unit_of_work() as work:
        assert planning.launch_due(work, clock.now()) == 1
    page = officer.get(f"{LETTERS}/{wave.id}/certificate")
    assert "cy@home.example" in page
    assert "Marked do not contact" in page
    file = page.click("Download as CSV")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["Cache-Control"] == "no-store"
    heading, *rows = csv.reader(io.StringIO(file.text.removeprefix("\ufeff")))
    assert heading == ["Email address", "Outcome", "Reason", "When"]
    assert sorted(row[:3] for row in rows) == [
        ["ada@home.example", "Waiting", "Waiting to be sent"],
        ["bob@home.example", "Waiting", "Waiting to be sent"],
        ["cy@home.example", "Not written", "Marked do not contact"],
    ]


def test_a_letter_of_another_consultation_is_not_found(
    officer: Visitor, families: list[Contact], session: Session
) -> None:
    invite(officer)
    other = factories.consultation(session)
    session.commit()
    for page in ("", "/cancel", "/certificate", "/certificate.csv"):
        officer.get(f"/officers/consultations/{other.slug}/letters/{only_wave(session).id}{page}", status=404)


@pytest.mark.every_database
def test_the_ledger_prints_a_balance_that_holds_and_filters_by_state_kind_and_letter(
    officer: Visitor, families: list[Contact], session: Session, clock: SetClock
) -> None:
    empty = officer.get("/officers/consultations/views/mail")
    assert "There are no messages yet." in empty
    invite(officer)
    with unit_of_work() as work:
        planning.launch_due(work, clock.now())
    page = officer.get("/officers/consultations/views/mail")
    assert " ".join(page.html.select_one("#main-content").get_text(" ").split()).count("3 messages in all = 2 waiting")
    assert "Marked do not contact" in page
    form = page.forms[1]
    form["state"], form["kind"] = MessageState.SKIPPED, MessageKind.INVITATION
    form["wave"].select(text="Families: Invitation")
    narrowed = form.submit()
    assert "1 message." in narrowed
    assert "No message matches." in officer.get("/officers/consultations/views/mail?state=sent")


def test_a_pause_needs_a_reason_stops_everything_and_is_resumed_after_a_question(
    officer: Visitor, session: Session
) -> None:
    form = officer.get("/officers/sending").forms[1]
    assert "Give the reason." in form.submit()
    form["reason"] = "The list has a mistake"
    paused = form.submit().follow()
    assert "Sending is paused for all of your council's consultations." in paused
    assert "The list has a mistake" in paused
    question = paused.click("Resume sending")
    assert "0 messages wait." in question
    assert "Mail leaves again." in question.forms[1].submit().follow()


def test_a_message_that_may_have_gone_is_among_what_needs_attention(
    officer: Visitor, families: list[Contact], session: Session, clock: SetClock
) -> None:
    invite(officer)
    with unit_of_work() as work:
        planning.launch_due(work, clock.now())
    message = session.scalars(select(Message).where(Message.state == MessageState.PENDING)).first()
    assert message is not None
    message.state, message.settled_at = MessageState.UNKNOWN, clock.now()
    session.commit()
    overview = officer.get("/officers/consultations/views/")
    assert "1 message may or may not have gone." in overview
    looked = overview.click("1 message may or may not have gone")
    assert "Messages that may have gone" in looked
