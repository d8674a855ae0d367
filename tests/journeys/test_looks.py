"""How pages look is each person's own choice: it stays, it never touches answers, and the next person starts afresh."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.responses.models import Response
from tests.journeys.conftest import kent as kent  # a fixture
from tests.journeys.walking import PATHS, SLUG, SOME, Page, fill, press, send, start, walk
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("kent")
USUAL = {"size-usual", "paper-usual", "pictures-usual", "mode-standard"}


def classes(page: Page) -> set[str]:
    """The classes of the whole page, besides the library's own."""
    return set(page.html.find("html")["class"]) - {"govuk-template"}


def choose(page: Page, **wanted: str) -> Page:
    """Make choices on the page for them; gives the page that one comes back to."""
    form = next(form for form in page.forms.values() if "size" in form.fields)
    for name, value in wanted.items():
        form[name] = value
    return form.submit().follow()


@pytest.mark.parametrize("audience", list(PATHS))
def test_choices_stay_on_every_page_of_the_site_and_after_sending(audience: str, visitor: Visitor) -> None:
    page = start(visitor, audience)
    assert classes(page) == USUAL
    address = page.request.path
    page = choose(press(page, "looks").follow(), size="biggest", paper="cream", mode="easy_read")
    assert page.request.path == address
    wanted = {"size-biggest", "paper-cream", "mode-easy-read"}
    assert wanted < classes(page)
    assert wanted < classes(visitor.get(f"/{SLUG}/get-help"))
    assert wanted < classes(send(walk(page, SOME[audience])))


def test_the_way_to_the_choices_keeps_what_was_just_typed(visitor: Visitor) -> None:
    page = start(visitor, "young_people")
    fill(page, {"y_who": "me"})
    page = choose(press(page, "looks").follow(), size="bigger")
    assert page.forms["page"]["y_who"].value == "me"


def test_from_the_start_page_one_comes_back_to_the_start_page(visitor: Visitor) -> None:
    page = visitor.get(f"/{SLUG}/families").click("How this looks")
    assert choose(page, paper="dark").request.path == f"/{SLUG}/families"


@pytest.mark.parametrize("age", ["age_16_to_18", "age_19_to_25"])
def test_from_sixteen_on_pictures_are_off_until_chosen(age: str, visitor: Visitor) -> None:
    page = start(visitor, "young_people")
    assert "pictures-usual" in classes(page)
    visitor_page = press(page).follow()
    fill(visitor_page, {"y_age": age})
    page = press(visitor_page).follow()
    assert "pictures-off" in classes(page)
    page = press(page, "looks").follow()
    assert page.forms[0]["pictures"].value == "off"
    assert "pictures-on" in classes(choose(page, pictures="on"))


def test_a_child_can_turn_pictures_off(visitor: Visitor) -> None:
    page = choose(press(start(visitor, "young_people"), "looks").follow(), pictures="off")
    assert "pictures-off" in classes(page)


def test_audiences_without_pictures_are_not_asked_about_them(visitor: Visitor) -> None:
    page = press(start(visitor, "schools"), "looks").follow()
    assert "pictures" not in page.forms[0].fields


@pytest.mark.parametrize("mode", ["standard", "easy_read", "large_print"])
def test_the_layout_in_use_is_recorded_with_what_was_sent(mode: str, visitor: Visitor, session: Session) -> None:
    page = choose(press(start(visitor, "families"), "looks").follow(), mode=mode)
    send(walk(page, {"f_best": "The people"}))
    assert session.scalars(select(Response.mode)).all() == [mode]


def test_finish_and_clear_this_screen_gives_the_next_person_the_usual_looks(visitor: Visitor) -> None:
    page = choose(press(start(visitor, "young_people"), "looks").follow(), size="biggest", paper="blue")
    receipt = send(walk(page, {"y_change": "Trees"}))
    form = next(form for form in receipt.forms.values() if form.action.endswith("/clear"))
    assert classes(form.submit().follow()) == USUAL


def test_nothing_but_what_is_offered_becomes_a_class(visitor: Visitor) -> None:
    page = press(start(visitor, "families"), "looks").follow()
    form = page.forms[0]
    form["size"].force_value('huge" onload="x')
    form["paper"].force_value("cream pictures-off")
    assert classes(form.submit().follow()) == USUAL


def test_a_form_from_elsewhere_changes_nothing(visitor: Visitor, new_visitor: Callable[[], Visitor]) -> None:
    stranger = new_visitor()
    sent = stranger.post(f"/{SLUG}/families/looks?slug=x&_external=1&step=a", {"size": "biggest"})
    assert "Set-Cookie" not in sent.headers
    assert classes(sent.follow()) == USUAL


@pytest.mark.parametrize("query", ["page=//evil.example", "page=clear", "slug=x&_anchor=y", ""])
def test_the_way_back_never_leaves_the_survey(query: str, visitor: Visitor, kent: Consultation) -> None:
    page = choose(visitor.get(f"/{kent.slug}/families/looks?{query}"), size="bigger")
    assert page.request.path == f"/{SLUG}/families"
