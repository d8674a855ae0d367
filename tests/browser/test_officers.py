"""An officer's day in a real browser: every page can be used by everybody, on a phone and on a desk."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from engagement.audit.models import Entry
from engagement.consultations import service as consultations
from engagement.consultations import versions, working_copies
from engagement.contacts.service import record_follow_up
from engagement.correspondence import waves
from engagement.extensions import clock
from engagement.outbox.models import Message, MessageKind, MessageState
from engagement.questionnaires.definition import AudienceName
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.browser.conftest import Person
from tests.live import SLUG, Live
from tests.officers.door import READS_ANSWERS, come_in_with

pytestmark = pytest.mark.browser

EMAIL, PASSWORD = "ada@council.example", "violet anchor teapot"
KENT = f"/officers/consultations/{SLUG}"
PAGES = (
    f"{KENT}/",
    f"{KENT}/deadline",
    f"{KENT}/deadline/extend",
    f"{KENT}/deadline/close-early",
    f"{KENT}/late",
    f"{KENT}/information-sheet",
    f"{KENT}/information-sheet/edit",
    f"{KENT}/questions-and-answers",
    f"{KENT}/questions-and-answers/add",
    f"{KENT}/preview",
    f"{KENT}/progress",
    f"{KENT}/contacts",
    f"{KENT}/contacts?audience=schools&state=unused",
    f"{KENT}/contacts/add",
    f"{KENT}/contacts/import",
    f"{KENT}/repeats",
    f"{KENT}/letters",
    f"{KENT}/letters/families/invite-now",
    f"{KENT}/letters/calendar",
    f"{KENT}/letters/school-holidays",
    f"{KENT}/letters/schools/invitation/words",
    f"{KENT}/mail",
    f"{KENT}/mail/unknown",
    f"{KENT}/recordings",
    f"{KENT}/look",
    f"{KENT}/look/neutral",
    f"{KENT}/recordings/y_change.text",
    f"{KENT}/recordings/y_change.text/remove",
    f"{KENT}/videos",
    f"{KENT}/paper",
    f"{KENT}/translations",
    f"{KENT}/questionnaires",
    f"{KENT}/questionnaires/measures",
    *(
        f"{KENT}/questionnaires/young_people/{page}"
        for page in ("versions", "differences", "sign-off", "publish", "take-in", "take-from", "throw-away")
    ),
    f"{KENT}/results?audience=schools",
    f"{KENT}/results?audience=families",
    f"{KENT}/results?audience=young_people",
    f"{KENT}/results/measures",
    f"{KENT}/download",
    "/officers/sending",
    "/officers/sending/resume",
    "/officers/no-letters",
    "/officers/no-letters/add",
    "/officers/audit?check=1",
    "/officers/password",
    "/officers/first-steps",
    "/officers/",
)


@pytest.fixture(scope="module")
def busy(live: Live) -> Live:
    """The consultation with an officer, contacts, a letter that has been launched and some answers."""
    with live.app.app_context():
        with unit_of_work() as session:
            factories.officer(session, email=EMAIL, name="Ada", roles=READS_ANSWERS, password=PASSWORD)
            kent = consultations.find(session, SLUG)
            for number in range(3):
                factories.contact(session, kent, f"school-{number}@example.org", "schools")
                record_follow_up(
                    session, consultation_id=kent.id, audience="schools", organisation="Oak Tree School", email=""
                )
            copy = working_copies.begin(session, kent, "young_people", by="officer:bea", now=clock.now())
            changed = json.loads(json.dumps(copy.document).replace("How old are you?", "What is your age?"))
            working_copies.save(session, copy, changed, revision=1, by="officer:bea", now=clock.now())
            given: dict[AudienceName, tuple[str, str]] = {
                "schools": ("s_th_safety", "very_well"),
                "families": ("f_th_safety", "good"),
            }
            for audience, (key, value) in given.items():
                version = versions.current(session, kent.id, audience)
                assert version is not None
                for _ in range(12):
                    factories.response(session, version, {key: (value, "safety", "favourable")})
        with unit_of_work() as session:
            planned = waves.plan(
                session,
                consultation=kent,
                audience="schools",
                kind=MessageKind.INVITATION,
                due_at=clock.now(),
                now=clock.now(),
            )
            waves.launch_due(session, planned.due_at)
            message = session.scalars(select(Message)).first()
            assert message is not None
            message.state, message.reason, message.settled_at = MessageState.UNKNOWN, "Cut off", clock.now()
    return live


def enter(person: Person, live: Live) -> None:
    come_in_with(person.page, live, EMAIL)
    person.go("/officers/")


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1280, True)])
def test_every_page_can_be_used_by_everybody(busy: Live, person: Callable[..., Person], width: int, dark: bool) -> None:
    ada = person(width, dark=dark)
    enter(ada, busy)
    for page in PAGES:
        ada.go(page)
    ada.go(f"{KENT}/letters")
    ada.page.get_by_role("link", name="Invitation", exact=True).first.click()
    ada.look()
    letter = ada.page.url.removeprefix(busy.url)
    ada.go(f"{letter}/progress")
    ada.go(f"{KENT}/letters")
    ada.page.get_by_role("link", name="Certificate of Invitation").click()
    ada.look()
    ada.page.get_by_role("link", name="school-0@example.org").click()
    ada.look()
    ada.press("Do not contact")


def test_a_translation_goes_out_comes_back_and_is_marked_as_checked(busy: Live, person: Callable[..., Person]) -> None:
    ada = person(320)
    enter(ada, busy)
    ada.go(f"{KENT}/translations")
    ada.page.get_by_role("link", name="Open Families, version 1, Polish").click()
    ada.look()
    with ada.page.expect_download() as download:
        ada.page.get_by_role("link", name="Download the file for the translator").click()
    changed = download.value.path().read_bytes().replace(b'"Bardzo dobrze"', b'"Doskonale"')
    ada.page.get_by_label("Translator's file").set_input_files(
        {"name": "families.po", "mimeType": "text/plain", "buffer": changed}
    )
    ada.press("Take it in")
    expect(ada.page.get_by_role("cell", name="Taken: new or changed").first).to_be_visible()
    ada.press("Go on")
    ada.press("Mark as checked by a person")
    ada.press("Yes, it is checked")
    expect(ada.page.get_by_text("marked as checked")).to_be_visible()


def test_names_that_were_left_twice_are_a_table_that_reads_row_by_row(
    busy: Live, person: Callable[..., Person]
) -> None:
    ada = person(390)
    enter(ada, busy)
    ada.go(f"{KENT}/contacts")
    ada.page.get_by_role("link", name="may have answered twice").click()
    ada.look()
    expect(ada.page.get_by_role("rowheader", name="Oak Tree School")).to_be_visible()
    expect(ada.page.get_by_role("row", name="Oak Tree School 3")).to_be_visible()


def test_a_wrong_password_is_explained_and_the_focus_goes_to_it(busy: Live, person: Callable[..., Person]) -> None:
    ada = person(390)
    ada.go("/officers/")
    ada.page.get_by_label("Email address").fill(EMAIL)
    ada.page.get_by_label("Password", exact=True).fill("something else")
    ada.press("Sign in")
    expect(ada.page.locator(".govuk-error-summary")).to_be_focused()
    expect(ada.page).to_have_title("Error: Sign in – Council consultations")


def test_an_officer_works_without_script(busy: Live, person: Callable[..., Person]) -> None:
    ada = person(1280, script=False)
    enter(ada, busy)
    ada.go(f"{KENT}/letters/schools/invite-now")
    ada.page.get_by_role("link", name="Show who will not").click()
    expect(ada.page.get_by_role("cell", name="Already invited").first).to_be_visible()
    ada.go("/officers/")
    ada.page.get_by_role("button", name="Sign out").click()
    expect(ada.page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_the_download_is_a_file_and_leaves_a_trace(busy: Live, person: Callable[..., Person]) -> None:
    ada = person(1280)
    enter(ada, busy)
    ada.go(f"{KENT}/download")
    ada.page.get_by_role("radio", name="Schools").check()
    ada.page.get_by_label("What do you need them for?").fill("The summary")
    with ada.page.expect_download() as started:
        ada.page.get_by_role("button", name="Download CSV").click()
    assert started.value.suggested_filename == f"{SLUG}-schools.csv"
    assert latest_action(busy.app) == "answers downloaded"


def latest_action(app: Flask) -> str | None:
    with app.app_context(), unit_of_work() as session:
        return session.scalar(select(Entry.action).order_by(Entry.number.desc()).limit(1))
