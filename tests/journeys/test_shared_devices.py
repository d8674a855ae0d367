"""On a device that children share, nobody is shown what the last one wrote."""

from datetime import timedelta

import pytest

from tests.clocks import SetClock
from tests.journeys.conftest import kent as kent  # a fixture
from tests.journeys.walking import PATHS, SLUG, Page, fill, press, start
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("kent")


def answered(visitor: Visitor, audience: str) -> Page:
    """The second page, after something was typed on the first."""
    page = start(visitor, audience)
    fill(page, {"y_who": "me"})
    return press(page).follow()


def later(clock: SetClock, **pause: float) -> None:
    """Let time pass."""
    clock.set((clock.now() + timedelta(**pause)).isoformat())


def test_after_half_an_hour_the_next_child_is_somebody_new(visitor: Visitor, clock: SetClock) -> None:
    page = answered(visitor, "young_people")
    later(clock, minutes=30)
    shown = visitor.get(page.request.path).follow()
    assert shown.request.path == f"/{SLUG}/young-people"
    assert "I want to start" in shown
    assert "Carry on" not in shown
    assert "checked" not in start(visitor, "young_people")


@pytest.mark.parametrize("address", ["check", "saved", "receipt", "q/y_who"])
def test_no_page_of_the_last_child_opens_after_half_an_hour(address: str, visitor: Visitor, clock: SetClock) -> None:
    answered(visitor, "young_people")
    later(clock, minutes=45)
    address = address.replace("saved", "save")
    assert visitor.get(f"/{SLUG}/young-people/{address}").location.endswith(f"/{SLUG}/young-people")


def test_a_child_who_goes_on_is_never_cut_short(visitor: Visitor, clock: SetClock) -> None:
    page = answered(visitor, "young_people")
    for _ in range(4):
        later(clock, minutes=29)
        page = press(page).follow()
    first = visitor.get(f"/{SLUG}/young-people/q/y_who")
    assert first.forms["page"]["y_who"].value == "me"


def test_a_child_who_writes_slowly_loses_no_word(visitor: Visitor, clock: SetClock) -> None:
    answered(visitor, "young_people")
    page = visitor.get(f"/{SLUG}/young-people/q/y_change")
    fill(page, {"y_change": "A very long story"})
    later(clock, minutes=31)
    page = press(page)
    assert page.forms["page"]["y_change"].value.strip() == "A very long story"
    page = press(page).follow()
    assert (
        visitor.get(f"/{SLUG}/young-people/q/y_change").forms["page"]["y_change"].value.strip() == "A very long story"
    )


@pytest.mark.parametrize("audience", ["schools", "families"])
def test_others_may_pause_as_long_as_they_like(audience: str, visitor: Visitor, clock: SetClock) -> None:
    page = start(visitor, audience)
    later(clock, hours=20)
    assert visitor.get(page.request.path).status_int == 200
    assert "Carry on" in visitor.get(f"/{SLUG}/{PATHS[audience]}")
