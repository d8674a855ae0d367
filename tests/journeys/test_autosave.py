"""Saving while somebody writes: the script gets marks, the person keeps the page, and a clash waits for them."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from tests.journeys.test_two_devices import opened
from tests.journeys.walking import SLUG, Page, fill, send, start, walk
from tests.visitor import Visitor

ADDRESS = f"/{SLUG}/families/q/what_matters"


def autosave(page: Page, status: int = 200) -> Page:
    """What the script does: post the page as it is, and take the new marks."""
    form = page.forms["page"]
    posted = [*form.submit_fields(), ("go", "autosave")]
    answer = page.goto(form.action, method="post", params=posted, status=status)
    for name, mark in answer.json["seen"].items():
        form[name] = mark
    return answer


def test_what_is_saved_meanwhile_is_there_in_the_next_tab(kent: Consultation, visitor: Visitor) -> None:
    start(visitor, "families")
    page = visitor.get(ADDRESS)
    fill(page, {"f_best": "The gar"})
    autosave(page)
    fill(page, {"f_best": "The garden"})
    autosave(page)
    fill(page, {"f_best": "The garden and the pond"})
    assert page.forms["page"].submit("go", value="on").status_int == 303
    assert visitor.get(ADDRESS).forms["page"]["f_best"].value == "The garden and the pond"


def test_a_text_too_long_to_send_is_saved_all_the_same(kent: Consultation, visitor: Visitor) -> None:
    start(visitor, "families")
    page = visitor.get(ADDRESS)
    fill(page, {"f_best": "x" * 3_000})
    autosave(page)
    assert visitor.get(ADDRESS).forms["page"]["f_best"].value == "x" * 3_000


def test_an_answer_that_never_came_is_no_clash_with_oneself(kent: Consultation, visitor: Visitor) -> None:
    start(visitor, "families")
    page = visitor.get(ADDRESS)
    fill(page, {"f_best": "The gar"})
    before = page.forms["page"].submit_fields()
    visitor.post(ADDRESS, [*before, ("go", "autosave")])
    fill(page, {"f_best": "The garden"})
    fields = page.forms["page"].submit_fields()
    visitor.post(ADDRESS, [*fields, ("sent.f_best", "The gar"), ("go", "on")], status=303)
    assert visitor.get(ADDRESS).forms["page"]["f_best"].value == "The garden"


def test_a_clash_saves_the_rest_and_waits_for_the_person(
    kent: Consultation, session: Session, new_visitor: Callable[[], Visitor]
) -> None:
    one, other = opened(session, kent, new_visitor, "families")
    first, second = one.get(ADDRESS), other.get(ADDRESS)
    fill(first, {"f_best": "The garden"})
    autosave(first)
    fill(second, {"f_best": "The pond", "f_priority": ["safety"]})
    answer = autosave(second, status=409)
    assert "seen.f_priority" in answer.json["seen"]
    assert "seen.f_best" not in answer.json["seen"]
    assert one.get(ADDRESS).forms["page"]["f_best"].value == "The garden"
    assert "The pond" in second.forms["page"].submit("go", value="on", status=409)


@pytest.mark.parametrize("lost", ["cookie", "token", "sent"])
def test_what_cannot_be_saved_is_refused_and_the_page_keeps_it(lost: str, kent: Consultation, visitor: Visitor) -> None:
    start(visitor, "families")
    page = visitor.get(ADDRESS)
    fill(page, {"f_best": "The garden"})
    if lost == "cookie":
        visitor.reset()
    elif lost == "token":
        page.forms["page"]["csrf_token"] = "guessed"
    else:
        send(walk(visitor.get(ADDRESS), {"f_role": "parent", "f_best": "Sent"}))
    assert autosave(page, status=403).json == {"seen": {}}


def test_a_page_has_a_quiet_place_to_say_what_is_saved(kent: Consultation, visitor: Visitor) -> None:
    state = start(visitor, "young_people").html.select_one("#autosave")
    assert (state["role"], state.text) == ("status", "")
    assert state["data-waiting"] == "Not saved yet: we will keep trying"
