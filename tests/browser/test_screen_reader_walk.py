"""What a screen reader is told on one page of each kind of answer, taken from Chromium's accessibility tree.

docs/screen-reader-walk.md must say the same as the pages. When a page changes on purpose, the test that fails here
says where it wrote the new walk: read it as a listener would, then put it in place of the old one.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person
from tests.browser.test_read_aloud import HERE, with_voices
from tests.live import SLUG

pytestmark = pytest.mark.browser
MakePerson = Callable[..., Person]

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

One page of each kind of answer, from the heading to the last button, as Chromium's accessibility tree has it: each
line is one thing that is announced, with its role, its name in quotes and its state in brackets, in the order in
which it is met. `tests/browser/test_screen_reader_walk.py` compares this with the pages and fails where they differ.

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
        tree = person.page.locator("main").aria_snapshot()
        parts.append(f"## {title}\n\n```yaml\n{tree}\n```\n")
    return "\n".join(parts)


def test_the_walk_in_the_docs_is_what_the_pages_say(person: MakePerson, tmp_path: Path) -> None:
    found = walk(with_voices(person(1280), HERE))
    anew = tmp_path / WRITTEN.name
    anew.write_text(found)
    assert WRITTEN.exists(), f"There is no walk yet: {anew}"
    assert WRITTEN.read_text() == found, f"The pages have changed. Their walk is now in {anew}"


def test_every_question_is_named_by_its_words_and_no_control_is_nameless(person: MakePerson) -> None:
    for line in walk(with_voices(person(1280), HERE)).splitlines():
        role, _, rest = line.strip().removeprefix("- ").partition(" ")
        if role.rstrip(":") in ("radio", "checkbox", "textbox", "combobox", "button", "link", "group"):
            assert rest.startswith('"'), line
