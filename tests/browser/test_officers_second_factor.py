"""An officer's first sign-in in a real browser: a passkey where there is script, an app where there is none."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from pyotp.totp import TOTP

from config import Settings
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.browser.conftest import Person
from tests.live import Live, live_server
from tests.officers.door import come_in_with

pytestmark = pytest.mark.browser

PAGES = (
    "/officers/confirm",
    "/officers/confirm?next=/officers/security",
    "/officers/security",
    "/officers/security/set-up",
    "/officers/sessions",
    "/officers/people",
)


def add(live: Live, email: str) -> None:
    with live.app.app_context(), unit_of_work() as session:
        factories.officer(session, email=email, name="Ada")


def give_password(person: Person, email: str, site: str) -> None:
    person.go(f"{site}/officers/sign-in")
    person.page.get_by_label("Email address").fill(email)
    person.page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    person.press("Sign in")


def test_without_script_an_app_and_its_code_let_in(live: Live, person: Callable[..., Person]) -> None:
    add(live, "app@second.example")
    ada = person(390, script=False)
    give_password(ada, "app@second.example", live.url)
    key = re.sub(r"\s", "", ada.page.locator("code").inner_text())
    now = live.app.extensions["clock"].now()
    ada.page.get_by_label("Code", exact=True).fill(TOTP(key).at(now))
    ada.press("Continue")
    expect(ada.page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    printed = ada.page.locator("code").first.inner_text()
    ada.press("Continue")
    expect(ada.page.get_by_role("heading", level=1)).to_have_text("Consultations")
    ada.page.get_by_role("button", name="Sign out").click()
    give_password(ada, "app@second.example", live.url)
    ada.page.get_by_label("Code", exact=True).fill(printed)
    ada.press("Continue")
    expect(ada.page.get_by_text("You have 9 left")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_about_officers_can_be_used_by_everybody(
    live: Live, person: Callable[..., Person], width: int
) -> None:
    add(live, f"pages-{width}@second.example")
    ada = person(width)
    come_in_with(ada.page, live, f"pages-{width}@second.example")
    for page in (*PAGES, "/officers/people/invite"):
        ada.go(page)
    ada.go("/officers/people")
    ada.page.get_by_role("link", name="Ada").first.click()
    ada.look()
    ada.press("Reset the second factor")


def test_a_passkey_is_made_and_lets_in(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory, person: Callable[..., Person]
) -> None:
    folder = tmp_path_factory.mktemp("passkeys")
    with live_server(settings, f"sqlite:///{folder}/live.db", folder, host="localhost") as live:
        add(live, "key@second.example")
        ada = person(1280)
        devices = ada.page.context.new_cdp_session(ada.page)
        devices.send("WebAuthn.enable")
        devices.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        give_password(ada, "key@second.example", live.url)
        ada.press("Add a passkey")
        expect(ada.page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
        ada.press("Continue")
        ada.page.get_by_role("button", name="Sign out").click()
        give_password(ada, "key@second.example", live.url)
        expect(ada.page.get_by_role("heading", level=1)).to_have_text("Use your passkey")
        ada.press("Use a passkey")
        expect(ada.page.get_by_role("heading", level=1)).to_have_text("Consultations")


def test_the_page_that_asks_for_a_code_and_the_one_that_welcomes_can_be_used_by_everybody(
    live: Live, person: Callable[..., Person]
) -> None:
    add(live, "asked@second.example")
    ada = person(390)
    give_password(ada, "asked@second.example", live.url)
    key = re.sub(r"\s", "", ada.page.locator("code").inner_text())
    ada.page.get_by_label("Code", exact=True).fill(TOTP(key).at(live.app.extensions["clock"].now()))
    ada.press("Continue")
    ada.press("Continue")
    ada.page.get_by_role("button", name="Sign out").click()
    give_password(ada, "asked@second.example", live.url)
    expect(ada.page.get_by_label("Code", exact=True)).to_be_visible()
    ada.go("/officers/invitation/nothing")
