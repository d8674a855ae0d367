"""Everything that respondents read can be translated, and all of it is in Polish."""

import dataclasses
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

from engagement import families, schools, site_texts, young_people
from engagement.commands.translations import Extracted, extracted, said
from engagement.language import OFFERED, Later
from engagement.questionnaires.languages import ENGLISH
from engagement.questionnaires.po_files import needs_checking
from engagement.survey_flow import Audience

PACKAGE = Path(families.__file__).parents[1]
# Officers work in English and preview in it, letters are English, and the demo explains itself to developers.
IN_ENGLISH = {"officers", "previews", "correspondence", "demo"}
TEMPLATES = [
    path
    for path in [*sorted(PACKAGE.glob("**/templates/**/*.html")), *PACKAGE.glob("survey_flow/templates/**/*.txt")]
    if path.relative_to(PACKAGE).parts[0] not in IN_ENGLISH
]
AUDIENCES = [families.audience, schools.audience, young_people.audience]
OTHERS = [language for language in OFFERED if language != ENGLISH]

TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"[A-Za-z]{2,}")
# A capital and small letters: what a person would read, and no name of anything.
SENTENCE = re.compile(r"[A-Z][a-z]+(?:[ '.,:?].*)?", re.DOTALL)
SPOKEN = re.compile(r'\b(?:aria-label|alt|title|placeholder|data-[a-z-]+)="([^"]*)"')
# What one translation must hold as its English does: values, tags and what the script fills in.
KEPT = re.compile(r"%\(\w+\)s|%?\{\w+\}|</?\w+[^>]*>")


def place(path: Path) -> str:
    """A template's name within the package, for the name of a test."""
    return str(path.relative_to(PACKAGE))


def bare(template: str) -> Iterator[str]:
    """The words of a template that stand outside every translation."""
    outside, translating, before = "", False, ("", "")
    for _, kind, value in Environment().lex(template):
        if kind == "name" and value in ("trans", "endtrans"):
            translating = value == "trans"
        elif kind == "data" and not translating:
            outside += value
        elif kind == "string" and before[-2:] != ("_", "(") and SENTENCE.fullmatch(value[1:-1]):
            yield value
        elif kind in ("variable_end", "variable_begin") and not translating:
            outside += "\0"
        if kind != "whitespace":
            before = (*before, value)[-2:]
    for value in SPOKEN.findall(outside):
        yield from [value] if WORD.search(value) and " " in value else []
    yield from (line.strip() for line in TAG.sub("\n", outside).splitlines() if WORD.search(line))


@pytest.mark.parametrize("template", TEMPLATES, ids=place)
def test_a_template_says_nothing_that_cannot_be_translated(template: Path) -> None:
    assert list(bare(template.read_text())) == []


@pytest.mark.parametrize(
    "template",
    [
        "<p>Send your answers</p>",
        '<p class="x">Send {{ name }}</p>',
        '{{ govukButton({"text": "Send"}) }}',
        "{% set words = 'Send them now' %}",
        '<nav aria-label="Go back">',
        '{{ _("Send") if open else "Closed" }}',
    ],
)
def test_words_outside_translations_are_found(template: str) -> None:
    assert list(bare(template))


@pytest.mark.parametrize("audience", AUDIENCES, ids=lambda audience: str(audience.name))
def test_an_audience_has_no_word_of_its_own_that_cannot_be_translated(audience: Audience) -> None:
    assert [words for words in every_word(dataclasses.asdict(audience.words).values()) if type(words) is str] == []


def every_word(values: Iterable[object]) -> Iterator[object]:
    """Every text among the values, those inside others too, but for the empty ones."""
    for value in values:
        if isinstance(value, dict):
            yield from every_word(value.values())
        elif isinstance(value, list | tuple):
            yield from every_word(value)
        elif isinstance(value, str | Later) and str(value):
            yield value


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("text", extracted(), ids=lambda text: str(text[0])[:60])
def test_every_text_is_translated_with_all_its_values_and_tags(text: Extracted, language: str) -> None:
    source, *_ = text
    one = source if isinstance(source, str) else source[0]
    message = site_texts.catalogue(language).get(one)
    assert message is not None, "run `make translations` and translate what is new"
    assert said(message.string), "translate it"
    assert not message.fuzzy, "finish the translation and take the word fuzzy out"
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    for form in forms:
        assert sorted(KEPT.findall(form)) == sorted(KEPT.findall(source if isinstance(source, str) else source[1]))


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_translated_that_is_said_nowhere(language: str) -> None:
    known = {source if isinstance(source, str) else source[0] for source, *_ in extracted()}
    entries = site_texts.catalogue(language).entries()
    assert {str(one.id if isinstance(one.id, str) else one.id[0]) for one in entries} == known


def test_the_polish_that_ships_says_that_nobody_has_checked_it() -> None:
    assert needs_checking(site_texts.catalogue("pl"))
