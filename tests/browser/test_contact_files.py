"""An officer takes in a file of contacts and mends an address in a real browser, on a phone and on a desk."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload, expect
from sqlalchemy import select

from engagement.accounts.models import Officer
from engagement.consultations import service as consultations
from engagement.contacts.imports import stages, upload
from engagement.contacts.imports.models import Stage
from engagement.extensions import clock
from engagement.outbox.models import MessageKind, MessageState
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.browser.conftest import Person
from tests.live import SLUG, Live
from tests.officers.door import READS_ANSWERS, come_in_with

pytestmark = pytest.mark.browser

EMAIL, PASSWORD = "files@council.example", "violet anchor teapot"
CONTACTS = f"/officers/consultations/{SLUG}/contacts"


@pytest.fixture
def bea(live: Live, person: Callable[..., Person], request: pytest.FixtureRequest) -> Person:
    """An officer of the data role, signed in; the parameter is the screen."""
    width, script = request.param
    with live.app.app_context(), unit_of_work() as session:
        if session.scalar(select(Officer).where(Officer.email == EMAIL)) is None:
            factories.officer(session, email=EMAIL, name="Bea", roles=READS_ANSWERS, password=PASSWORD)
    bea = person(width, script=script)
    come_in_with(bea.page, live, EMAIL)
    return bea


def screens(*sizes: tuple[int, bool]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("bea", sizes, indirect=True)


@screens((390, True), (1280, True), (320, False))
def test_a_file_is_matched_checked_and_imported(bea: Person) -> None:
    width = bea.page.viewport_size
    assert width is not None
    tag = f"w{width['width']}"
    file = (
        f"School name,Main e-mail,Phase\n"
        f"Hope School,office@{tag}.example.org,Primary\n"
        f"Faith School,jo@{tag}.example.org,Nursery\n"
    )
    bea.go(f"{CONTACTS}/import")
    bea.page.get_by_role("radio", name="Schools").check()
    bea.page.get_by_label("CSV file or Excel workbook").set_input_files(
        FilePayload(name="schools.csv", mimeType="text/csv", buffer=file.encode())
    )
    bea.press("Continue")
    expect(bea.page.get_by_label("Organisation")).to_have_value("0")
    bea.page.get_by_label("Email address").select_option("")
    bea.press("Check the file")
    expect(bea.page.locator(".govuk-error-summary")).to_contain_text("Choose the column with the email addresses.")
    bea.page.get_by_label("Email address").select_option("1")
    bea.press("Check the file")
    expect(bea.page.get_by_role("row", name="3 Not used.")).to_contain_text("We do not know this phase.")
    bea.press("Import what can be used")
    expect(bea.page.get_by_role("heading", level=1)).to_have_text("What became of the file")
    bea.press("See the contacts")
    expect(bea.page.get_by_role("link", name=f"office@{tag}.example.org")).to_be_visible()


@screens((390, True))
def test_a_long_file_can_be_watched_and_the_page_told_to_stand_still(bea: Person, live: Live) -> None:
    with live.app.app_context(), unit_of_work() as session:
        kent = consultations.find(session, SLUG)
        content = "email\n" + "".join(f"family-{number}@long.example\n" for number in range(1_200))
        found = upload.read(content.encode())
        job = stages.begin(session, kent, audience="families", name="long.csv", upload=found, now=clock.now())
        stages.choose(session, job, job.match)
        import_id = job.id
    bea.go(f"{CONTACTS}/import/{import_id}?still=1")
    expect(bea.page.get_by_role("progressbar")).to_have_attribute("value", "0")
    bea.press("Renew it every 5 seconds again")
    bea.press("Stop renewing this page")
    with live.app.app_context(), unit_of_work() as session:
        job = stages.find(session, consultations.find(session, SLUG), import_id, to_change=True)
        assert job.stage == Stage.CHECKING
        stages.discard(session, job)
    bea.go(f"{CONTACTS}/import/{import_id}")
    expect(bea.page.get_by_role("heading", level=1)).to_have_text("This file is deleted")


@screens((390, True), (1280, True))
def test_an_address_is_mended_and_the_letter_that_failed_goes_again(bea: Person, live: Live) -> None:
    with live.app.app_context(), unit_of_work() as session:
        kent = consultations.find(session, SLUG)
        contact, _ = factories.contact(session, kent, f"old-{clock.now().timestamp()}@example.org", "schools")
        factories.message(
            session,
            contact,
            MessageKind.INVITATION,
            state=MessageState.FAILED,
            reason="550 No such mailbox",
            due_at=clock.now() - timedelta(days=3),
            settled_at=clock.now() - timedelta(days=3),
        )
        contact_id = contact.id
    bea.go(f"{CONTACTS}/{contact_id}/details")
    bea.go(f"{CONTACTS}/{contact_id}")
    bea.press("Correct the address")
    bea.page.get_by_label("New email address").fill(f"new-{contact_id.hex[:8]}@example.org")
    bea.press("Continue")
    expect(bea.page.get_by_role("radio", name="Invitation")).to_be_checked()
    bea.press("Correct the address")
    expect(bea.page.get_by_text("The letter goes at")).to_be_visible()
    bea.press("Do not contact")
    bea.page.get_by_label("Why does nobody write to this contact?").fill("Moved away")
    bea.press("Stop writing")
    bea.press("Undo do not contact")
    bea.press("Write again")
    expect(bea.page.get_by_text("The mark is taken away.")).to_be_visible()


@screens((390, True), (1280, True))
def test_fields_and_the_download_can_be_used_by_everybody(bea: Person) -> None:
    for page in ("fields", "download", "?state=role_mailbox", "?audience=schools&phase=primary"):
        bea.go(f"{CONTACTS}{'' if page.startswith('?') else '/'}{page}")
