"""`flask translations`: bring the translators' files of the site's own texts up to templates and code."""

from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

from engagement import site_texts
from engagement.commands.speaking import Group
from engagement.language import OFFERED
from engagement.questionnaires.languages import ENGLISH
from engagement.questionnaires.po_files import write_po
from engagement.site_texts import SiteCatalogue

PACKAGE = Path(__file__).parents[1]
PAGES = ("**/templates/**.html", "survey_flow/templates/**.txt")
METHODS = [("**.py", "python"), *((pattern, "jinja2") for pattern in PAGES)]
OPTIONS = {pattern: {"silent": "false", "trimmed": "true"} for pattern in PAGES}
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
# What stands before a remark for translators, in a comment above the text.
REMARK = "For translators:"
FOR_TRANSLATORS = """\
# What pages say around the questions.
# Write each translation after msgstr, in words as plain as the English. Keep what is in braces, %(...)s and tags.
# Needs checking by a person who speaks the language; then write "yes" after X-Human-Checked."""

# A text, or both forms of one that depends on a number; the files that say it; remarks for translators.
Extracted = tuple[str | tuple[str, ...], list[str], list[str]]

group = Group("translations", help="The site's own texts in other languages.")


@group.command("update")
def update() -> None:
    """Add what is new to the file of each language, and take out what is said nowhere any more."""
    for language in OFFERED:
        if language == ENGLISH:
            continue
        found = merged(language)
        place = site_texts.place(language)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(write_po(found))
        lacking = sum(1 for message in found.entries() if not said(message.string))
        click.echo(f"{language}: {len(found)} texts, {lacking} without a translation.")


def merged(language: str) -> SiteCatalogue:
    """Every text of templates and code, with its translation where there is one."""
    known, wanted = site_texts.catalogue(language), SiteCatalogue(language, FOR_TRANSLATORS)
    wanted.human_checked = known.human_checked
    for text, places, remarks in sorted(extracted(), key=lambda found: (found[1], str(found[0]))):
        before = known.get(text[0] if isinstance(text, tuple) else text)
        message = wanted.add(text, auto_comments=[*remarks, f"In {', '.join(places)}"])
        # Babel takes "50% of" for a placeholder, and translators' tools would then refuse good translations.
        message.flags.clear()
        if before is not None and before.id == text:
            message.string = before.string
            message.flags |= before.flags & {"fuzzy"}
    return wanted


def extracted() -> list[Extracted]:
    """Each text once, with the files that say it and the remarks above it."""
    found: dict[str | tuple[str, ...], tuple[set[str], list[str]]] = {}
    for file, text, remarks in _in_files():
        places, remarked = found.setdefault(text, (set(), []))
        places.add(file)
        remarked.extend(remark for remark in remarks if remark not in remarked)
    return [(text, sorted(places), remarks) for text, (places, remarks) in found.items()]


def said(translation: object) -> bool:
    """Whether a translation says something, in all its forms."""
    forms = translation if isinstance(translation, list | tuple) else (translation,)
    return all(bool(form) for form in forms)


def _in_files() -> Iterator[tuple[str, str | tuple[str, ...], list[str]]]:
    for file, _, text, remarks, _ in extract_from_dir(
        str(PACKAGE), METHODS, OPTIONS, KEYWORDS, [REMARK], strip_comment_tags=True
    ):
        yield file, text, remarks
