"""Officers move a letter, pause and resume it by itself, watch it leave, and send it to themselves first."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.correspondence import waves as planning
from engagement.correspondence.models import Wave
from engagement.outbox.models import Hold, Message, MessageKind, MessageState
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.clocks import SetClock
from tests.officers.buttons import press
from tests.reporting import survey
from tests.visitor import Visitor

LETTERS = "/officers/consultations/views/letters"


@pytest.fixture
def wave(session: Session, consultation: Consultation, clock: SetClock) -> Wave:
    """A reminder to 60 families, planned for Thursday 26 June."""
    survey.asked(session, consultation, "families")
    for number in range(60):
        factories.contact(session, consultation, f"reader{number}@home.example")
    session.commit()
    with unit_of_work() as work:
        return planning.plan(
            work,
            consultation=consultation,
            audience="families",
            kind=MessageKind.REMINDER,
            due_at=planning.propose(consultation, "families")[1].due_at,
            now=clock.now(),
        )


def launch(clock: SetClock, wave: Wave) -> None:
    clock.set(wave.due_at)
    with unit_of_work() as session:
        assert planning.launch_due(session, clock.now()) == 1


def test_a_letter_moves_to_a_day_that_is_typed(officer: Visitor, session: Session, wave: Wave) -> None:
    form = officer.get(f"{LETTERS}/{wave.id}").click("Move it to another time").forms[1]
    assert form["day"].value == "26 June 2025"
    form["day"], form["hour"] = "28 June 2025", "14"
    done = form.submit().follow()
    assert "The letter leaves at 9am on Monday 30 June 2025. No letter leaves on Saturday 28 June 2025." in done
    assert "It leaves at 9am on Monday 30 June 2025." in done


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "Enter a day."),
        ("soon", "Enter a day such as 2 July 2025."),
        ("1 June 2025", "That time has passed."),
        ("9 July 2025", "Families are not reminded in the last 24 hours"),
    ],
)
def test_a_day_that_will_not_do_is_said_at_the_field(officer: Visitor, wave: Wave, day: str, sentence: str) -> None:
    form = officer.get(f"{LETTERS}/{wave.id}/move").forms[1]
    form["day"] = day
    page = form.submit()
    assert sentence in page
    assert page.forms[1]["day"].value == day


def test_a_letter_is_paused_and_resumed_once_the_number_has_been_seen(
    officer: Visitor, session: Session, wave: Wave, consultation: Consultation
) -> None:
    paused = press(officer, f"{LETTERS}/{wave.id}", "Pause it")
    assert "It is paused: nothing of it leaves" in paused
    assert "Paused" in officer.get(LETTERS)
    assert "Paused" in officer.get(f"{LETTERS}/calendar")
    question = officer.get(f"{LETTERS}/{wave.id}/resume")
    assert "60 contacts would get it now." in question
    factories.contact(session, consultation, "late@home.example")
    session.commit()
    question.forms[1].submit(status=409)
    assert session.scalar(select(Hold.wave_id)) == wave.id
    again = officer.get(f"{LETTERS}/{wave.id}/resume")
    assert "The letter goes on, to 61 contacts." in again.forms[1].submit().follow()
    session.expire_all()
    assert session.scalar(select(Hold.wave_id)) is None
    assert session.get_one(Wave, wave.id).announced_size == 61
    officer.get(f"{LETTERS}/{wave.id}/resume", status=409)


def test_a_test_goes_to_the_officers_own_address_and_counts_in_no_wave(
    officer: Visitor, session: Session, wave: Wave
) -> None:
    assert "A test is on its way" in press(officer, f"{LETTERS}/{wave.id}", "Send it to me")
    words = f"{LETTERS}/families/reminder/words"
    assert "A test is on its way" in press(officer, words, "Send me the saved letter")
    tests = session.execute(select(Message.kind, Message.wave_id, Message.contact_id, Message.template)).all()
    assert tests == [("test", None, None, "families/reminder")] * 2
    assert "Test to an officer" in officer.get("/officers/consultations/views/mail")


class TestWhileItRuns:
    """The wave is launched, and the officer signs in after that."""

    @pytest.fixture(autouse=True)
    def launched(self, wave: Wave, clock: SetClock) -> None:
        launch(clock, wave)

    def test_the_page_tells_how_far_it_has_come_and_refreshes_only_when_asked(
        self, officer: Visitor, session: Session, wave: Wave, clock: SetClock
    ) -> None:
        page = officer.get(f"{LETTERS}/{wave.id}").click("See how far it has come")
        assert "60 wait, and none has left in the last 5 minutes." in page
        assert "http-equiv" not in page
        clock.set(clock.now() + timedelta(seconds=30))
        some = select(Message.id).limit(30)
        session.execute(update(Message).where(Message.id.in_(some)).values(state="sent", settled_at=clock.now()))
        session.commit()
        live = page.click("keep the page up to date by itself")
        assert '<meta http-equiv="refresh" content="10">' in live
        assert "30 wait. About 60 leave in a minute, so it takes less than a minute more." in live
        assert "http-equiv" not in live.click("Stop that")

    def test_a_running_letter_is_paused_and_resumed(self, officer: Visitor, session: Session, wave: Wave) -> None:
        press(officer, f"{LETTERS}/{wave.id}/progress", "Pause this letter")
        assert "It is paused. 60 wait." in officer.get(f"{LETTERS}/{wave.id}/progress")
        question = officer.get(f"{LETTERS}/{wave.id}/resume")
        assert "60 messages wait." in question
        assert "The letter goes on, to 60 contacts." in question.forms[1].submit().follow()

    def test_it_cannot_be_moved_any_more(self, officer: Visitor, wave: Wave) -> None:
        assert "Move it" not in officer.get(f"{LETTERS}/{wave.id}")
        officer.get(f"{LETTERS}/{wave.id}/move", status=409)

    def test_when_nothing_waits_it_is_done(self, officer: Visitor, session: Session, wave: Wave) -> None:
        session.execute(update(Message).values(state=MessageState.SENT, settled_at=wave.due_at))
        session.commit()
        assert "It is done." in officer.get(f"{LETTERS}/{wave.id}/progress?refresh=on")

    def test_the_certificate_is_an_equation_read_page_by_page(
        self, officer: Visitor, session: Session, wave: Wave
    ) -> None:
        session.execute(
            update(Message).where(Message.id.in_(select(Message.id).limit(4))).values(state="failed", reason="No")
        )
        session.commit()
        page = officer.get(f"{LETTERS}/{wave.id}/certificate")
        words = " ".join(page.html.select_one("#main-content").get_text(" ").split())
        assert "60 contacts = 56 waiting + 4 failed" in words
        seen = re.findall(r"reader\d+@home", page.text)
        further = page.click("Next page")
        seen += re.findall(r"reader\d+@home", further.text)
        assert len(seen) == len(set(seen)) == 60
        assert "Next page" not in further
        assert "First page" in further
        failed = page.click("^failed$")
        assert len(re.findall(r"reader\d+@home", failed.text)) == 4
