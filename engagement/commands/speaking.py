"""How every command speaks: a sentence and status 1 where the rules refuse, JSON where a machine asks."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from engagement.audit import trail
from engagement.audit.trail import Plain
from engagement.consultations.models import Consultation
from engagement.errors import EngagementError
from engagement.extensions import clock
from engagement.questionnaires.definition import AUDIENCES

ACTOR = "command line"
AUDIENCE = click.Choice(AUDIENCES)

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines.")


class Group(AppGroup):
    """Commands of one subject. What the domain refuses becomes a sentence on standard error and status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except EngagementError as error:
            raise click.ClickException(str(error)) from error


def report(as_json: bool, document: Any, lines: Iterable[str]) -> None:
    """Print the document for machines or the lines for people."""
    if as_json:
        click.echo(json.dumps(document, indent=2, default=_plain))
    else:
        for line in lines:
            click.echo(line)


def note(session: Session, action: str, consultation: Consultation | None = None, **detail: Plain) -> None:
    """Write into the audit trail what this command did, in its own unit of work."""
    consultation_id = consultation.id if consultation else None
    trail.record(session, now=clock.now(), actor=ACTOR, action=action, consultation_id=consultation_id, **detail)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
