"""`flask contacts`: whom we may write to."""

from dataclasses import asdict
from pathlib import Path

import click

from engagement.commands.speaking import AUDIENCE, Group, as_json, note, report
from engagement.consultations import service
from engagement.contacts.importing import ImportReport, import_csv
from engagement.extensions import clock
from engagement.questionnaires.definition import AudienceName
from engagement.unit_of_work import unit_of_work

group = Group("contacts", help="Whom we may write to.")


@group.command("import")
@click.argument("slug")
@click.argument("audience", type=AUDIENCE)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def import_file(slug: str, audience: AudienceName, file: Path, as_json: bool) -> None:
    """Add the contacts of a CSV file whose first line is "email,name".

    Good rows are kept and bad ones named. Importing a file again changes nothing.
    """
    with file.open("rb") as stream, unit_of_work() as session:
        consultation = service.find(session, slug)
        found = import_csv(session, consultation, audience=audience, stream=stream, now=clock.now())
        note(
            session,
            "contacts imported",
            consultation,
            audience=audience,
            added=found.added,
            unchanged=found.unchanged,
            refused=len(found.refused),
        )
    report(as_json, asdict(found), _in_words(found))


def _in_words(found: ImportReport) -> list[str]:
    lines = [f"{found.added} added, {found.unchanged} unchanged, {len(found.refused)} not used."]
    if found.opted_out:
        lines.append(f"{found.opted_out} of those added asked for no mail and will get none.")
    if found.ignored_columns:
        lines.append(f"Columns that were not used: {', '.join(found.ignored_columns)}.")
    return lines + [f"Line {line}: {reason}" for line, reason in found.refused]
