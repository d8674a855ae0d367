"""Saving while somebody writes, in a real browser that loses its connection for a minute."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person
from tests.live import SLUG, Live

pytestmark = pytest.mark.browser
MakePerson = Callable[..., Person]


def test_what_was_typed_offline_is_saved_when_the_connection_is_back(live: Live, person: MakePerson) -> None:
    parent = person(375)
    parent.go(f"/{SLUG}/families")
    parent.press("Start now")
    parent.go(f"/{SLUG}/families/q/what_matters")
    text, state = parent.page.get_by_label("What is working well?"), parent.page.locator("#autosave")
    text.fill("The garden")
    text.blur()
    expect(state).to_have_text("Saved")
    parent.page.context.set_offline(True)
    text.fill("The garden and the pond")
    text.blur()
    expect(state).to_have_text("Not saved yet: we will keep trying")
    parent.page.context.set_offline(False)
    expect(state).to_have_text("Saved", timeout=15_000)
    assert parent.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    parent.go(f"/{SLUG}/families/q/what_matters")
    expect(text).to_have_value("The garden and the pond")
