"""Two people at one school, each at their own screen: every page of answering together can be used by everybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person
from tests.live import SLUG

pytestmark = pytest.mark.browser
MakePerson = Callable[..., Person]

SCHOOLS = f"/{SLUG}/schools"
CONTRACT = f"{SCHOOLS}/q/contract"
CHECK = f"{SCHOOLS}/check"


def fill(person: Person, text: str) -> None:
    """Write into the one long text of the section on the contract."""
    person.page.locator("#s_model_why").fill(text)


def invited(lead: Person) -> str:
    """Begin, and make a link for the head of care; gives its address."""
    lead.go(SCHOOLS)
    lead.press("Start now")
    lead.press("Answer with colleagues")
    lead.page.get_by_label("Your colleague's email address (optional)").fill("nobody")
    lead.press("Make the link")
    lead.page.get_by_label("Your colleague's email address (optional)").fill("")
    lead.page.get_by_label("Contract model and lots").check()
    lead.page.get_by_label("All sections").uncheck()
    lead.page.get_by_label("Your colleague's name or role (optional)").fill("Head of care")
    lead.page.get_by_label("Your own name or role (optional)").fill("Head teacher")
    lead.press("Make the link")
    return lead.page.get_by_label("Link for this colleague").input_value()


@pytest.mark.parametrize(("width", "script"), [(320, True), (1280, False)], ids=["phone", "desk without script"])
def test_two_answer_together_and_one_sends(width: int, script: bool, person: MakePerson) -> None:
    lead, care = person(1280), person(width, script=script)
    link = invited(lead)
    care.go(link)
    assert link.rpartition("/")[2] not in care.page.url
    expect(care.page.locator("main")).to_contain_text("Head teacher")
    care.press("Start now")
    expect(care.page.locator("main")).to_contain_text("Contract model and lots")
    expect(care.page.locator("main")).not_to_contain_text("Quality and outcomes")

    care.go(CONTRACT)
    lead.go(CONTRACT)
    fill(care, "What care thinks")
    care.press("Continue")
    fill(lead, "What the head thinks")
    lead.press("Continue")
    expect(lead.page.locator("main")).to_contain_text("What Head of care wrote")
    lead.choose("Keep both, one after the other")
    lead.press("Keep my choice and continue")

    care.go(CONTRACT)
    expect(care.page.locator("main")).to_contain_text("Last changed by: Head teacher")
    fill(care, "What both of us think")
    care.press("See all answers")
    care.press("I have finished my part")
    care.press("Look at my part again")
    care.go(f"{SCHOOLS}/q/quality")
    expect(care.page.locator("main")).to_contain_text("That section is not shared with you")

    lead.go(f"{SCHOOLS}/sections")
    lead.go(f"{SCHOOLS}/colleagues")
    expect(lead.page.locator("main")).to_contain_text("Finished")
    lead.go(CHECK)
    expect(lead.page.locator("main")).to_contain_text("Last changed by: Head of care")
    lead.press("Send answers")
    care.go(CHECK)
    expect(care.page.get_by_role("heading", level=1)).to_have_text("These answers have been sent")


def test_a_link_is_copied_ended_and_made_anew(person: MakePerson) -> None:
    lead, care = person(390), person(1280)
    link = invited(lead)
    lead.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lead.page.get_by_role("button", name="Copy the link").click()
    expect(lead.page.get_by_role("status")).to_have_text("Copied")
    assert lead.page.evaluate("navigator.clipboard.readText()") == link
    lead.look()
    lead.go(CHECK)
    expect(lead.page.locator("main")).to_contain_text("Head of care: Has not opened the link")
    lead.go(f"{SCHOOLS}/colleagues/1")
    lead.press("End this link")
    lead.press("End this link")
    care.go(link)
    expect(care.page.get_by_role("heading", level=1)).to_have_text("This link has ended")
    lead.press("Make a new link")
    care.go(lead.page.get_by_label("Link for this colleague").input_value())
    care.press("Start now")
    expect(care.page.get_by_role("heading", level=1)).to_have_text("Sections shared with you")
