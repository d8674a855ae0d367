"""Pages that need no answers, with dead links and what is nowhere: no fault on the smallest screen in any language."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Person
from tests.live import SLUG, Live

pytestmark = pytest.mark.browser

SITE = ("/", "/accessibility", "/privacy", "/get-help", "/credits")
CONSULTATION = (
    "",
    "/information-sheet",
    "/questions-and-answers",
    "/get-help",
    "/privacy",
    "/other-formats",
    "/withdraw",
)
LEADING_NOWHERE = ("/i/dead", "/stop/dead", "/answered/dead", "/schools/team/dead", "/nowhere")


@pytest.mark.parametrize("language", ["English", "Polski"])
def test_pages_for_everybody_have_no_fault(language: str, live: Live, person: Callable[..., Person]) -> None:
    reader = person(320)
    reader.go(f"/{SLUG}")
    if language != "English":
        reader.press(language)
    for address in (*SITE, *(f"/{SLUG}{rest}" for rest in (*CONSULTATION, *LEADING_NOWHERE))):
        reader.go(address)
    invited = live.invite("families")
    for part in ("i", "stop", "answered"):
        reader.go(invited.replace("/i/", f"/{part}/"))
