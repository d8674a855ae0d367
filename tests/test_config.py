"""Settings that are missing or unsafe stop a production start, each by its name."""

import base64

import pytest
from flask import request

from config import INSECURE_KEY, Settings, SettingsError
from engagement import create_app

NAMES = ["DATABASE_URL", "REDIS_URL", "SMTP_URL", "PUBLIC_URL", "MAIL_FROM"]
SECRETS = ["SECRET_KEY", "VAULT_KEYS", "INDEX_KEY", "AUDIT_KEY"]
KEY = base64.urlsafe_b64encode(b"\x07" * 32).decode()
GOOD = {
    "ENGAGEMENT_ENV": "production",
    "DATABASE_URL": "postgresql+psycopg://db/engagement",
    "REDIS_URL": "redis://broker/0",
    "SMTP_URL": "smtp://mail",
    "PUBLIC_URL": "https://engage.council.example",
    "MAIL_FROM": "Council <engage@council.example>",
    "SECRET_KEY": "s" * 40,
    "VAULT_KEYS": f"k1:{KEY}",
    "INDEX_KEY": KEY,
    "AUDIT_KEY": KEY,
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ["ENGAGEMENT_ENV", *NAMES, *SECRETS, *NOTIFY, "METRICS_TOKEN"]:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_production_starts_when_everything_is_set(environment: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        environment.setenv(name, value)
    settings = Settings.from_environment()
    assert settings.vault_keys == {"k1": b"\x07" * 32}
    assert settings.for_flask()["SESSION_COOKIE_NAME"].startswith("__Host-")


NOTIFY = {
    "MAIL_GATEWAY": "notify",
    "NOTIFY_API_KEY": "kent-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0",
    "NOTIFY_TEMPLATE_ID": "f33517ff-2a88-4f6e-b855-c550268ce08a",
    "NOTIFY_CALLBACK_TOKEN": "c" * 32,
}


def test_mail_by_notify_needs_no_mail_server(environment: pytest.MonkeyPatch) -> None:
    for name, value in (GOOD | NOTIFY).items():
        environment.setenv(name, value)
    environment.delenv("SMTP_URL")
    assert Settings.from_environment().for_flask()["MAIL_GATEWAY"] == "notify"


@pytest.mark.parametrize("missing", ["NOTIFY_API_KEY", "NOTIFY_TEMPLATE_ID", "NOTIFY_CALLBACK_TOKEN"])
@pytest.mark.parametrize("where", ["production", "development"])
def test_notify_without_its_key_is_refused_everywhere(
    environment: pytest.MonkeyPatch, missing: str, where: str
) -> None:
    for name, value in (GOOD | NOTIFY | {"ENGAGEMENT_ENV": where}).items():
        if name != missing:
            environment.setenv(name, value)
    with pytest.raises(SettingsError, match=f"{missing} is not set"):
        Settings.from_environment()


@pytest.mark.parametrize(
    ("name", "value"), [("MAIL_GATEWAY", "pigeon"), ("METRICS_TOKEN", "short"), ("NOTIFY_CALLBACK_TOKEN", "short")]
)
def test_a_way_out_we_do_not_know_and_a_token_that_can_be_guessed_are_refused(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    for known, good in (GOOD | NOTIFY | {name: value}).items():
        environment.setenv(known, good)
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment()


@pytest.mark.parametrize("missing", NAMES + SECRETS)
def test_production_does_not_start_without_a_setting_and_names_it(
    environment: pytest.MonkeyPatch, missing: str
) -> None:
    for name, value in GOOD.items():
        if name != missing:
            environment.setenv(name, value)
    with pytest.raises(SettingsError, match=f"{missing} is not set"):
        Settings.from_environment()


def test_the_unset_environment_is_production_and_every_fault_is_told_at_once(
    environment: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment()
    for name in NAMES + SECRETS:
        assert name in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("VAULT_KEYS", f"k1:{INSECURE_KEY}"),
        ("INDEX_KEY", INSECURE_KEY),
        ("AUDIT_KEY", "not base64!"),
        ("PUBLIC_URL", "http://engage.council.example"),
    ],
)
def test_production_refuses_an_unsafe_value_by_name(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    for setting, good in (GOOD | {name: value}).items():
        environment.setenv(setting, good)
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment()


def test_development_needs_nothing(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ENGAGEMENT_ENV", "development")
    assert Settings.from_environment().database_url.startswith("sqlite:///")


@pytest.mark.parametrize(("hops", "believed"), [("0", "10.0.0.9"), ("1", "203.0.113.5")])
def test_a_visitors_address_is_taken_from_our_own_proxies_and_nobody_else(
    environment: pytest.MonkeyPatch, hops: str, believed: str
) -> None:
    environment.setenv("ENGAGEMENT_ENV", "test")
    environment.setenv("PROXY_HOPS", hops)
    app = create_app(Settings.from_environment())
    app.add_url_rule("/who", view_func=lambda: str(request.remote_addr))
    forged = {"X-Forwarded-For": "198.51.100.1, 203.0.113.5"}
    told = app.test_client().get("/who", headers=forged, environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert told.text == believed
