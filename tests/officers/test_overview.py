"""The overview says how far things are, how long there is and what needs somebody."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.correspondence.models import Wave, WaveState
from engagement.officers.attention import attention
from engagement.officers.overview import time_left
from engagement.outbox.alarms import Alarm
from engagement.outbox.models import MessageKind, MessageState
from engagement.outbox.service import Status
from engagement.reporting.progress import Progress
from tests import factories
from tests.clocks import SetClock
from tests.reporting import survey
from tests.visitor import Visitor

WELL = Status(
    counts={}, planned=0, oldest_due_seconds=0, unknown=0, paused=False, pause_reason="", alarms=(), last_beat=None
)


def asked_for_attention(
    status: Status, waves: list[Wave], contacts: int = 1, bounced: int = 0, soft_bounced: int = 0
) -> list[str]:
    consultation = Consultation(
        slug="views", opens_at=factories.OPENS_AT, closes_at=factories.CLOSES_AT, published_at=factories.OPENS_AT
    )
    numbers = {"families": Progress(contacts=contacts, bounced=bounced, soft_bounced=soft_bounced)}
    now = factories.OPENS_AT + timedelta(days=1)
    return [
        matter.sentence
        for matter in attention(consultation, numbers, ("families", "young_people"), status, waves, None, now)
    ]


def wave(kind: MessageKind, state: WaveState) -> Wave:
    return Wave(audience="families", kind=kind, state=state)


def test_nothing_needs_attention_once_invitations_are_planned_and_mail_is_well() -> None:
    assert asked_for_attention(WELL, [wave(MessageKind.INVITATION, WaveState.PLANNED)]) == []


def test_what_is_missing_is_named_audience_by_audience_but_never_for_children() -> None:
    assert asked_for_attention(WELL, [], contacts=0) == ["There are no contacts of families yet."]
    assert asked_for_attention(WELL, []) == ["No invitation to families is planned."]
    cancelled = [wave(MessageKind.INVITATION, WaveState.CANCELLED)]
    assert asked_for_attention(WELL, cancelled) == ["No invitation to families is planned."]


def test_a_pause_an_alarm_and_a_stopped_letter_are_named() -> None:
    unwell = Status(
        counts={"views": {MessageState.FAILED: 2}},
        planned=2,
        oldest_due_seconds=600,
        unknown=0,
        paused=True,
        pause_reason="A mistake",
        alarms=(Alarm.LATE,),
        last_beat=None,
    )
    assert asked_for_attention(unwell, [wave(MessageKind.INVITATION, WaveState.STOPPED)]) == [
        "A message has been due for more than 5 minutes.",
        "Sending is paused: A mistake",
        "2 messages could not be delivered. Look at the reasons for them.",
        "A letter to families has stopped, because more would get it than was announced.",
    ]


@pytest.mark.parametrize(
    ("bounced", "soft_bounced", "sentences"),
    [
        (1, 0, ["Letters to 1 contact came back for good. Correct the address."]),
        (3, 0, ["Letters to 3 contacts came back for good. Correct the addresses."]),
        (0, 2, ["Letters to 2 contacts have come back three times or more."]),
    ],
)
def test_letters_that_came_back_are_named(bounced: int, soft_bounced: int, sentences: list[str]) -> None:
    planned = [wave(MessageKind.INVITATION, WaveState.PLANNED)]
    assert asked_for_attention(WELL, planned, bounced=bounced, soft_bounced=soft_bounced) == sentences


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2025-06-11T09:00:00+00:00", "Opens in 2 days"),
        ("2025-06-12T22:59:00+00:00", "Opens in 1 day"),
        ("2025-06-25T09:00:00+00:00", "14 days left"),
        ("2025-07-08T22:59:00+00:00", "1 day left"),
        ("2025-07-09T22:59:00+00:00", "Today is the last day"),
        ("2025-07-09T23:00:00+00:00", "Closed 1 day ago"),
        ("2025-07-19T09:00:00+00:00", "Closed 10 days ago"),
    ],
)
def test_time_is_told_in_whole_days_of_london(now: str, words: str) -> None:
    consultation = Consultation(
        opens_at=factories.OPENS_AT,
        closes_at=factories.CLOSES_AT,
        published_at=factories.OPENS_AT - timedelta(days=30),
    )
    assert time_left(consultation, SetClock(now).now()) == words


def test_a_draft_is_listed_as_one(officer: Visitor, session: Session) -> None:
    factories.consultation(session, published_at=None, title="Not yet public")
    session.commit()
    page = officer.get("/officers/")
    assert "Not yet public" in page
    assert "Not published" in page


def test_with_no_consultation_the_list_says_what_to_do(officer: Visitor) -> None:
    assert "There are no consultations yet." in officer.get("/officers/")


def test_the_overview_has_the_deadline_in_words_and_each_audiences_numbers(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    factories.contact(session, consultation, "ada@home.example")
    version = survey.asked(session, consultation, "families")
    survey.answered(session, version, {"places": 1})
    survey.answered(session, version, {}, blank=True)
    session.commit()
    page = officer.get("/officers/consultations/views/")
    assert "11:59pm on Wednesday 9 July 2025" in page
    assert "23 days left" in page
    [row] = [row.get_text(" ", strip=True) for row in page.html.select("tbody tr")]
    assert row == "Families 1 0 2 1 0 0 0"
    assert "1 more sent the survey without answering anything." in page


def test_an_unknown_consultation_is_not_found(officer: Visitor) -> None:
    officer.get("/officers/consultations/nothing/", status=404)


def test_the_audit_trail_names_officers_and_is_checked_when_asked(officer: Visitor, consultation: Consultation) -> None:
    officer.get("/officers/consultations/views/contacts")
    page = officer.get("/officers/audit")
    assert "Contacts read" in page
    assert "Ada of the council" in page
    assert "All 2 entries are as they were written." in page.click("Check that it is whole")
