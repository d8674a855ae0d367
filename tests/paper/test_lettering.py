"""Characters that paper or a file cannot take are replaced, never dropped and never a fault."""

import pytest

from engagement.paper.lettering import legible, named
from tests.paper.covers import cover


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1b", "\ud800", "\uffff"])
def test_what_no_file_can_hold_is_replaced(character: str) -> None:
    assert legible((f"a{character}b", ("c",))) == ("a\ufffdb", ("c",))


def test_line_breaks_and_other_scripts_stay() -> None:
    assert legible("one\ntwo\t\u05e9\u05dc\u05d5\u05dd") == "one\ntwo\t\u05e9\u05dc\u05d5\u05dd"


def test_every_line_of_a_cover_is_looked_at() -> None:
    looked_at = legible(cover("schools", reference="A\0B"))
    assert looked_at.reference == "A\ufffdB"
    assert looked_at.contact == cover("schools").contact


def test_a_picture_character_becomes_its_name() -> None:
    assert named("Well done \U0001f389") == "Well done (party popper)"


def test_a_picture_of_several_parts_keeps_only_what_has_a_name() -> None:
    assert named("\U0001f44d\U0001f3fd\ufe0f") == "(thumbs up sign)"
