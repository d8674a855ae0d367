"""Officers decide about messages that may have gone, see what it means first, and it is written down."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.audit.models import Entry
from engagement.consultations.models import Consultation
from engagement.outbox.models import Message, MessageState
from tests import factories
from tests.clocks import SetClock
from tests.visitor import Visitor

UNKNOWN = "/officers/consultations/views/mail/unknown"


@pytest.fixture
def unknown(session: Session, consultation: Consultation, clock: SetClock) -> list[Message]:
    """Three messages that may have gone."""
    messages = []
    for name in ("ada", "bob", "cy"):
        contact, _ = factories.contact(session, consultation, f"{name}@home.example")
        row = factories.message(
            session, contact, state=MessageState.UNKNOWN, reason="Cut off", due_at=clock.now(), settled_at=clock.now()
        )
        messages.append(row)
    session.commit()
    return messages


def states(session: Session) -> list[str]:
    return sorted(session.scalars(select(Message.state)))


def test_without_any_the_page_says_so(officer: Visitor, consultation: Consultation) -> None:
    assert "There are none" in officer.get(UNKNOWN)


def test_the_ledger_leads_there(officer: Visitor, unknown: list[Message]) -> None:
    page = officer.get("/officers/consultations/views/mail").click("Decide what becomes of them")
    assert "Messages that may have gone" in page


@pytest.mark.parametrize(
    ("decision", "question", "state"),
    [("again", "Send 1 message again?", "pending"), ("sent", "Treat 1 message as sent?", "sent")],
)
def test_one_is_decided_after_a_question_and_written_down(
    officer: Visitor, unknown: list[Message], session: Session, decision: str, question: str, state: str
) -> None:
    form = officer.get(UNKNOWN).forms[1]
    form.set("message", True, index=0)
    asked = form.submit("decision", value=decision)
    assert question in asked
    assert states(session) == ["unknown"] * 3
    asked.forms[1].submit().follow()
    assert states(session) == sorted([state, "unknown", "unknown"])
    noted = session.scalars(select(Entry).where(Entry.action == "unknown mail decided")).one()
    assert noted.detail == {"decision": decision, "count": 1}


@pytest.mark.every_database
def test_all_are_decided_at_once(officer: Visitor, unknown: list[Message], session: Session) -> None:
    form = officer.get(UNKNOWN).forms[1]
    form["everything"] = True
    done = form.submit("decision", value="sent").forms[1].submit().follow()
    assert "Messages that count as sent: 3." in done
    assert states(session) == ["sent"] * 3


def test_nothing_ticked_changes_nothing(officer: Visitor, unknown: list[Message], session: Session) -> None:
    page = officer.get(UNKNOWN).forms[1].submit("decision", value="again").follow()
    assert "Choose at least one message." in page
    assert states(session) == ["unknown"] * 3


@pytest.mark.every_database
def test_messages_of_another_consultation_stay_as_they_are(
    officer: Visitor, unknown: list[Message], session: Session
) -> None:
    other = factories.consultation(session)
    session.commit()
    token = officer.get(UNKNOWN).forms[1]["csrf_token"].value
    officer.post(
        f"/officers/consultations/{other.slug}/mail/unknown/decide",
        {"csrf_token": token, "decision": "sent", "confirmed": "yes", "message": str(unknown[0].id)},
    )
    assert states(session) == ["unknown"] * 3


@pytest.mark.parametrize("decision", ["", "both"])
def test_a_decision_that_is_none_is_refused(officer: Visitor, unknown: list[Message], decision: str) -> None:
    token = officer.get(UNKNOWN).forms[1]["csrf_token"].value
    officer.post(f"{UNKNOWN}/decide", {"csrf_token": token, "decision": decision}, status=409)


def test_the_status_page_shows_the_balance_and_leads_to_what_nobody_knows(
    officer: Visitor, unknown: list[Message]
) -> None:
    page = officer.get("/officers/sending")
    assert "Your Views : 3 planned = 3 not known" in " ".join(page.html.select_one("main").get_text(" ").split())
    assert "What was planned is the sum of what became of it." in page
    assert "The scheduler has not been heard for 2 minutes." in page
    assert "Nobody: whoever runs the service can name officers" in page
    assert "Messages that may have gone" in page.click(href="mail/unknown")
