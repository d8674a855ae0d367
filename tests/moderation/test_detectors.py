"""Detectors point at what may identify somebody, and a redaction only takes out."""

import pytest

from engagement.moderation.detectors import pieces, pointers
from engagement.moderation.redaction import only_takes_out
from engagement.moderation.words import has_any, listed


@pytest.mark.parametrize(
    ("text", "found", "what"),
    [
        ("Write to mum@home.example now", "mum@home.example", "email address"),
        ("Ring 01632 960 983 after 4", "01632 960 983", "phone number"),
        ("His NHS number is 943 476 5919.", "943 476 5919", "NHS number"),
        ("UPN B801200005001 moved", "B801200005001", "pupil number"),
        ("QQ is none but AB123456C is", "AB123456C", "National Insurance number"),
        ("We live near ME14 1XQ", "ME14 1XQ", "postcode"),
        ("Born on 3rd of May 2011", "3rd of May 2011", "date"),
        ("Born 03/05/2011", "03/05/2011", "date"),
        ("Ask Osei about it", "Osei", "name in the contact list"),
    ],
)
def test_it_points_at(text: str, found: str, what: str) -> None:
    [pointer] = pointers(text, {"osei"})
    assert (text[pointer.start : pointer.end], pointer.what) == (found, what)
    assert "".join(piece.text for piece in pieces(text, [pointer])) == text


@pytest.mark.parametrize(
    "text", ["I like art and the dog.", "It is 10 out of 10, in room 12, for 3 years.", "may i go out", ""]
)
def test_it_points_at_nothing(text: str) -> None:
    assert pointers(text, {"may"}) == []


ORIGINAL = "Mr Osei shouts.\nI go to Hill School and Mr Osei shouts there."


@pytest.mark.parametrize(
    "redacted",
    [
        "[name] shouts.\nI go to [school] and [name] shouts there.",
        "[name] shouts.\r\nI go to Hill School and [name] shouts there. ",
        "[everything]",
        "Mr Osei shouts. […]",
    ],
)
def test_a_redaction_takes_parts_out(redacted: str) -> None:
    assert only_takes_out(ORIGINAL, redacted)


@pytest.mark.parametrize(
    "redacted",
    [
        ORIGINAL,
        "[name] talks.\nI go to [school] and [name] shouts there.",
        "shouts. I go to Hill School",
        "[name] shouts there. [name] shouts.",
        "",
        "Mr Osei shouts.\nI go to Hill School and Mr Osei shouts there. [and hits]",
    ],
)
def test_a_redaction_puts_no_words_into_anybodys_mouth(redacted: str) -> None:
    assert not only_takes_out(ORIGINAL, redacted)


def test_listed_words_are_found_whole_and_every_group_says_why_it_is_there() -> None:
    assert has_any("he HITS me")
    assert has_any("Boję się tam iść")
    assert has_any("I am not safe.")
    assert not has_any("I like white boards")
    assert not has_any("My skills help")
    assert not has_any("")
    assert all(why.endswith(".") for _, _, why in listed())
    assert {language for language, _, _ in listed()} == {"en", "pl"}
