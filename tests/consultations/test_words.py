"""Plain text becomes paragraphs and lists."""

import pytest

from engagement.consultations.words import Block, blocks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("  \n \n", ()),
        ("One line.", ("One line.",)),
        ("A line\nthat goes on.", ("A line that goes on.",)),
        ("First.\n\nSecond.", ("First.", "Second.")),
        ("First.\n \n\n\nSecond.", ("First.", "Second.")),
        ("- one\n- two", (("one", "two"),)),
        ("- one\n  goes on\n- two", (("one goes on", "two"),)),
        ("Before:\n\n- one\n- two\n\nAfter.", ("Before:", ("one", "two"), "After.")),
        ("A dash - inside - is no list.", ("A dash - inside - is no list.",)),
        ("- a dash - inside an item", (("a dash - inside an item",),)),
        ("<b>tags</b> are text", ("<b>tags</b> are text",)),
    ],
)
def test_an_empty_line_ends_a_paragraph_and_a_dash_begins_an_item(text: str, expected: tuple[Block, ...]) -> None:
    assert blocks(text) == expected
