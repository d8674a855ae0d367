"""`flask responses`: what was said, for those who may read it."""

import sys
from pathlib import Path

import click

from engagement.commands.speaking import AUDIENCE, Group, note
from engagement.consultations import service
from engagement.extensions import db
from engagement.questionnaires.definition import AudienceName
from engagement.reporting.export import response_rows
from engagement.reporting.spreadsheet import csv_lines
from engagement.unit_of_work import unit_of_work

ONLY_OWNER = 0o600

group = Group("responses", help="What was said.")


@group.command("export")
@click.argument("slug")
@click.argument("audience", type=AUDIENCE)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file instead of standard output.")
def export(slug: str, audience: AudienceName, output: Path | None) -> None:
    """Write one audience's responses as CSV, shuffled and without references. The export is written down first."""
    with unit_of_work() as session:
        consultation = service.find(session, slug)
        note(session, "responses exported", consultation, audience=audience)
    lines = csv_lines(response_rows(db.session(), consultation.id, audience))
    if output is None:
        sys.stdout.writelines(lines)
        return
    output.touch(ONLY_OWNER)
    with output.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)
