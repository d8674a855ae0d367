"""A whole journey with Tab, Space and Enter only, as with a keyboard or a single switch."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Person
from tests.browser.test_answering import stored
from tests.live import SLUG, Live

pytestmark = pytest.mark.browser
MakePerson = Callable[..., Person]

FURTHEST = 60
NAME = """() => {
  const now = document.activeElement
  const words = now.labels?.length ? now.labels[0].innerText : now.innerText
  return (words || '').trim()
}"""
# A ring round the element or its label, or a filled ground, that it does not have without the focus.
SHOWS = """() => {
  const now = document.activeElement
  const parts = [now, ...(now.labels ?? [])]
  const look = () => parts.flatMap((part) => [part, '::before'].map((layer) => {
    const style = getComputedStyle(part, layer === '::before' ? layer : null)
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor].join()
  })).join('|')
  const focused = look()
  now.blur()
  const plain = look()
  now.focus({ focusVisible: true })
  return focused !== plain
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called this, seeing the focus at each stop. A trap or a gap fails."""
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement !== document.body"):
            assert page.evaluate(SHOWS), page.evaluate(NAME)
        if page.evaluate(NAME) == name:
            return
    pytest.fail(f"Tab never reaches {name!r}")


def press(person: Person, name: str) -> None:
    """Go to a button or link with Tab, and press Enter."""
    tab_to(person.page, name)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    person.look()


def choose(person: Person, name: str) -> None:
    """Go to an answer with Tab and the arrow keys, and press Space."""
    tab_to(person.page, name)
    person.page.keyboard.press("Space")
    expect(person.page.get_by_label(name, exact=True)).to_be_checked()


def test_a_child_with_a_keyboard_only_goes_from_the_start_to_a_clear_screen(live: Live, person: MakePerson) -> None:
    child = person(320)
    child.go(f"/{SLUG}/young-people")
    press(child, "How this looks")
    tab_to(child.page, "Usual")
    child.page.keyboard.press("ArrowDown")
    press(child, "Use these")
    press(child, "I want to start")
    choose(child, "Me")
    press(child, "Next")
    press(child, "Skip")
    choose(child, "Yes")
    child.page.keyboard.press("ArrowDown")
    with child.page.expect_navigation():
        child.page.keyboard.press("Enter")
    while "What matters most to you?" not in child.page.content():
        press(child, "Skip")
    choose(child, "Feeling safe")
    choose(child, "Friends")
    press(child, "Next")
    tab_to(child.page, "What would you change about school?")
    child.page.keyboard.type("More trees")
    press(child, "I'm finished")
    press(child, "Send my answers")
    assert stored(live, child) == {
        "y_who": "me",
        "y_th_attending": "sometimes",
        "y_priority": ["safety", "belonging"],
        "y_change": "More trees",
    }
    press(child, "Finish and clear this screen")
    expect(child.page.get_by_role("heading", level=1)).to_have_text("This screen is clear")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_chosen_answers_can_be_told_apart_in_forced_colours(
    colours: Literal["light", "dark"], live: Live, browser: Browser
) -> None:
    context = browser.new_context(forced_colors="active", color_scheme=colours, viewport={"width": 390, "height": 800})
    child = Person(context.new_page(), live.url, script=True)
    child.go(f"/{SLUG}/young-people")
    child.press("I want to start")
    child.press("Next")
    child.press("Next")
    child.choose("Sometimes")
    chosen, other = (
        child.page.get_by_text(label, exact=True)
        .locator("xpath=..")
        .evaluate("card => getComputedStyle(card).borderWidth")
        for label in ("Sometimes", "Yes")
    )
    assert (chosen, other) == ("6px", "3px")
    mark = child.page.get_by_text("Sometimes", exact=True).locator("xpath=..")
    assert mark.evaluate("card => getComputedStyle(card, '::after').opacity") == "1"
    context.close()


def test_a_headteacher_with_a_keyboard_only_invites_a_colleague_and_sends(live: Live, person: MakePerson) -> None:
    head = person(1280)
    head.go(f"/{SLUG}/schools")
    press(head, "Start now")
    press(head, "Answer with colleagues")
    choose(head, "Contract model and lots")
    tab_to(head.page, "Your colleague's name or role (optional)")
    head.page.keyboard.type("Head of care")
    press(head, "Make the link")
    press(head, "Back")
    press(head, "Back")
    press(head, "Quality and outcomes")
    choose(head, "Annual reviews that lead to change")
    press(head, "Continue")
    press(head, "See all answers")
    press(head, "Send answers")
    assert stored(live, head) == {"s_priority": ["review"]}


def test_a_parent_with_a_keyboard_only_answers_in_polish(live: Live, person: MakePerson) -> None:
    parent = person(390)
    parent.go(f"/{SLUG}/families")
    press(parent, "Polski")
    assert parent.page.locator("html").get_attribute("lang") == "pl"
    press(parent, "Zacznij teraz")
    press(parent, "Zacznij od pierwszej części")
    choose(parent, "Rodzic")
    press(parent, "Dalej")
    press(parent, "Zapisz i wróć później")
    press(parent, "Kontynuuj teraz")
    press(parent, "Wyślij moje odpowiedzi")
    assert parent.page.locator("h1").inner_text() == "Odpowiedzi zostały wysłane"
    assert stored(live, parent) == {"f_role": "parent"}
