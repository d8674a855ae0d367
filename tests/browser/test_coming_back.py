"""Coming back, meeting oneself elsewhere, keeping, changing and taking back: every page can be used by everybody."""

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person
from tests.live import SLUG, Live

pytestmark = pytest.mark.browser
MakePerson = Callable[..., Person]

FAMILIES = f"/{SLUG}/families"
CHANGE = f"{FAMILIES}/q/what_matters"
SYLLABLES = r"[a-z]+(?:-[a-z]+){4}"
QUESTION = "What is working well?"


def shown(person: Person, pattern: str) -> str:
    """What the page shows of a pattern."""
    found = re.search(pattern, person.page.locator("main").inner_text())
    assert found
    return found[0]


@pytest.mark.parametrize(("width", "script"), [(320, True), (1280, False)], ids=["phone", "desk without script"])
def test_two_devices_that_answer_the_same_question_leave_the_choice_to_the_person(
    width: int, script: bool, live: Live, person: MakePerson
) -> None:
    link = live.invite("families")
    phone, desk = person(width, script=script), person(width, script=script)
    for device in (phone, desk):
        device.go(link)
    phone.press("Start now")
    phone.go(CHANGE)
    desk.go(CHANGE)
    phone.page.get_by_label(QUESTION).fill("The music")
    phone.press("Continue")
    desk.page.get_by_label(QUESTION).fill("The garden")
    desk.press("Continue")
    expect(desk.page.locator("main")).to_contain_text("The music")
    expect(desk.page.locator("main")).to_contain_text("The garden")
    desk.press("Keep my choice and continue")
    desk.choose("Keep both, one after the other")
    desk.press("Keep my choice and continue")
    desk.go(CHANGE)
    expect(desk.page.get_by_label(QUESTION)).to_have_value(re.compile("The music.*The garden", re.DOTALL))


def test_words_open_the_answers_on_another_device_and_the_code_takes_them_back(live: Live, person: MakePerson) -> None:
    phone, library = person(390), person(1280)
    phone.go(FAMILIES)
    phone.press("Start now")
    phone.go(CHANGE)
    phone.page.get_by_label(QUESTION).fill("The garden")
    phone.press("Save and come back later")
    phone.press("Show my come-back words")
    words = shown(phone, SYLLABLES)

    library.go(f"{FAMILIES}/come-back")
    library.page.get_by_label("Your come-back words").fill("not these")
    library.press("Open my answers")
    library.page.get_by_label("Your come-back words").fill(words.upper().replace("-", " "))
    library.press("Open my answers")
    library.go(f"{FAMILIES}/sections")
    library.go(CHANGE)
    expect(library.page.get_by_label(QUESTION)).to_have_value("The garden")
    library.press("See all my answers")
    library.press("Send my answers")
    code = shown(library, SYLLABLES)
    library.press("Answer again for another child")

    phone.go(f"/{SLUG}/withdraw")
    phone.page.get_by_label("Your code").fill("not this")
    phone.press("Find my answers")
    phone.page.get_by_label("Your code").fill(code)
    phone.press("Find my answers")
    phone.press("Delete my answers")
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Your answers have been taken out")


@pytest.mark.parametrize(("width", "script"), [(320, True), (1280, False)], ids=["phone", "desk without script"])
def test_what_was_sent_can_be_changed_on_any_device_or_kept(
    width: int, script: bool, live: Live, person: MakePerson
) -> None:
    phone, library = person(width, script=script), person(width, script=script)
    phone.go(FAMILIES)
    phone.press("Start now")
    phone.go(CHANGE)
    phone.page.get_by_label(QUESTION).fill("The garden")
    phone.press("See all my answers")
    phone.press("Send my answers")
    code = shown(phone, SYLLABLES)
    phone.page.get_by_label("Have it sent to your email address").fill("nobody")
    phone.press("Email me this receipt")
    phone.page.get_by_label("Have it sent to your email address").fill("somebody@home.example")
    phone.page.get_by_label("Put my code in the message").check()
    phone.press("Email me this receipt")
    phone.press("Change my answers")
    phone.go(CHANGE)
    phone.page.get_by_label(QUESTION).fill("The music")
    phone.press("Save and come back later")
    phone.press("Carry on now")
    phone.press("Keep what I sent")
    phone.press("Go on changing")
    phone.press("Send the changed answers")
    expect(phone.page.locator("main")).to_contain_text("Changed")

    library.go(f"/{SLUG}/withdraw")
    library.page.get_by_label("Your code").fill(code)
    library.press("Find my answers")
    library.press("Change my answers")
    expect(library.page.locator("main")).to_contain_text("The music")
    phone.go(f"{FAMILIES}/check")
    library.press("Keep what I sent")
    library.press("Keep what I sent")
    library.press("Change my answers")
    phone.go(f"{FAMILIES}/check")
    library.go(f"/{SLUG}/withdraw/confirm")
    library.press("Delete my answers")
    library.go(f"{FAMILIES}/check")
    expect(library.page.get_by_role("heading", level=1)).to_have_text("These answers have been taken back")


def test_a_young_person_answers_anew_and_sees_nothing_of_what_they_sent(person: MakePerson) -> None:
    tablet = person(320)
    young = f"/{SLUG}/young-people"
    tablet.go(young)
    tablet.press("I want to start")
    tablet.press("I'm finished")
    tablet.press("Send my answers")
    tablet.press("Send with no answers")
    tablet.press("Change my answers")
    tablet.press("Stop now and come back")
    tablet.press("Carry on now")
    tablet.press("Keep what I sent")
    tablet.press("Keep what I sent")
    expect(tablet.page.get_by_role("heading", level=1)).to_have_text("Thank you")


@pytest.mark.parametrize("audience", ["schools", "families", "young-people"])
def test_on_paper_the_receipt_has_all_to_come_back_with_and_no_buttons(audience: str, person: MakePerson) -> None:
    desk = person(1280)
    desk.go(f"/{SLUG}/{audience}")
    desk.press("I want to start" if audience == "young-people" else "Start now")
    desk.go(f"/{SLUG}/{audience}/check")
    desk.press("Send answers" if audience == "schools" else "Send my answers")
    desk.press("Send with no answers")
    reference, code = shown(desk, r"[0-9A-Z]{4}-[0-9A-Z]{4}"), shown(desk, SYLLABLES)
    # The width of an A4 page within usual margins, at 96 dots an inch.
    desk.page.set_viewport_size({"width": 680, "height": 1000})
    desk.page.emulate_media(media="print")
    desk.look()
    paper = desk.page.locator("body").inner_text()
    assert reference in paper
    assert code in paper
    assert f"/{SLUG}/withdraw" in paper
    for control in desk.page.locator("button, input:not([type=hidden]), .govuk-button, footer").all():
        assert not control.is_visible(), control
    with pikepdf.open(BytesIO(desk.page.pdf(format="A4"))) as printed:
        assert len(printed.pages) == 1
