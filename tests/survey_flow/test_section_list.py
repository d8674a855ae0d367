"""The list of sections: what state each is in, and how to get there and back."""

import pytest
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from tests.clocks import SetClock
from tests.journeys.conftest import kent as kent  # a fixture
from tests.journeys.walking import SLUG, Page, fill, press, start
from tests.survey_flow.test_speed import counted
from tests.visitor import Visitor

FAMILIES = f"/{SLUG}/families"


def states(page: Page) -> dict[str, str]:
    """The state of each section, by its title."""
    items = page.html.select(".govuk-task-list__item")
    return {item.a.text.strip(): item.select_one(".govuk-task-list__status").text.strip() for item in items}


@pytest.mark.parametrize("path", ["schools", "families"])
def test_after_the_start_all_sections_stand_there_not_started(kent: Consultation, visitor: Visitor, path: str) -> None:
    page = visitor.get(f"/{SLUG}/{path}").forms[0].submit().follow()
    assert page.request.path == f"/{SLUG}/{path}/sections"
    assert set(states(page).values()) == {"Not started"}


def test_a_young_person_goes_straight_to_the_first_question(kent: Consultation, visitor: Visitor) -> None:
    assert "/q/" in visitor.get(f"/{SLUG}/young-people").forms[0].submit().follow().request.path
    visitor.get(f"/{SLUG}/young-people/sections", status=404)


def test_each_section_says_how_far_it_has_come(kent: Consultation, visitor: Visitor) -> None:
    fill(page := start(visitor, "families"), {"f_role": "parent"})
    press(page)
    fill(page := visitor.get(f"{FAMILIES}/q/what_matters"), {"f_priority": ["safety"], "f_best": "x" * 2_001})
    press(page, "save")
    fill(page := visitor.get(f"{FAMILIES}/q/finding_a_place"), {"f_choice": ["therapy"], "f_choice_info": "all"})
    fill(page, {"f_th_right_place": "good"})
    listed = states(press(page, "sections").follow())
    assert listed["You and your child"] == "1 of 3 answered"
    assert listed["Finding the right place"] == "Answered"
    assert listed["What matters most"] == "Needs another look"
    assert listed["The journey"] == "Not started"


def test_a_section_that_is_not_asked_is_not_listed(kent: Consultation, visitor: Visitor) -> None:
    fill(page := start(visitor, "families"), {"f_attends": "no"})
    assert "The journey" not in states(press(page, "sections").follow())


def test_the_list_leads_to_any_section_and_the_check_page_leads_back(kent: Consultation, visitor: Visitor) -> None:
    page = press(start(visitor, "schools"), "sections").follow()
    page = page.click("Fees and value")
    assert page.request.path.endswith("/q/fees")
    page = press(page, "overview").follow().click("See all sections")
    assert page.request.path == f"/{SLUG}/schools/sections"


def test_after_the_close_the_list_gives_way_to_the_answers(
    kent: Consultation, visitor: Visitor, clock: SetClock
) -> None:
    start(visitor, "families")
    clock.set("2025-07-10T12:00:00+00:00")
    assert visitor.get(f"{FAMILIES}/sections").location.endswith("/check")


def test_whoever_has_not_begun_is_sent_to_the_start(kent: Consultation, visitor: Visitor) -> None:
    assert visitor.get(f"{FAMILIES}/sections").location.endswith("/families")


def test_the_list_takes_three_queries(kent: Consultation, visitor: Visitor, session: Session) -> None:
    start(visitor, "schools")
    with counted(session) as opening:
        visitor.get(f"/{SLUG}/schools/sections")
    assert len(opening.statements) <= 3, opening.statements
