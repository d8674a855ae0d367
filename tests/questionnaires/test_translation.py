"""A questionnaire in another language asks the same things, and says what is not translated."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given

from engagement.questionnaires import schema
from engagement.questionnaires.definition import AudienceName, Questionnaire
from engagement.questionnaires.languages import is_right_to_left
from engagement.questionnaires.po_files import Catalogue, needs_checking, read_po, write_po
from engagement.questionnaires.translation import Coverage, OutOfDate, Text, catalogue, coverage, texts, translate
from tests.questionnaires.documents import FILES, SHIPPED, changed, faults, small
from tests.questionnaires.generated import documents

WORDS = {"text", "help", "label", "title", "introduction"}
SMALL = schema.load(small(), "schools.toml")
POLISH: Mapping[AudienceName, Catalogue] = {
    audience: read_po(path.with_name("nmiss.pl.po").read_bytes(), "nmiss.pl.po") for audience, path in FILES.items()
}
TRANSLATED = {audience: translate(SHIPPED[audience], POLISH[audience]) for audience in SHIPPED}


def filled(questionnaire: Questionnaire, language: str = "pl") -> Catalogue:
    """A catalogue in which every text is translated, recognisably."""
    made = catalogue(questionnaire, language)
    for message in made.entries():
        message.string = f"<{message.id}>"
    return made


def without_words(node: Any) -> Any:
    """A document with everything but its words."""
    if isinstance(node, list):
        return [without_words(part) for part in node]
    if isinstance(node, dict):
        return {name: without_words(part) for name, part in node.items() if name not in WORDS}
    return node


def text(context: str, questionnaire: Questionnaire = SMALL) -> Text:
    return next(found for found in texts(questionnaire) if found.context == context)


def test_every_text_is_known_by_where_it_stands() -> None:
    found = {text.context: text.source for text in texts(SMALL)}
    assert found["contract.title"] == "The contract"
    assert found["s_term.text"] == "How well does the term suit you?"
    assert found["s_status.option.lot_1"] == "Lot 1"
    assert found["s_themes.row.s_voice"] == "listening"
    assert found["S3.option.badly"] == "Badly"
    assert not any(context.startswith("s_term.option") for context in found)


def test_introductions_and_help_are_translated_too() -> None:
    document = changed("sections.0.introduction", "We ask about now.")
    document["sections"][0]["questions"][0]["help"] = "Pick one"
    found = {text.context: text.source for text in texts(schema.load(document, "schools.toml"))}
    assert (found["start.introduction"], found["s_status.help"]) == ("We ask about now.", "Pick one")


@pytest.mark.parametrize(
    ("context", "where"),
    [
        ("S3.option.well", 'answer to "How well does the term suit you?" and to 1 more'),
        ("contract.title", "title of a section"),
        ("s_why.text", 'question under "The contract"'),
        ("s_themes.row.s_voice", 'line under "How well do these work?"'),
        ("s_status.option.none", 'answer to "Which lot are you on?"'),
    ],
)
def test_translators_are_told_where_a_text_stands(context: str, where: str) -> None:
    assert text(context).where_in_words == where
    assert f'#. {where}\nmsgctxt "{context}"\n' in write_po(catalogue(SMALL, "pl")).decode()


def test_what_translators_are_given_has_every_text_once_and_nothing_translated() -> None:
    given_to_them = read_po(write_po(catalogue(SMALL, "cy")), "small.cy.po")
    assert given_to_them.language == "cy"
    assert needs_checking(given_to_them)
    assert [(entry.context, entry.id) for entry in given_to_them.entries()] == [
        (found.context, found.source) for found in texts(SMALL)
    ]
    assert coverage(SMALL, given_to_them) == Coverage(
        total=24, translated=0, missing=tuple(texts(SMALL)), out_of_date=()
    )


def test_a_percentage_is_not_given_to_translators_as_a_placeholder() -> None:
    document = changed("sections.1.title", "For 50% of pupils")
    assert "python-format" not in write_po(catalogue(schema.load(document, "schools.toml"), "pl")).decode()


@given(documents())
def test_no_two_texts_have_one_context(document: dict[str, Any]) -> None:
    contexts = [text.context for text in texts(schema.load(document, "generated"))]
    assert len(set(contexts)) == len(contexts)


def test_a_scale_and_a_question_cannot_share_a_key_because_their_options_would_share_contexts() -> None:
    assert faults(changed("scales.1", {"key": "s_status", "options": [{"key": "lot_1", "label": "Good"}]})) == [
        'schools.toml: section "start", question "s_status": the key "s_status" is used already, at top level; '
        "choose another."
    ]


@given(documents())
def test_translating_with_nothing_translated_changes_nothing(document: dict[str, Any]) -> None:
    questionnaire = schema.load(document, "generated")
    assert translate(questionnaire, Catalogue("pl")) == questionnaire
    assert translate(questionnaire, catalogue(questionnaire, "pl")) == questionnaire


@given(documents())
def test_only_words_change_by_translating_and_all_of_them_do(document: dict[str, Any]) -> None:
    questionnaire = schema.load(document, "generated")
    translated = translate(questionnaire, filled(questionnaire))
    assert without_words(schema.dump(translated)) == without_words(schema.dump(questionnaire))
    assert schema.load(schema.dump(translated), "translated") == translated
    assert [text.source for text in texts(translated)] == [f"<{text.source}>" for text in texts(questionnaire)]


@given(documents())
def test_translations_of_any_words_survive_their_file(document: dict[str, Any]) -> None:
    questionnaire = schema.load(document, "generated")
    assume(not any("\0" in text.source for text in texts(questionnaire)))
    made = read_po(write_po(filled(questionnaire)), "generated.pl.po")
    assert translate(questionnaire, made) == translate(questionnaire, filled(questionnaire))


def test_a_changed_text_is_shown_in_english_and_reported_with_what_it_was() -> None:
    made = filled(SMALL)
    now = schema.load(changed("sections.1.questions.0.text", "Does the term suit you?"), "schools.toml")
    translated = {text.context: text.source for text in texts(translate(now, made))}
    assert translated["s_term.text"] == "Does the term suit you?"
    assert translated["s_why.text"] == "<Why?>"
    assert coverage(now, made) == Coverage(
        total=24,
        translated=23,
        missing=(),
        out_of_date=(
            OutOfDate(
                text("s_term.text", now),
                made_from="How well does the term suit you?",
                translation="<How well does the term suit you?>",
            ),
        ),
    )


def test_a_new_text_is_shown_in_english_and_reported_as_missing() -> None:
    made = filled(SMALL)
    now = schema.load(changed("sections.1.questions.0.help", "As it is today"), "schools.toml")
    assert coverage(now, made).missing == (text("s_term.help", now),)
    assert text("s_term.help", translate(now, made)).source == "As it is today"


@pytest.mark.parametrize("blank", ["", " \n"])
def test_a_blank_translation_is_a_missing_one(blank: str) -> None:
    made = filled(SMALL)
    found = made.get("Why?", "s_why.text")
    assert found is not None
    found.string = blank
    assert coverage(SMALL, made).missing == (text("s_why.text"),)
    assert text("s_why.text", translate(SMALL, made)).source == "Why?"


def test_a_translation_marked_as_unfinished_is_not_shown() -> None:
    made = filled(SMALL)
    found = made.get("Why?", "s_why.text")
    assert found is not None
    found.flags.add("fuzzy")
    assert text("s_why.text", translate(SMALL, made)).source == "Why?"
    assert coverage(SMALL, made).out_of_date == (OutOfDate(text("s_why.text"), "Why?", "<Why?>"),)


def test_the_same_english_in_two_places_may_be_translated_in_two_ways() -> None:
    document = changed("sections.1.questions.2.options.0.label", "None")
    questionnaire = schema.load(document, "schools.toml")
    made = Catalogue("pl")
    made.add("None", "Żadna", context="s_status.option.none")
    made.add("None", "Żadne", context="s_reasons.option.terms")
    translated = {text.context: text.source for text in texts(translate(questionnaire, made))}
    assert (translated["s_status.option.none"], translated["s_reasons.option.terms"]) == ("Żadna", "Żadne")


def test_a_translation_of_what_is_no_longer_asked_does_no_harm() -> None:
    made = filled(SMALL)
    made.add("Gone?", "Nie ma?", context="s_gone.text")
    assert coverage(SMALL, made).translated == 24
    assert translate(SMALL, made) == translate(SMALL, filled(SMALL))


def test_urdu_replaces_what_it_has_runs_from_the_right_and_leaves_the_rest_in_english() -> None:
    made = read_po((Path(__file__).parent / "small.ur.po").read_bytes(), "small.ur.po")
    translated = {text.context: text.source for text in texts(translate(SMALL, made))}
    assert is_right_to_left(made.language)
    assert translated["contract.title"] == "معاہدہ"
    assert translated["S3.option.well"] == "اچھی طرح"
    assert translated["s_why.text"] == "Why?"
    assert coverage(SMALL, made).translated == 4


@pytest.mark.parametrize("audience", SHIPPED)
def test_every_text_that_ships_is_in_polish(audience: AudienceName) -> None:
    made = coverage(SHIPPED[audience], POLISH[audience])
    assert (made.missing, made.out_of_date) == ((), ())
    assert made.translated == made.total


@pytest.mark.parametrize("audience", SHIPPED)
def test_nothing_is_in_the_polish_file_that_is_not_asked(audience: AudienceName) -> None:
    assert [(entry.context, entry.id) for entry in POLISH[audience].entries()] == [
        (found.context, found.source) for found in texts(SHIPPED[audience])
    ]


@pytest.mark.parametrize("audience", SHIPPED)
def test_the_polish_that_ships_says_that_nobody_has_checked_it(audience: AudienceName) -> None:
    assert POLISH[audience].language == "pl"
    assert needs_checking(POLISH[audience])
    assert "Needs checking by a person who speaks Polish before use" in POLISH[audience].header_comment


@pytest.mark.parametrize("audience", SHIPPED)
def test_polish_is_written_as_the_english_is(audience: AudienceName) -> None:
    for asked in TRANSLATED[audience].questions():
        assert asked.text.endswith("?")
        assert len({option.label for option in asked.options}) == len(asked.options)
    for english, polish in zip(texts(SHIPPED[audience]), texts(TRANSLATED[audience]), strict=True):
        assert polish.source == polish.source.strip()
        assert not re.search("[\u2018\u2019\u201c\u201d\u201e!]", polish.source)
        assert sorted(re.findall(r"\d+", polish.source)) == sorted(re.findall(r"\d+", english.source))
        assert english.source.endswith(".") == polish.source.endswith(".")


def test_a_young_persons_question_is_short_in_polish_too() -> None:
    for asked in TRANSLATED["young_people"].questions():
        assert len(asked.text.split()) <= 11
        assert all(len(option.label.split()) <= 8 for option in asked.options)
