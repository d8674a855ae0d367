"""The deadline to the millisecond: a plain day and both clock-change weekends, wherever the server stands."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engagement.consultations.deadlines import end_of_day, start_of_day
from engagement.consultations.models import Consultation
from engagement.responses.models import Answer, Draft, Response
from tests.clocks import SetClock
from tests.journeys.walking import SLUG, fill, press, send, start, walk
from tests.visitor import Visitor

FAMILIES = f"/{SLUG}/families"
MOMENT = timedelta(milliseconds=1)
GRACE = timedelta(minutes=30)
# The last day, the instant at which it ends in London, and the end of the half hour in words.
CASES = [
    (date(2025, 7, 9), datetime(2025, 7, 9, 23, tzinfo=UTC), "12:30am on Thursday 10 July 2025"),
    (date(2025, 10, 26), datetime(2025, 10, 27, 0, tzinfo=UTC), "12:30am on Monday 27 October 2025"),
    (date(2026, 3, 29), datetime(2026, 3, 29, 23, tzinfo=UTC), "12:30am on Monday 30 March 2026"),
]


@pytest.fixture(params=["UTC", "Europe/London", "Asia/Tokyo"])
def server_zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """The time zone that the server's own clock is set to."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.fixture(params=CASES, ids=lambda case: str(case[0]))
def close(request: pytest.FixtureRequest, kent: Consultation, session: Session, server_zone: str) -> datetime:
    """The instant of the close, with a consultation that has it."""
    last_day, instant, _ = request.param
    kent.opens_at = start_of_day(last_day - timedelta(days=7))
    kent.published_at = kent.opens_at
    kent.closes_at = end_of_day(last_day)
    session.commit()
    assert kent.closes_at == instant
    closes: datetime = instant
    return closes


def count(session: Session, what: type[Draft] | type[Response]) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(what)) or 0


@pytest.mark.every_database
def test_to_the_last_millisecond_anybody_may_begin_and_nobody_after_it(
    close: datetime, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    clock.set(close - MOMENT)
    page = visitor.get(FAMILIES)
    for instant in (close, close + MOMENT):
        clock.set(instant)
        refused = page.forms[0].submit().follow()
        assert "This survey has closed" in refused
        assert count(session, Draft) == 0
    clock.set(close - MOMENT)
    page.forms[0].submit()
    assert count(session, Draft) == 1


@pytest.mark.parametrize(
    ("after", "in_grace"), [(-MOMENT, False), (timedelta(), True), (MOMENT, True), (GRACE - MOMENT, True)]
)
def test_a_draft_begun_before_the_close_may_be_sent_for_half_an_hour_more(
    after: timedelta, in_grace: bool, close: datetime, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    clock.set(close - timedelta(minutes=20))
    page = walk(start(visitor, "families"), {"f_role": "parent"})
    clock.set(close + after)
    receipt = send(page)
    assert count(session, Response) == 1
    assert session.scalars(select(Response.in_grace)).one() is in_grace
    assert ("in the half hour after the close" in receipt) is in_grace
    assert "you can still send" not in receipt


@pytest.mark.parametrize("after", [GRACE, GRACE + MOMENT])
def test_after_the_half_hour_answers_stay_readable_and_are_not_sent(
    after: timedelta, close: datetime, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    clock.set(close - timedelta(minutes=20))
    page = start(visitor, "families")
    fill(page, {"f_role": "foster_carer"})
    press(page)
    last = visitor.get(f"{FAMILIES}/q/what_matters")
    check = visitor.get(f"{FAMILIES}/check")
    clock.set(close + after)
    refused = check.forms[0].submit().follow()
    assert "Foster carer" in refused
    assert "were not sent" in refused
    assert not refused.forms
    fill(last, {"f_change": "Typed at the bell"})
    kept = press(last).follow()
    assert "Typed at the bell" in kept
    assert count(session, Response) == 0
    assert "Read your answers" in visitor.get(FAMILIES)
    assert visitor.get(f"{FAMILIES}/q/what_matters").location.endswith("/check")


def test_in_the_half_hour_every_page_says_until_when(
    kent: Consultation, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    for last_day, close, in_words in CASES:
        kent.opens_at = kent.published_at = start_of_day(last_day - timedelta(days=7))
        kent.closes_at = end_of_day(last_day)
        session.commit()
        clock.set(close - MOMENT)
        visitor.reset()
        page = start(visitor, "families")
        clock.set(close)
        for address in (FAMILIES, f"{FAMILIES}/q/journey", f"{FAMILIES}/check"):
            assert f"you can still send your answers until {in_words}" in visitor.get(address)
        fill(page, {"f_role": "parent"})
        assert press(page).follow().request.path == f"{FAMILIES}/q/finding_a_place"


def test_nobody_begins_in_the_half_hour_by_way_of_a_lost_cookie(
    kent: Consultation, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    page = start(visitor, "families")
    visitor.reset()
    session.execute(delete(Draft))
    session.commit()
    clock.set(kent.closes_at)
    fill(page, {"f_role": "parent"})
    for _ in range(2):
        page = page.forms["page"].submit("go", value="on")
        assert page.forms["page"]["f_role"].value == "parent"
        assert "This survey has closed" in page
    assert count(session, Draft) == 0


def test_a_closed_consultation_keeps_answers_already_given(
    kent: Consultation, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    send(walk(start(visitor, "families"), {"f_role": "parent"}))
    clock.set(kent.closes_at + timedelta(days=1))
    assert "Your answers have been sent" in visitor.get(FAMILIES).follow()
    assert session.scalars(select(Answer.question_key)).all() == ["f_role"]


def test_before_the_opening_there_is_a_page_and_no_way_to_begin(
    kent: Consultation, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    kent.published_at = kent.opens_at - timedelta(days=1)
    session.commit()
    clock.set(kent.opens_at - MOMENT)
    page = visitor.get(FAMILIES)
    assert "It opens on Friday 13 June 2025" in page
    assert not page.forms
    visitor.post(f"{FAMILIES}/start")
    assert count(session, Draft) == 0
    clock.set(kent.opens_at)
    assert "Start now" in visitor.get(FAMILIES)


def test_a_consultation_that_is_not_published_is_not_there(
    kent: Consultation, visitor: Visitor, session: Session
) -> None:
    kent.published_at = None
    session.commit()
    assert "Page not found" in visitor.get(FAMILIES, status=404)
    visitor.post(f"{FAMILIES}/start", status=404)
