"""What every process of the demo finds in its environment, with secrets of its own that outlive a restart."""

import base64
import os
import secrets
from pathlib import Path

VAR = Path("var")
DATABASE = VAR / "engagement.db"
SECRETS = VAR / "secrets.env"
HOST = "127.0.0.1"


def settings(*, port: int, smtp_port: int, broker_port: int) -> dict[str, str]:
    """The environment variables of the demo, for a web server on a port."""
    return {
        "ENGAGEMENT_ENV": "development",
        "DATABASE_URL": database_url(DATABASE),
        "REDIS_URL": f"redis://{HOST}:{broker_port}/0",
        "SMTP_URL": f"smtp://{HOST}:{smtp_port}",
        "PUBLIC_URL": f"http://{HOST}:{port}",
        # Made at each start, so that a link from yesterday's screen opens nothing.
        "DEMO_DOOR": secrets.token_urlsafe(16),
        **keys(),
    }


def database_url(file: Path) -> str:
    """The address of an SQLite database in a file."""
    return f"sqlite:///{file.resolve()}"


def keys() -> dict[str, str]:
    """Random secrets, made at the first start and readable by their owner only."""
    if not SECRETS.exists():
        made = {
            "SECRET_KEY": secrets.token_urlsafe(48),
            "VAULT_KEYS": f"demo:{_key()}",
            "INDEX_KEY": _key(),
            "AUDIT_KEY": _key(),
        }
        being_written = SECRETS.with_suffix(".part")
        being_written.unlink(missing_ok=True)
        being_written.touch(0o600)
        being_written.write_text("".join(f"{name}={value}\n" for name, value in made.items()))
        being_written.rename(SECRETS)
    lines = SECRETS.read_text().splitlines()
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def _key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()
