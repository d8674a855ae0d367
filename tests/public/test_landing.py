"""The landing page: what it is about, in order, and what may be done in each state."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from engagement.consultations.models import GRACE, Consultation, DeadlineChange
from engagement.extensions import db
from engagement.public import finding
from tests import factories
from tests.clocks import SetClock
from tests.public.conftest import ask
from tests.visitor import Visitor

WAYS_IN = ["Take the schools survey", "Take the families survey", "Start the young people's survey"]
IN_ORDER = [
    "Help shape the future of placements",
    'alt="A pot of coloured pencils on a table."',
    "Answer by <strong>11:59pm on Wednesday 9 July 2025</strong>",
    *WAYS_IN,
    "Why we are asking",
    "Who we are asking",
    "What is settled",
    "What is still open",
    "Key dates",
    "inclusion@kent.gov.uk</a>",
    "alternativeformats@kent.gov.uk",
]


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """The statements that are sent to the database meanwhile."""
    sent: list[str] = []

    def listen(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)


def test_the_page_tells_what_people_need_in_order(visitor: Visitor, kent: Consultation) -> None:
    text = visitor.get("/nmiss-engagement").text.replace("&#39;", "'")
    places = [text.find(words) for words in IN_ORDER]
    assert -1 not in places
    assert places == sorted(places)


def test_the_title_names_the_page_the_consultation_and_the_council(visitor: Visitor, kent: Consultation) -> None:
    assert visitor.get("/nmiss-engagement").html.title.string == (
        "Help shape the future of placements for Kent's children and young people with significant or complex needs"
        " – Non-Maintained Independent Special Schools - Market Engagement – Kent County Council"
    )


def test_the_three_ways_in_lead_to_the_three_surveys(visitor: Visitor, kent: Consultation) -> None:
    doors = visitor.get("/nmiss-engagement").html.select(".door a.govuk-button")
    assert [door["href"] for door in doors] == [
        "/nmiss-engagement/schools",
        "/nmiss-engagement/families",
        "/nmiss-engagement/young-people",
    ]


def test_the_schools_survey_is_plainly_for_schools_and_offers_the_sheet_first(
    visitor: Visitor, kent: Consultation
) -> None:
    door = visitor.get("/nmiss-engagement").html.select(".door")[0]
    assert "This survey is for schools." in door.text
    assert [link["href"] for link in door.select("a")] == [
        "/nmiss-engagement/information-sheet",
        "/nmiss-engagement/schools",
    ]


def test_only_those_who_are_asked_something_get_a_way_in(visitor: Visitor, session: Session) -> None:
    page = {"ways_in": [{"audience": "families", "heading": "Families", "text": "Tell us.", "button": "Begin"}]}
    without = factories.consultation(session, page=page)
    asked = factories.consultation(session, page=page)
    ask(session, asked, "families")
    session.commit()
    assert not visitor.get(f"/{without.slug}").html.select(".door")
    assert visitor.get(f"/{asked.slug}").html.select(".door")


def test_the_days_of_opening_and_closing_stand_among_the_key_dates(visitor: Visitor, kent: Consultation) -> None:
    rows = visitor.get("/nmiss-engagement").html.select(".govuk-summary-list__row")
    told = [" ".join(row.text.split()) for row in rows]
    assert told[2:4] == ["Friday 13 June 2025 The surveys open", "Wednesday 9 July 2025 Last day to answer"]
    assert told[-1] == "Tuesday 1 September 2026 Planned start of the new contract, subject to formal approval"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2025-06-16T09:00:00+00:00", "There are 23 days left."),
        ("2025-07-08T09:00:00+00:00", "There is 1 day left."),
        ("2025-07-09T22:59:59+00:00", "Today is the last day."),
    ],
)
def test_an_open_consultation_says_how_long_there_is(
    visitor: Visitor, kent: Consultation, clock: SetClock, now: str, words: str
) -> None:
    clock.set(now)
    assert words in visitor.get("/nmiss-engagement").text


def test_before_the_first_day_it_says_when_it_opens_and_offers_no_way_in(
    visitor: Visitor, kent: Consultation, session: Session, clock: SetClock
) -> None:
    kent.published_at = datetime(2025, 6, 1, tzinfo=UTC)
    session.commit()
    clock.set("2025-06-12T22:59:59+00:00")
    page = visitor.get("/nmiss-engagement")
    assert "The surveys open on <strong>Friday 13 June 2025</strong>" in page.text
    assert not page.html.select(".door")
    assert "Background and Context" in visitor.get("/nmiss-engagement/information-sheet").text


def test_after_the_last_day_it_says_so_and_what_happens_next(
    visitor: Visitor, kent: Consultation, clock: SetClock
) -> None:
    clock.set(factories.CLOSES_AT + GRACE)
    page = visitor.get("/nmiss-engagement")
    assert "The surveys closed at <strong>11:59pm on Wednesday 9 July 2025</strong>" in page.text
    assert "What happens next" in page.text
    assert "you can still send" not in page.text
    assert not page.html.select(".door")


def test_those_who_began_are_told_until_when_they_may_still_send(
    visitor: Visitor, kent: Consultation, clock: SetClock
) -> None:
    clock.set(factories.CLOSES_AT)
    assert (
        "you can still send your answers until 12:30am on Thursday 10 July 2025"
        in visitor.get("/nmiss-engagement").text
    )


def test_a_moved_deadline_is_shown_with_the_old_one_and_the_reason(
    visitor: Visitor, kent: Consultation, session: Session
) -> None:
    for weeks, reason in ((3, "An older reason."), (1, "Some schools were being inspected.")):
        session.add(
            DeadlineChange(
                consultation_id=kent.id,
                changed_at=factories.CLOSES_AT - timedelta(weeks=weeks),
                changed_by="Ada",
                reason=reason,
                closes_at_before=kent.closes_at - timedelta(weeks=weeks),
                closes_at_after=kent.closes_at,
            )
        )
    session.commit()
    text = visitor.get("/nmiss-engagement").text
    assert "It was 11:59pm on Wednesday 2 July 2025. The reason: Some schools were being inspected." in text
    assert "An older reason." not in text


def test_a_draft_is_not_there_for_the_public(visitor: Visitor, kent: Consultation, session: Session) -> None:
    kent.published_at = None
    session.commit()
    for address in ("", "/information-sheet", "/get-help", "/privacy", "/other-formats"):
        draft = visitor.get(f"/nmiss-engagement{address}", status=404)
        nothing = visitor.get(f"/no-such-consultation{address}", status=404)
        assert draft.text == nothing.text


def test_an_officer_previews_a_draft_and_is_told_that_it_is_one(
    visitor: Visitor, kent: Consultation, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    kent.published_at = None
    session.commit()
    monkeypatch.setattr(finding, "current_user", SimpleNamespace(council_id=kent.council_id))
    text = visitor.get("/nmiss-engagement").text
    assert "Only officers can see this page. It is not public yet." in text
    assert '<meta name="robots" content="noindex">' in text
    monkeypatch.setattr(finding, "current_user", SimpleNamespace(council_id=None))
    visitor.get("/nmiss-engagement", status=404)


def test_a_page_with_no_words_yet_is_still_a_page(visitor: Visitor, session: Session) -> None:
    bare = factories.consultation(session, title="A bare one", page={})
    session.commit()
    assert visitor.get(f"/{bare.slug}").html.h1.string == "A bare one"


def test_words_from_the_document_are_shown_as_text_and_never_as_markup(visitor: Visitor, session: Session) -> None:
    row = factories.consultation(session, page={"why": "<script>alert(1)</script>", "heading": "<b>bold</b>"})
    session.commit()
    page = visitor.get(f"/{row.slug}")
    assert page.html.h1.string == "<b>bold</b>"
    assert "<script>alert" not in page.text


def test_showing_the_page_asks_the_database_three_times(visitor: Visitor, kent: Consultation) -> None:
    with counted_queries() as sent:
        visitor.get("/nmiss-engagement")
    assert len(sent) == 3
