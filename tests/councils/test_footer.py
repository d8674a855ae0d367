"""Links at the foot of pages lead to web pages over https and nowhere else."""

import pytest

from engagement.councils import footer
from engagement.errors import Refused


def test_what_is_written_comes_back_as_it_was() -> None:
    written = "About the council https://www.council.example/about\nContact us https://www.council.example/contact"
    links = footer.parse(f"\n{written}\n\n")
    assert links[0] == {"text": "About the council", "href": "https://www.council.example/about"}
    assert footer.as_written(links) == written


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "http://www.council.example",
        "//council.example",
        "/officers",
        "https://",
        "https://council.example@elsewhere.example/",
        "https:\\\\council.example",
        "https://council.example:99999/",
        "https://[",
        "https://cöuncil.example/",
        "https://council.example/" + "x" * 300,
    ],
)
def test_an_address_that_is_no_plain_web_page_is_refused_with_its_line(address: str) -> None:
    with pytest.raises(Refused, match=r"Line 2 ends in .* not an address that begins with https://"):
        footer.parse(f"About https://council.example\nMore {address}")


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("https://council.example", "Line 1 needs the words"),
        ("x" * 61 + " https://council.example", "at most 60 characters"),
        ("\n".join(["About https://council.example"] * 5), "There are 5 links. Use at most 4"),
    ],
)
def test_a_line_that_is_no_link_is_refused_in_words(written: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        footer.parse(written)
