"""What a screen reader is told on one page of each kind of answer and on those where people meet or are asked more.

It is taken from Chromium's accessibility tree.

docs/screen-reader-walk.md must say the same as the pages. When a page changes on purpose, the test that fails here
says where it wrote the new walk: read it as a listener would, then put it in place of the old one.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person
from tests.browser.test_afterwards import sent
from tests.browser.test_read_aloud import HERE, with_voices
from tests.browser.test_teams import CONTRACT, SCHOOLS, fill, invited
from tests.live import SLUG

pytestmark = pytest.mark.browser
MakePerson = Callable[..., Person]

COLLEAGUES = f"{SCHOOLS}/colleagues"
WRITTEN = Path(__file__).parents[2] / "docs" / "screen-reader-walk.md"
DOORS = {"young-people": "I want to start", "schools": "Start now"}
# One page for each kind: its name in words, the door, and the page's step.
KINDS = (
    ("One of several", "young-people", "y_who"),
    ("One of several with a face", "young-people", "y_th_attending"),
    ("Up to three of several, with pictures", "young-people", "y_priority"),
    ("A text in one's own words", "young-people", "y_change"),
    ("One answer for each of several lines", "schools", "quality"),
    ("Places in order, and several texts", "schools", "performance"),
    ("A number", "schools", "capacity"),
    ("One line of text", "schools", "contact"),
)
OPENING = """\
# What a screen reader says

One page of each kind of answer, and then the pages of a team, of two answers to one question, and of what is offered
after sending: each from the heading to the last button, as Chromium's accessibility tree has it. Each line is one
thing that is announced, with its role, its name in quotes and its state in brackets, in the order in which it is met.
`tests/browser/test_screen_reader_walk.py` compares this with the pages and fails where they differ.

This is the tree and not a recording of a screen reader. Before launch somebody who uses one should walk the same
pages with NVDA, JAWS and VoiceOver.
"""


def walk(person: Person) -> str:
    """The whole document, from the pages as they are now, on a device that has a voice."""
    for door, start in DOORS.items():
        person.go(f"/{SLUG}/{door}")
        person.press(start)
    parts = [OPENING]
    for title, door, step in KINDS:
        person.go(f"/{SLUG}/{door}/q/{step}")
        expect(person.page.get_by_role("button", name="Read aloud")).to_be_visible()
        parts.append(heard(title, person))
    return "\n".join(parts)


def heard(title: str, person: Person, within: str = "main") -> str:
    """One part of the document: a page, or a part of it, as it is announced."""
    return f"## {title}\n\n```yaml\n{person.page.locator(within).aria_snapshot()}\n```\n"


def walk_together(lead: Person, care: Person) -> str:
    """What two at one school come to: their team, and both of two answers."""
    link = invited(lead)
    lead.go(COLLEAGUES)
    parts = [heard("The team of a school", lead)]
    care.go(link)
    care.press("Start now")
    for one in (care, lead):
        one.go(CONTRACT)
    for one, text in ((care, "What care thinks"), (lead, "What the head thinks")):
        fill(one, text)
        one.press("Continue")
    return "\n".join([*parts, heard("Two answers to one question", lead)])


def whole_walk(person: MakePerson) -> str:
    """Every page of the document, in its order."""
    pages = walk(with_voices(person(1280), HERE))
    together = walk_together(person(1280, script=False), person(1280, script=False))
    return "\n".join([pages, together, heard("What is offered after sending", sent(person(1280)), ".offer")])


def test_the_walk_in_the_docs_is_what_the_pages_say(person: MakePerson, tmp_path: Path) -> None:
    found = whole_walk(person)
    anew = tmp_path / WRITTEN.name
    anew.write_text(found)
    assert WRITTEN.exists(), f"There is no walk yet: {anew}"
    assert WRITTEN.read_text() == found, f"The pages have changed. Their walk is now in {anew}"


def test_every_question_is_named_by_its_words_and_no_control_is_nameless(person: MakePerson) -> None:
    for line in whole_walk(person).splitlines():
        role, _, rest = line.strip().removeprefix("- ").partition(" ")
        if role.rstrip(":") in ("radio", "checkbox", "textbox", "combobox", "button", "link", "group"):
            assert rest.startswith('"'), line
