"""`flask paper`: a published questionnaire as a form to print, or to edit in Word."""

from pathlib import Path
from typing import cast

import click

from engagement import preparing
from engagement.commands.speaking import AUDIENCE, Group
from engagement.consultations import service, versions
from engagement.errors import NotFound
from engagement.extensions import db
from engagement.paper import making
from engagement.paper.cover import Layout
from engagement.paper.front import cover_of
from engagement.questionnaires.definition import AudienceName

group = Group("paper", help="Questionnaires as forms to print or to edit.")


@group.command("make")
@click.argument("slug")
@click.argument("audience", type=AUDIENCE)
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option(
    "--layout",
    type=click.Choice(["standard", "large_print", "easy_read"]),
    default="standard",
    show_default=True,
    help="How it is set.",
)
@click.option("--reference", default="", help="Marks this copy, on every page but the one that is torn off.")
def make(slug: str, audience: AudienceName, file: Path, layout: str, reference: str) -> None:
    """Write the current questionnaire of AUDIENCE into FILE, whose name ends in .pdf or .docx."""
    if file.suffix.lower() not in making.MAKERS:
        raise click.UsageError("Give the file a name that ends in .pdf or .docx.")
    session = db.session()
    consultation = service.find(session, slug)
    version = versions.current(session, consultation.id, audience)
    if version is None:
        raise NotFound("This audience is not asked anything in this consultation.")
    questionnaire = versions.compiled(session, version.id)
    cover = cover_of(consultation, version, reference)
    file.write_bytes(making.make(questionnaire, cover, cast(Layout, layout), file.suffix.lower()))
    click.echo(f"{file} is written: {cover.version}.")


@group.command("store")
@click.argument("slug")
def store(slug: str) -> None:
    """Make what the pages of SLUG offer and do not have yet: its forms, and the voice for young people.

    Workers do this by themselves once a questionnaire is published or the deadline moves.
    """
    consultation = service.find(db.session(), slug)
    things = [thing for thing in preparing.waiting() if thing.consultation.id == consultation.id]
    troubles = 0
    for thing in things:
        trouble = preparing.prepare(thing)
        troubles += trouble is not None
        click.echo(f"{thing.version.audience}, version {thing.version.number}, {thing.name}: {trouble or 'made'}")
    if not things:
        click.echo("All is made already.")
    if troubles:
        raise click.ClickException(f"{troubles} of {len(things)} could not be made.")
