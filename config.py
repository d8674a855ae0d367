"""Every setting, its default and why. What is unsafe or missing in production stops the start, by name."""

import base64
import binascii
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from environs import Env

ENVIRONMENTS = ("production", "development", "test")
GATEWAYS = ("smtp", "notify")
SHORTEST_TOKEN = 32

# Development and tests may run without secrets of their own. These values are refused in production.
INSECURE_SECRET = "not-a-secret-for-development-only"
INSECURE_KEY = base64.urlsafe_b64encode(b"\0" * 32).decode()


class SettingsError(ValueError):
    """One or more settings are missing or unsafe; the message names each."""


@dataclass(frozen=True)
class Settings:
    """The settings of one process, read once from the environment.

    Keys are 32 bytes, URL-safe base64. `vault_keys` is a ring: the first key seals, every key opens,
    so a new key goes in front and the old one stays until everything is sealed again. `proxy_hops` is how many
    reverse proxies of our own stand in front: only what they say of a visitor's address is believed.

    `mail_gateway` is the way out, "smtp" or "notify". `relay_log` is the log of our own mail server, `reports_from`
    the mailbox in which reports of failed letters arrive, and `bounces_to` the address that they are asked to go to.
    `demo_door` is the secret of a link that lets anybody in; only the demo has one. `oidc_issuer` and its client are
    the identity provider by which officers may sign in; none when not set.
    """

    environment: str
    database_url: str
    redis_url: str
    mail_gateway: str
    smtp_url: str
    relay_log: str
    notify_url: str
    notify_api_key: str
    notify_template_id: str
    notify_callback_token: str
    reports_from: str
    bounces_to: str
    alarms_to: tuple[str, ...]
    metrics_token: str
    public_url: str
    proxy_hops: int
    mail_from: str
    secret_key: str
    vault_keys: dict[str, bytes]
    index_key: bytes
    audit_key: bytes
    demo_door: str
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read the process environment. Raises SettingsError naming every setting at fault."""
        env = Env()
        faults: list[str] = []
        environment = env.str("ENGAGEMENT_ENV", "production")
        if environment not in ENVIRONMENTS:
            raise SettingsError(f"ENGAGEMENT_ENV must be one of {', '.join(ENVIRONMENTS)}.")
        safe = environment == "production"

        def needed(name: str, fallback: str) -> str:
            value = env.str(name, "")
            if value:
                return value
            if safe:
                faults.append(f"{name} is not set.")
            return fallback

        def key(name: str, value: str) -> bytes:
            try:
                decoded = base64.urlsafe_b64decode(value)
            except (binascii.Error, ValueError):
                decoded = b""
            if len(decoded) != 32:
                faults.append(f"{name} must be 32 bytes in URL-safe base64.")
            elif safe and decoded == b"\0" * 32:
                faults.append(f"{name} is the development key.")
            return decoded

        secret_key = needed("SECRET_KEY", INSECURE_SECRET)
        if safe and (len(secret_key) < 32 or secret_key == INSECURE_SECRET):
            faults.append("SECRET_KEY must be at least 32 characters and not the development value.")

        vault_keys: dict[str, bytes] = {}
        for entry in needed("VAULT_KEYS", f"dev:{INSECURE_KEY}").split(","):
            name, _, value = entry.strip().partition(":")
            vault_keys[name] = key(f"VAULT_KEYS ({name or 'no name'})", value)

        mail_gateway = env.str("MAIL_GATEWAY", GATEWAYS[0])
        if mail_gateway not in GATEWAYS:
            faults.append(f"MAIL_GATEWAY must be one of {', '.join(GATEWAYS)}.")
        by_notify = mail_gateway == "notify"
        notify = {name: env.str(name, "") for name in ("NOTIFY_API_KEY", "NOTIFY_TEMPLATE_ID", "NOTIFY_CALLBACK_TOKEN")}
        if by_notify:
            # There is no key for development: without one nothing leaves, and nobody would notice.
            faults += [f"{name} is not set." for name, value in notify.items() if not value]
        metrics_token = env.str("METRICS_TOKEN", "")
        tokens = {"NOTIFY_CALLBACK_TOKEN": notify["NOTIFY_CALLBACK_TOKEN"], "METRICS_TOKEN": metrics_token}
        for name, value in tokens.items():
            if 0 < len(value) < SHORTEST_TOKEN:
                faults.append(f"{name} must be at least {SHORTEST_TOKEN} characters.")

        oidc = {name: env.str(name, "") for name in ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")}
        if any(oidc.values()):
            # A provider that is only half set would be found out by the first officer who needs it.
            faults += [f"{name} is not set." for name, value in oidc.items() if not value]
            if safe and not oidc["OIDC_ISSUER"].startswith("https://"):
                faults.append("OIDC_ISSUER must begin with https://.")

        settings = cls(
            environment=environment,
            database_url=needed("DATABASE_URL", f"sqlite:///{Path('var').resolve()}/engagement.db"),
            redis_url=needed("REDIS_URL", "redis://127.0.0.1:6379/0"),
            mail_gateway=mail_gateway,
            smtp_url="" if by_notify else needed("SMTP_URL", "smtp://127.0.0.1:1025"),
            relay_log=env.str("RELAY_LOG", ""),
            notify_url=env.str("NOTIFY_URL", "https://api.notifications.service.gov.uk"),
            notify_api_key=notify["NOTIFY_API_KEY"],
            notify_template_id=notify["NOTIFY_TEMPLATE_ID"],
            notify_callback_token=notify["NOTIFY_CALLBACK_TOKEN"],
            reports_from=env.str("REPORTS_FROM", ""),
            bounces_to=env.str("BOUNCES_TO", ""),
            alarms_to=tuple(address.strip() for address in env.str("ALARMS_TO", "").split(",") if address.strip()),
            metrics_token=metrics_token,
            public_url=needed("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/"),
            proxy_hops=env.int("PROXY_HOPS", 0),
            mail_from=needed("MAIL_FROM", "Engagement <no-reply@council.example>"),
            secret_key=secret_key,
            vault_keys=vault_keys,
            index_key=key("INDEX_KEY", needed("INDEX_KEY", INSECURE_KEY)),
            audit_key=key("AUDIT_KEY", needed("AUDIT_KEY", INSECURE_KEY)),
            demo_door=env.str("DEMO_DOOR", ""),
            oidc_issuer=oidc["OIDC_ISSUER"],
            oidc_client_id=oidc["OIDC_CLIENT_ID"],
            oidc_client_secret=oidc["OIDC_CLIENT_SECRET"],
        )
        if settings.demo_door and environment != "development":
            faults.append("DEMO_DOOR lets anybody in, so it must not be set here.")
        if safe and not settings.public_url.startswith("https://"):
            faults.append("PUBLIC_URL must begin with https://.")
        if faults:
            raise SettingsError("The settings need attention:\n" + "\n".join(f"- {fault}" for fault in faults))
        return settings

    def for_flask(self) -> dict[str, Any]:
        """The mapping that `app.config` takes."""
        secure = self.public_url.startswith("https://")
        return {
            "ENVIRONMENT": self.environment,
            "TESTING": self.environment == "test",
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "PUBLIC_URL": self.public_url,
            "PROXY_HOPS": self.proxy_hops,
            "MAIL_FROM": self.mail_from,
            "MAIL_GATEWAY": self.mail_gateway,
            "SMTP_URL": self.smtp_url,
            "RELAY_LOG": self.relay_log,
            "NOTIFY_URL": self.notify_url,
            "NOTIFY_API_KEY": self.notify_api_key,
            "NOTIFY_TEMPLATE_ID": self.notify_template_id,
            "NOTIFY_CALLBACK_TOKEN": self.notify_callback_token,
            "REPORTS_FROM": self.reports_from,
            "BOUNCES_TO": self.bounces_to,
            "ALARMS_TO": self.alarms_to,
            "METRICS_TOKEN": self.metrics_token,
            "REDIS_URL": self.redis_url,
            "VAULT_KEYS": self.vault_keys,
            "INDEX_KEY": self.index_key,
            "AUDIT_KEY": self.audit_key,
            "DEMO_DOOR": self.demo_door,
            "OIDC_ISSUER": self.oidc_issuer,
            "OIDC_CLIENT_ID": self.oidc_client_id,
            "OIDC_CLIENT_SECRET": self.oidc_client_secret,
            # A __Host- cookie cannot be set over plain http, which the embedded default serves.
            "SESSION_COOKIE_NAME": "__Host-engagement" if secure else "engagement",
            "SESSION_COOKIE_SECURE": secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            # Nobody's typing is thrown away because a page stood open overnight.
            "WTF_CSRF_TIME_LIMIT": None,
            # A file of contacts may be 5 MB; what is typed into a form is far less.
            "MAX_CONTENT_LENGTH": 6 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
            "TRUSTED_HOSTS": [urlsplit(self.public_url).hostname] if self.environment == "production" else None,
        }
