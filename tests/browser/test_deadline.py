"""Moving the deadline in a real browser: what follows is read before it happens, on a phone and on a desk."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from engagement.consultations import service as consultations
from engagement.consultations.deadlines import london_day
from engagement.correspondence import waves
from engagement.extensions import clock
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.browser.conftest import Person
from tests.live import SLUG, Live
from tests.officers.door import READS_ANSWERS, RUNS, come_in_with

pytestmark = pytest.mark.browser

PASSWORD = "violet anchor teapot"
DEADLINE = f"/officers/consultations/{SLUG}/deadline"


@pytest.fixture(scope="module")
def invited(live: Live) -> Live:
    """Two officers, three schools that were invited, and what the schedule proposes for schools planned."""
    with live.app.app_context(), unit_of_work() as session:
        factories.officer(session, email="ada@deadline.example", name="Ada", roles=RUNS, password=PASSWORD)
        factories.officer(session, email="bob@deadline.example", name="Bob", roles=READS_ANSWERS, password=PASSWORD)
        kent, now = consultations.find(session, SLUG), clock.now()
        for number in range(3):
            school, _ = factories.contact(session, kent, f"deadline-{number}@example.org", "schools")
            session.add(
                Message(
                    consultation_id=kent.id,
                    contact_id=school.id,
                    kind=MessageKind.INVITATION,
                    occurrence=1,
                    template="schools/invitation",
                    state=MessageState.SENT,
                    due_at=now - timedelta(days=3),
                    settled_at=now - timedelta(days=3),
                )
            )
        for proposed in waves.propose(kent, "schools"):
            if proposed.due_at > now and proposed.kind == MessageKind.REMINDER:
                waves.plan(
                    session,
                    consultation=kent,
                    audience="schools",
                    kind=proposed.kind,
                    due_at=proposed.due_at,
                    now=now,
                )
    return live


def enter(person: Person, live: Live, name: str) -> None:
    come_in_with(person.page, live, f"{name}@deadline.example")
    person.go("/officers/")


def day_after(live: Live, days: int) -> str:
    """A day from now on, as the browser's field for days takes it."""
    now: datetime = live.app.extensions["clock"].now()
    return (london_day(now) + timedelta(days=days)).isoformat()


@pytest.mark.parametrize("width", [390, 1280])
def test_one_asks_to_close_early_and_another_declines(invited: Live, person: Callable[..., Person], width: int) -> None:
    ada, bob = person(width), person(width)
    enter(ada, invited, "ada")
    ada.go(f"{DEADLINE}/close-early")
    ada.press("Ask another officer")
    expect(ada.page.get_by_role("alert")).to_contain_text("Give the reason.")
    ada.page.get_by_label("Day on which it would close").fill(day_after(invited, 2))
    ada.page.get_by_label("Time at which it would close").fill("17:00")
    ada.page.get_by_label("Why does it have to close early?").fill("A court has ordered it")
    ada.press("Ask another officer")
    expect(ada.page.get_by_text("so another officer has to decide")).to_be_visible()
    enter(bob, invited, "bob")
    bob.go(f"/officers/consultations/{SLUG}/")
    bob.page.get_by_role("link", name=re.compile("Somebody asks to close early")).click()
    bob.look()
    bob.page.get_by_role("link", name="Look at the request").click()
    bob.look()
    bob.press("Decline")
    expect(bob.page.get_by_text("The deadline stays as it was.")).to_be_visible()


@pytest.mark.parametrize(("width", "days"), [(390, 21), (1280, 28)])
def test_what_a_later_day_moves_is_read_before_it_moves(
    invited: Live, person: Callable[..., Person], width: int, days: int
) -> None:
    ada = person(width)
    enter(ada, invited, "ada")
    ada.go(f"{DEADLINE}/extend")
    ada.page.get_by_label("New last day for answers").fill(day_after(invited, days))
    ada.page.get_by_label("Why is there more time?").fill("Several schools asked for it")
    ada.press("Show what follows")
    expect(ada.page.get_by_text("This cannot be undone.")).to_be_visible()
    ada.press("Extend the deadline and tell 3 contacts")
    expect(ada.page.get_by_text("The deadline has moved.")).to_be_visible()
    ada.go(f"/{SLUG}")
    expect(ada.page.get_by_text("Several schools asked for it")).to_be_visible()
