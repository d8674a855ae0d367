"""Pressing a button by its words, however many forms a page has."""

from webtest import TestResponse

from tests.visitor import Visitor


def press(visitor: Visitor, address: str, button: str) -> TestResponse:
    """Open a page, press the button and give the page after it."""
    page = visitor.get(address)
    words = [form.get_text() for form in page.html.find_all("form")]
    [number] = [number for number, found in enumerate(words) if button in found]
    return page.forms[number].submit().follow()
