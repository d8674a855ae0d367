"""Two people, or one with two devices, at the same draft: changes meet without a loss, and a person chooses."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from tests import factories
from tests.journeys.walking import PATHS, SLUG, Page, fill, press
from tests.visitor import Visitor

pytestmark = pytest.mark.every_database

FAMILIES = f"/{SLUG}/families"
ADDRESS = f"{FAMILIES}/q/what_matters"


@pytest.fixture
def two(kent: Consultation, session: Session, new_visitor: Callable[[], Visitor]) -> tuple[Visitor, Visitor]:
    """Two browsers with one personal link, both begun."""
    return opened(session, kent, new_visitor, "families")


def opened(
    session: Session, kent: Consultation, new_visitor: Callable[[], Visitor], audience: str
) -> tuple[Visitor, Visitor]:
    """Two browsers at the draft of one personal link."""
    _, token = factories.contact(session, kent, "somebody@example.org", audience)
    session.commit()
    pair = new_visitor(), new_visitor()
    for visitor in pair:
        visitor.get(f"/{SLUG}/i/{token}").follow().forms[0].submit()
    return pair


def typed(page: Page, **answers: str) -> Page:
    """A page with something typed."""
    fill(page, answers)
    return page


def clash(two: tuple[Visitor, Visitor]) -> Page:
    """The page that the second sees when both answered the same question."""
    one, other = two
    first, second = one.get(ADDRESS), other.get(ADDRESS)
    press(typed(first, f_best="The garden"))
    typed(second, f_best="The teachers\r\nand <b>lunch</b>")
    return second.forms["page"].submit("go", value="back", status=409)


def best(visitor: Visitor) -> str:
    """What is saved for the question that both answered."""
    value: str = visitor.get(ADDRESS).forms["page"]["f_best"].value
    return value.replace("\r\n", "\n")


def test_different_questions_of_one_page_merge_without_a_word(two: tuple[Visitor, Visitor]) -> None:
    one, other = two
    first, second = one.get(ADDRESS), other.get(ADDRESS)
    fill(first, {"f_best": "The garden"})
    fill(second, {"f_priority": ["safety"]})
    assert press(first).status_int == 303
    assert press(second).status_int == 303
    page = one.get(ADDRESS)
    assert best(one) == "The garden"
    assert [box.checked for box in page.forms["page"].fields["f_priority"]].count(True) == 1


def test_the_same_question_shows_both_and_changes_nothing(two: tuple[Visitor, Visitor]) -> None:
    page = clash(two)
    shown = [value.text.strip() for value in page.html.select(".answer")]
    assert shown == ["The garden", "The teachers\nand <b>lunch</b>"]
    assert best(two[0]) == "The garden"


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("saved", "The garden"),
        ("mine", "The teachers\nand <b>lunch</b>"),
        ("both", "The garden\n\nThe teachers\nand <b>lunch</b>"),
    ],
)
def test_the_person_chooses_and_goes_on_as_they_meant_to(choice: str, kept: str, two: tuple[Visitor, Visitor]) -> None:
    form = clash(two).forms["page"]
    form["keep.f_best"] = choice
    assert form.submit("go", index=0).location.endswith("/q/future")
    assert best(two[0]) == kept


def test_without_a_choice_the_page_asks_again_and_has_both(two: tuple[Visitor, Visitor]) -> None:
    again = clash(two).forms["page"].submit("go", index=0, status=409)
    assert again.html.select_one(".govuk-error-summary a")["href"] == "#keep-f_best"
    assert again.html.select_one("#keep-f_best")
    assert again.html.select_one(".answer").text == "The garden"
    again.forms["page"]["keep.f_best"] = "mine"
    again.forms["page"].submit("go", index=0, status=303)


def test_a_third_answer_meanwhile_is_shown_before_anything_is_replaced(two: tuple[Visitor, Visitor]) -> None:
    form = clash(two).forms["page"]
    press(typed(two[0].get(ADDRESS), f_best="The garden, and the pond"))
    form["keep.f_best"] = "both"
    again = form.submit("go", index=0, status=409)
    assert "The garden, and the pond" in again
    assert best(two[0]) == "The garden, and the pond"


def test_a_choice_of_one_answer_offers_no_both(two: tuple[Visitor, Visitor]) -> None:
    one, other = two
    address = f"{FAMILIES}/q/about_your_child"
    first, second = one.get(address), other.get(address)
    press(typed(first, f_role="parent"))
    page = typed(second, f_role="carer").forms["page"].submit("go", value="on", status=409)
    assert [option["value"] for option in page.html.select("input[type=radio]")] == ["saved", "mine"]
    page.forms["page"]["keep.f_role"] = "mine"
    page.forms["page"].submit("go", index=0, status=303)
    assert one.get(address).forms["page"]["f_role"].value == "carer"


def test_going_back_in_one_browser_is_no_clash(two: tuple[Visitor, Visitor]) -> None:
    one, _ = two
    press(typed(one.get(ADDRESS), f_best="The garden"))
    assert press(typed(one.get(ADDRESS), f_best="The pond")).status_int == 303
    assert best(one) == "The pond"


@pytest.mark.parametrize(
    ("audience", "step", "field", "title"),
    [
        ("schools", "contract", "s_model_why", "Choose which answer to keep"),
        ("young_people", "y_change", "y_change", "There are two answers"),
    ],
)
def test_every_audience_is_asked_in_its_own_words(
    audience: str,
    step: str,
    field: str,
    title: str,
    kent: Consultation,
    session: Session,
    new_visitor: Callable[[], Visitor],
) -> None:
    one, other = opened(session, kent, new_visitor, audience)
    address = f"/{SLUG}/{PATHS[audience]}/q/{step}"
    first, second = one.get(address), other.get(address)
    press(typed(first, **{field: "One thing"}))
    page = typed(second, **{field: "Another"}).forms["page"].submit("go", value="on", status=409)
    assert page.html.select_one("h1").text == title
