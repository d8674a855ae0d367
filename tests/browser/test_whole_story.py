"""One whole story: from the officer's file of addresses to the answer on their screen, with real mail between."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import expect

from engagement import jobs
from engagement.demo.letterbox import Letterbox
from engagement.demo.mailbox import Sink, text_of
from engagement.outbox import hours
from engagement.unit_of_work import unit_of_work
from tests import factories, servers
from tests.browser.conftest import Person
from tests.clocks import SetClock
from tests.live import SLUG, Live
from tests.officers.door import RUNS, come_in_with

pytestmark = pytest.mark.browser

KENT = f"/officers/consultations/{SLUG}"
EMAIL, PASSWORD = "grace@council.example", "copper lantern meadow"
PARENT = "parent-of-the-story@example.org"


@pytest.fixture
def letterbox(live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Letterbox]:
    """Where mail arrives: a real SMTP server."""
    box = Letterbox(tmp_path)
    port = servers.free_port()
    sink = Controller(Sink(box), hostname="127.0.0.1", port=port)
    sink.start()
    monkeypatch.setitem(live.app.config, "SMTP_URL", f"smtp://127.0.0.1:{port}")
    yield box
    sink.stop()


def let_mail_leave(live: Live) -> None:
    """Do what the workers do, at the next moment at which letters may leave."""
    with live.app.app_context(), pytest.MonkeyPatch.context() as patch:
        # Other tests make apps too, and a task belongs to the Celery app that was made last.
        live.app.extensions["celery"].set_current()
        now = live.app.extensions["clock"].now()
        patch.setitem(live.app.extensions, "clock", SetClock(hours.next_permitted(now).isoformat()))
        jobs.launch_due_waves()
        # A batch is of one consultation, and others have letters waiting too.
        while jobs.drain_outbox().claimed:
            pass


def letters_to(letterbox: Letterbox, address: str) -> list[str]:
    """The text of every letter to an address, the latest first."""
    letters = (letterbox.read(name) for name in letterbox.names())
    return [text_of(letter) for letter in letters if letter is not None and letter["To"] == address]


def test_an_officer_asks_a_parent_answers_and_the_officer_sees_it(
    live: Live, person: Callable[..., Person], letterbox: Letterbox, tmp_path: Path
) -> None:
    with live.app.app_context(), unit_of_work() as session:
        factories.officer(session, email=EMAIL, name="Grace", roles=RUNS, password=PASSWORD)
    contacts = tmp_path / "families.csv"
    contacts.write_text(f"email,name\n{PARENT},\nnot an address,\n")

    grace = person(1280)
    come_in_with(grace.page, live, EMAIL)
    grace.go(f"{KENT}/contacts/import")
    grace.choose("Families")
    grace.page.get_by_label("CSV file").set_input_files(contacts)
    grace.press("Continue")
    grace.press("Check the file")
    expect(grace.page.locator("main")).to_contain_text("An email address must have an @-sign")
    grace.press("Import what can be used")
    grace.go(f"{KENT}/letters/families/invite-now")
    grace.page.get_by_role("button", name=re.compile("^Send ")).click()
    grace.look()

    let_mail_leave(live)
    (invitation,) = letters_to(letterbox, PARENT)
    link = re.search(rf"{live.url}/{SLUG}/i/\S+", invitation)
    assert link

    parent = person(390)
    parent.go(link[0])
    parent.press("Start now")
    parent.press("You and your child")
    parent.choose("Parent")
    parent.press("Continue")
    parent.press("See all my answers")
    parent.page.get_by_role("link", name=re.compile("email address")).first.click()
    parent.page.get_by_role("textbox").fill("thanks-to@example.org")
    parent.press("Continue")
    parent.press("Send my answers")
    expect(parent.page.locator("main")).to_contain_text(re.compile("[0-9A-Z]{4}-[0-9A-Z]{4}"))

    let_mail_leave(live)
    (thanks,) = letters_to(letterbox, "thanks-to@example.org")
    assert "Parent" not in thanks
    assert len(letters_to(letterbox, PARENT)) == 1

    grace.go(f"{KENT}/contacts?audience=families&state=used")
    expect(grace.page.locator("main")).to_contain_text(PARENT)
    grace.go(f"{KENT}/mail")
    expect(grace.page.locator("main")).to_contain_text("Sent")
