"""The public pages can be looked at in every state, as the public would see them, before there is a public."""

import pytest
from sqlalchemy.orm import Session

from engagement.consultations import working_copies
from engagement.consultations.models import Consultation
from tests import factories
from tests.clocks import SetClock
from tests.visitor import Visitor

PREVIEW = "/officers/consultations/nmiss-engagement/preview"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("upcoming", "The surveys open on"),
        ("open", "Answer by"),
        ("closed", "Every answer sent by then is kept."),
    ],
)
def test_the_landing_page_is_shown_in_each_state(officer: Visitor, draft: Consultation, state: str, words: str) -> None:
    page = officer.get(f"{PREVIEW}/{state}/newest/")
    assert words in page
    assert "Preview: nothing is kept" in page
    assert "Only officers can see this page" not in page


def test_an_audience_whose_questionnaire_is_being_written_has_its_way_in_already(
    officer: Visitor, draft: Consultation, session: Session, clock: SetClock
) -> None:
    empty = factories.consultation(session, slug="views", page=draft.page, published_at=None)
    working_copies.begin(session, empty, "families", by="officer:bob", now=clock.now())
    session.commit()
    page = officer.get("/officers/consultations/views/preview/open/newest/")
    [way] = page.html.select(".door a")
    assert way["href"].endswith("/views/preview/open/newest/families")


def test_every_page_leads_on_within_the_preview(officer: Visitor, draft: Consultation) -> None:
    index = officer.get(PREVIEW)
    links = [link["href"] for link in index.html.select("main td a")]
    assert len(links) == 18
    for address in links:
        page = officer.get(address)
        assert len(page.html.select("h1")) == 1
        assert not page.html.select("a[href^='/nmiss-engagement']:not([href*='/paper/'])")
    officer.get(f"{PREVIEW}/open/newest/information-sheet/1")
    # The last is a digit of its own kind, which is no number.
    for number in ("2", "9" * 5000, "%C2%B2"):
        officer.get(f"{PREVIEW}/open/newest/information-sheet/{number}", status=404)


def test_the_public_itself_still_sees_nothing(visitor: Visitor, draft: Consultation) -> None:
    visitor.get("/nmiss-engagement", status=404)


def test_a_public_page_has_no_bar(officer: Visitor, kent: Consultation) -> None:
    assert "nothing is kept" not in officer.get("/nmiss-engagement")
