"""`flask contacts`: whom we may write to."""

import time
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from engagement.commands.speaking import AUDIENCE, Group, as_json, note
from engagement.commands.speaking import report as say
from engagement.consultations import service
from engagement.contacts import reindexing
from engagement.contacts.imports import report, stages, upload, working
from engagement.contacts.imports.kept import head_of
from engagement.contacts.imports.models import ContactImport
from engagement.contacts.imports.outcomes import ROLE_MAILBOXES, Outcome
from engagement.contacts.imports.rows import MOST_BYTES
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.questionnaires.definition import AudienceName
from engagement.reporting.spreadsheet import csv_lines
from engagement.unit_of_work import unit_of_work

A_WHILE = 0.5
A_MINUTE = 60.0

group = Group("contacts", help="Whom we may write to.")


@group.command("import")
@click.argument("slug")
@click.argument("audience", type=AUDIENCE)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--column", "columns", multiple=True, metavar="FIELD=HEADING", help="Which column is which field.")
@click.option("--dry-run", is_flag=True, help="Say what would become of each line, and write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before the contacts are added.")
@click.option(
    "--report",
    "save_to",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Save every line's outcome.",
)
@as_json
def import_file(
    slug: str,
    audience: AudienceName,
    file: Path,
    columns: Sequence[str],
    dry_run: bool,
    yes: bool,
    save_to: Path | None,
    as_json: bool,
) -> None:
    """Add the contacts of a CSV file or an Excel workbook whose first line names the columns.

    Good lines are kept and bad ones named. Importing a file again changes nothing.
    """
    with file.open("rb") as stream:
        found = upload.read(stream.read(MOST_BYTES + 1))
    with unit_of_work() as session:
        consultation = service.find(session, slug)
        job = stages.begin(session, consultation, audience=audience, name=file.name, upload=found, now=clock.now())
        ignored = _choose(session, job, columns)
    _work_through(job.id)
    job = _now(job)
    if not dry_run and not yes:
        say(False, None, _in_words(job, ignored))
        click.confirm("Add and change these contacts?", abort=True)
    if not dry_run:
        with unit_of_work() as session:
            stages.confirm(session, stages.find(session, consultation, job.id, to_change=True))
            note(session, "contact file confirmed", consultation, audience=audience, file=str(job.id))
        _work_through(job.id)
        job = _now(job)
    refused = list(report.lines(db.session(), job, {Outcome.REFUSED}))
    if save_to is not None:
        save_to.write_text("".join(csv_lines(report.rows(db.session(), job))), encoding="utf-8", newline="")
    document = _facts(job, ignored) | {"refused": [[line, sentence] for line, _, sentence in refused]}
    lines = [*_in_words(job, ignored), *(f"Line {line}: {sentence}" for line, _, sentence in refused)]
    if dry_run:
        with unit_of_work() as session:
            stages.discard(session, stages.find(session, consultation, job.id, to_change=True))
        lines.append("This was a dry run: nothing was written.")
    say(as_json, document, lines)


@group.command("reindex")
@as_json
def reindex(as_json: bool) -> None:
    """Make contacts from before names could be searched findable by their names. Doing it again changes nothing."""
    with unit_of_work() as session:
        count = reindexing.reindex(session)
    say(
        as_json,
        {"reindexed": count},
        ["1 contact was given its indexes." if count == 1 else f"{count} contacts were given their indexes."],
    )


def _choose(session: Session, job: ContactImport, columns: Iterable[str]) -> list[str]:
    """Match the columns as asked or guessed; gives the headings that are not used."""
    headings = head_of(job).headings
    names = [heading.casefold() for heading in headings]
    known = {field.key: field for field in stages.fields(session, job.consultation_id, stages.audience_of(job))}
    match = dict(job.match)
    for pair in columns:
        key, _, heading = pair.partition("=")
        if key not in known:
            raise Refused(f"--column: the field must be one of {', '.join(known)}.")
        if heading.casefold() not in names:
            raise Refused(f'--column: the file has no column "{heading}". It has: {", ".join(filter(None, headings))}.')
        match[key] = names.index(heading.casefold())
    stages.choose(session, job, match)
    return [heading for number, heading in enumerate(headings) if heading and number not in job.match.values()]


def _work_through(import_id: uuid.UUID) -> None:
    """Do the work here, or wait while a worker has it in hand."""
    while True:
        working.go_on(clock, seconds=A_MINUTE, import_id=import_id)
        job = db.session.get(ContactImport, import_id, populate_existing=True)
        if job is None or job.stage not in working.WORKING:
            return
        time.sleep(A_WHILE)


def _now(job: ContactImport) -> ContactImport:
    return db.session.get_one(ContactImport, job.id, populate_existing=True)


def _facts(job: ContactImport, ignored: Sequence[str]) -> dict[str, Any]:
    counted = {str(outcome): job.counts.get(outcome, 0) for outcome in Outcome if outcome is not Outcome.REFUSED}
    return {**counted, ROLE_MAILBOXES: job.counts.get(ROLE_MAILBOXES, 0), "ignored_columns": list(ignored)}


def _in_words(job: ContactImport, ignored: Sequence[str]) -> list[str]:
    counts = {outcome: job.counts.get(outcome, 0) for outcome in Outcome}
    lines = [
        f"{counts[Outcome.ADDED]} added, {counts[Outcome.CHANGED]} changed, {counts[Outcome.UNCHANGED]} unchanged, "
        f"{counts[Outcome.REFUSED]} not used."
    ]
    if counts[Outcome.SUPPRESSED]:
        lines.append(f"{counts[Outcome.SUPPRESSED]} are kept in the list and get no letters.")
    if count := job.counts.get(ROLE_MAILBOXES, 0):
        lines.append(f"{count} are mailboxes that several people may read.")
    if ignored:
        lines.append(f"Columns that were not used: {', '.join(ignored)}.")
    return lines
