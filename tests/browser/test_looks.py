"""Every choice of how pages look can be used by everybody, and fits the smallest screen."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Person
from tests.live import SLUG

pytestmark = pytest.mark.browser
MakePerson = Callable[..., Person]


def choose(person: Person, *labels: str) -> None:
    """Make choices on the page for them, which comes back to where the person was."""
    person.press("How this looks")
    for label in labels:
        person.choose(label)
    person.press("Use these")


@pytest.mark.parametrize("dark", [False, True], ids=["on a light device", "on a dark device"])
@pytest.mark.parametrize("paper", ["White", "Cream", "Light blue", "Dark"])
def test_every_paper_can_be_read_on_every_device(paper: str, dark: bool, person: MakePerson) -> None:
    child = person(390, dark=dark)
    child.go(f"/{SLUG}/young-people")
    choose(child, paper, "Bigger")
    child.press("I want to start")
    child.choose("Me")
    child.press("Next")
    child.press("Next")
    child.press("I'm finished")


@pytest.mark.parametrize("layout", ["Easy Read: big words and more space", "Large print: very big words"])
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_every_layout_fits_a_small_phone_at_the_biggest_size(layout: str, script: bool, person: MakePerson) -> None:
    parent = person(320, script=script)
    parent.go(f"/{SLUG}/families")
    choose(parent, "Biggest", layout)
    parent.press("Start now")
    parent.go(f"/{SLUG}/families/q/about_your_child")
    parent.choose("Parent")
    parent.press("Continue")
    parent.go(f"/{SLUG}/families/sections")
    parent.go(f"/{SLUG}/families/check")
    parent.press("Send my answers")


def test_with_pictures_off_the_words_stay(person: MakePerson) -> None:
    child = person(390)
    child.go(f"/{SLUG}/young-people")
    child.press("I want to start")
    child.press("Next")
    child.press("Next")
    picture = child.page.locator(".choice-faces__picture").first
    assert picture.is_visible()
    choose(child, "Pictures off")
    assert not picture.is_visible()
    assert child.page.get_by_label("Sometimes").is_enabled()
