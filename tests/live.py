"""A real web server on a database of its own, with the Kent consultation open until in two weeks."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, text

import engagement
from config import Settings
from engagement import create_app
from engagement.consultations import service, translations, versions
from engagement.consultations.deadlines import london_day
from engagement.extensions import db
from engagement.questionnaires import po_files, schema
from engagement.questionnaires.definition import AUDIENCES
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.servers import free_port, wait_for_port

ROOT = Path(__file__).parent.parent
PACKAGE = Path(engagement.__file__).parent
SLUG = "nmiss-engagement"


@dataclass(frozen=True)
class Live:
    """Where the server answers, and an app that reads and writes the same database."""

    url: str
    app: Flask

    def invite(self, audience: str) -> str:
        """Make a contact of an audience; gives the address of its personal link."""
        with self.app.app_context(), unit_of_work() as session:
            kent = service.find(session, SLUG)
            _, token = factories.contact(session, kent, f"somebody-{secrets.token_hex(4)}@example.org", audience)
        return f"{self.url}/{SLUG}/i/{token}"


def own_database(shared: str, folder: Path) -> str:
    """The address of an empty database of the same kind as a shared one, for a server that really commits."""
    if shared.startswith("sqlite"):
        return f"sqlite:///{folder}/live.db"
    name = f"live_{secrets.token_hex(4)}"
    engine = create_engine(shared, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{shared.rpartition('/')[0]}/{name}"


@contextmanager
def live_server(
    settings: Settings,
    database_url: str,
    folder: Path,
    *,
    host: str = "127.0.0.1",
    workers: int = 1,
    threads: int = 8,
) -> Iterator[Live]:
    """Serve the app with gunicorn on a database that is still empty; its log goes to the folder."""
    port = free_port()
    url = f"http://{host}:{port}"
    app = create_app(replace(settings, database_url=database_url, public_url=url))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        _ask()
        db.engine.dispose()
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--no-control-socket", "--log-level", "warning"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--threads", str(threads)]
    environment = os.environ | {"ENGAGEMENT_ENV": "test", "DATABASE_URL": database_url, "PUBLIC_URL": url}
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            wait_for_port(port)
            yield Live(url, app)
        finally:
            server.terminate()
            server.wait(20)
            with app.app_context():
                db.engine.dispose()


def _ask() -> None:
    """Publish the consultation with its three questionnaires, open since yesterday."""
    now = datetime.now(UTC)
    written = factories.kent_document()
    written = replace(
        written, opens_on=london_day(now - timedelta(days=1)), closes_on=london_day(now + timedelta(days=14))
    )
    with unit_of_work() as session:
        kent = service.create(session, written, now=now)
        for audience in AUDIENCES:
            file = PACKAGE / audience / "questionnaires" / "nmiss.toml"
            version = versions.publish(session, kent, schema.read_toml(file), now)
            translations.ship(session, kent, version, po_files.beside(file), now)
        service.publish(session, kent, now=now)
