"""`flask questionnaires`: check the documents, and publish them as versions of a consultation."""

from collections.abc import Sequence
from pathlib import Path

import click

from engagement.commands.speaking import Group, as_json, note, report
from engagement.consultations import service, translations, versions
from engagement.errors import InvalidDocument, Refused
from engagement.extensions import clock
from engagement.questionnaires import languages, po_files, schema, translation, wording
from engagement.questionnaires.definition import Questionnaire
from engagement.unit_of_work import unit_of_work

PACKAGE = Path(__file__).parents[1]
OF_A_TRANSLATION = (
    "{audience}, {file}: {translated} of {total} texts, {out_of_date} out of date, checked by {checked_by}."
)
PASSED_BY = "No second person signed this off, and no changed question was asked about. Officers' pages do both."

group = Group("questionnaires", help="What is asked: TOML documents and their published versions.")
files_argument = click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))


def shipped() -> list[Path]:
    """The documents that come with the platform, one beside each audience."""
    return sorted(PACKAGE.glob("*/questionnaires/*.toml"))


@group.command("check")
@files_argument
@as_json
def check(files: Sequence[Path], as_json: bool) -> None:
    """Name every fault in FILES, or in all documents that come with the platform; status 1 if there is one.

    Texts that their readers may find hard are named too. They are for authors to judge, so they are no faults.
    """
    checked = list(files) or shipped()
    faults: list[str] = []
    translations: list[dict[str, str | int]] = []
    hard: list[str] = []
    for file in checked:
        try:
            questionnaire = schema.read_toml(file)
            hard += (f"{file.name}, {place}: {why}" for place, why in wording.hard_to_read(questionnaire))
            translations += (_translated(questionnaire, path) for path in sorted(file.parent.glob(f"{file.stem}.*.po")))
        except InvalidDocument as error:
            faults += error.faults
    report(
        as_json,
        {
            "checked": [str(file) for file in checked],
            "faults": faults,
            "hard_to_read": hard,
            "translations": translations,
        },
        [
            *map(OF_A_TRANSLATION.format_map, translations),
            *(f"Hard to read: {text}" for text in hard),
            *([f"{len(checked)} checked, nothing is wrong."] if not faults else []),
        ],
    )
    if faults:
        raise InvalidDocument(faults)


@group.command("template")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("language")
def template(file: Path, language: str) -> None:
    """Print what a translator of FILE fills in, as a PO file for LANGUAGE (for example "pl")."""
    if languages.locale_of(language) is None:
        raise Refused(f'"{language}" is not a language we know. Write a code such as "pl" or "ur".')
    click.echo(po_files.write_po(translation.catalogue(schema.read_toml(file), language)).decode(), nl=False)


@group.command("publish")
@click.argument("slug")
@files_argument
@as_json
def publish(slug: str, files: Sequence[Path], as_json: bool) -> None:
    """Publish FILES, or the documents that come with the platform, as the next versions of a consultation.

    A document that is published already stays the version that it is. Translations beside it come with it, unless
    officers have theirs already. Nobody signs off what is published in this way, so give it files that were reviewed.
    """
    questionnaires = [(schema.read_toml(file), po_files.beside(file)) for file in list(files) or shipped()]
    published: dict[str, int] = {}
    with unit_of_work() as session:
        consultation, now = service.find(session, slug), clock.now()
        for questionnaire, translated in questionnaires:
            version = versions.publish(session, consultation, questionnaire, now)
            translations.ship(session, consultation, version, translated, now)
            published[version.audience] = version.number
            note(session, "questionnaire published", consultation, audience=version.audience, version=version.number)
    lines = [f"{name}: version {number}" for name, number in published.items()]
    report(as_json, published, [*lines, PASSED_BY])


def _translated(questionnaire: Questionnaire, path: Path) -> dict[str, str | int]:
    """How far a translation beside a document goes. Raises InvalidDocument."""
    catalogue = po_files.read_po(path.read_bytes(), path.name)
    found = translation.coverage(questionnaire, catalogue)
    return {
        "file": path.name,
        "audience": questionnaire.audience,
        "total": found.total,
        "translated": found.translated,
        "out_of_date": len(found.out_of_date),
        "checked_by": "somebody who speaks it" if not po_files.needs_checking(catalogue) else "nobody yet",
    }
