"""What the tests of commands share: a shell on the app, and a consultation to work on."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.audit.models import Entry

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    """Runs a flask command: `run("outbox", "status")`, with `given` on standard input."""

    def command(*words: str, given: str = "") -> Result:
        return app.test_cli_runner().invoke(args=[str(word) for word in words], input=given, catch_exceptions=False)

    return command


def machine_reads(result: Result) -> Any:
    """What `--json` printed; the command must have gone well."""
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def refused(result: Result) -> str:
    """The sentence on standard error of a command that was refused."""
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    return result.stderr


def noted(session: Session) -> list[tuple[str, str]]:
    """Actor and action of every entry of the audit trail, in order."""
    return [(entry.actor, entry.action) for entry in session.scalars(select(Entry).order_by(Entry.number))]
