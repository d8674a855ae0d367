"""The first page and the last say what matters: how long, until when, what happens with answers, what comes next."""

import pytest
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from tests.clocks import SetClock
from tests.journeys.walking import SLUG, answer_all
from tests.visitor import Visitor


@pytest.mark.parametrize(("path", "minutes"), [("schools", "20 minutes"), ("families", "10 minutes")])
def test_the_first_page_says_what_matters_before_anybody_starts(
    path: str, minutes: str, kent: Consultation, visitor: Visitor
) -> None:
    page = visitor.get(f"/{SLUG}/{path}")
    assert minutes in page
    assert "11:59pm on Wednesday 9 July 2025" in page
    assert [title.text for title in page.html.select("h2")][:2] == ["What happens with your answers", "What comes next"]
    assert "We will put the date there when it is set" in page


@pytest.mark.parametrize("path", ["schools", "families"])
def test_where_the_date_of_the_summary_is_known_first_and_last_page_say_it(
    path: str, kent: Consultation, visitor: Visitor, session: Session
) -> None:
    kent.page = {"summary_due": "by the end of September 2025"}
    session.commit()
    assert "It is due by the end of September 2025." in visitor.get(f"/{SLUG}/{path}")
    assert "It is due by the end of September 2025." in answer_all(visitor, path)


def test_the_page_about_a_closed_consultation_says_when_the_summary_is_due(
    kent: Consultation, visitor: Visitor, session: Session, clock: SetClock
) -> None:
    kent.page = {"after_closing": "We read every answer.", "summary_due": "by the end of September 2025"}
    session.commit()
    clock.set("2025-07-11T09:00:00+00:00")
    assert "due by the end of September 2025" in visitor.get(f"/{SLUG}")
