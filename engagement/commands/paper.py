"""`flask paper`: a published questionnaire as a form to print, or to edit in Word."""

from pathlib import Path
from typing import cast

import click

from engagement.commands.speaking import AUDIENCE, Group
from engagement.consultations import service, versions
from engagement.errors import NotFound
from engagement.extensions import db
from engagement.paper import printed, word_file
from engagement.paper.cover import Layout
from engagement.paper.front import cover_of
from engagement.questionnaires.definition import AudienceName

PACKAGE = Path(__file__).parents[1]
MAKERS = {".pdf": printed.pdf, ".docx": word_file.word}

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
    maker = MAKERS.get(file.suffix.lower())
    if maker is None:
        raise click.UsageError("Give the file a name that ends in .pdf or .docx.")
    session = db.session()
    consultation = service.find(session, slug)
    version = versions.current(session, consultation.id, audience)
    if version is None:
        raise NotFound("This audience is not asked anything in this consultation.")
    pictures = {path.stem: path.read_bytes() for path in (PACKAGE / audience / "static" / audience).glob("*.svg")}
    questionnaire = versions.compiled(session, version.id)
    cover = cover_of(consultation, version, reference)
    file.write_bytes(maker(questionnaire, cover, cast(Layout, layout), pictures))
    click.echo(f"{file} is written: {cover.version}.")
