"""Documents become questionnaires and back without loss; what is badly shaped is refused in words."""

import copy
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from engagement.errors import InvalidDocument
from engagement.questionnaires import schema
from engagement.questionnaires.definition import AudienceName
from tests.questionnaires.documents import FILES, SHIPPED, changed, faults, small
from tests.questionnaires.generated import broken_documents, documents

S, C = "sections.0.questions", "sections.1.questions"
TERM = 'section "contract", question "s_term"'
REASONS = 'section "contract", question "s_reasons"'
KEYS_ARE = "use lower-case letters, digits and underscores, a letter first, at most 40 characters."

SHAPES: Mapping[str, tuple[str, object, str]] = {
    "an unknown setting of a question": (
        f"{C}.0.optoins",
        [],
        f'{TERM}: "optoins" is not a known setting; did you mean "options"?',
    ),
    "an unknown setting at the top": (
        "layuot",
        "sections",
        'top level: "layuot" is not a known setting; did you mean "layout"?',
    ),
    "an unknown setting that looks like none": (
        f"{S}.0.options.1.zzz",
        "x",
        'section "start", question "s_status", option "lot_2": "zzz" is not a known setting; '
        'use "key", "label", "leaning", "picture" or "door".',
    ),
    "a missing setting at the top": ("layout", None, 'top level: "layout" is missing; add it.'),
    "a question without text": (f"{C}.0.text", None, f'{TERM}: "text" is missing; add it.'),
    "a question of white space": (f"{C}.0.text", " ", f'{TERM}: "text" is empty; fill it in.'),
    "a question without a key is named by its number": (
        f"{C}.0.key",
        None,
        'section "contract", question 1: "key" is missing; add it.',
    ),
    "a question that is only a text": (
        f"{C}.6",
        "s_more",
        'section "contract", question 7: this must be a table of settings.',
    ),
    "an empty section": ("sections.1.questions", [], 'section "contract": "questions" is empty; fill it in.'),
    "sections as one table": ("sections", {}, 'top level: "sections" must be a list of tables.'),
    "a number in quotes": (f"{C}.2.max_choices", "3", f'{REASONS}: "max_choices" must be a whole number.'),
    "a truth for a number": (f"{C}.2.max_choices", True, f'{REASONS}: "max_choices" must be a whole number.'),
    "a limit of no choices": (f"{C}.2.max_choices", 0, f'{REASONS}: "max_choices" is 0; use 1 or more.'),
    "a text of no length": (
        f"{C}.4.max_length",
        0,
        'section "contract", question "s_why": "max_length" is 0; use 1 or more.',
    ),
    "an unknown audience": (
        "audience",
        "school",
        'top level: "audience" is "school", which is not known; did you mean "schools"?',
    ),
    "an unknown layout": (
        "layout",
        "pages",
        'top level: "layout" is "pages", which is not known; use "sections" or "one_per_page".',
    ),
    "an unknown kind": (
        f"{C}.0.kind",
        "singel",
        f'{TERM}: "kind" is "singel", which is not known; did you mean "single"?',
    ),
    "an unknown leaning": (
        "scales.0.options.0.leaning",
        "good",
        'scale "S3", option "well": "leaning" is "good", which is not known; '
        'use "favourable", "middle", "unfavourable" or "unsure".',
    ),
    "an unknown door": (
        f"{S}.0.options.0.door",
        "family",
        'section "start", question "s_status", option "lot_1": "door" is "family", which is not known; '
        'did you mean "families"?',
    ),
    "a picture that is a path": (
        f"{S}.0.options.0.picture",
        "../face",
        'section "start", question "s_status", option "lot_1": "picture" is "../face"; '
        "use lower-case letters, digits and hyphens, a letter first, at most 40 characters.",
    ),
    "a key that is not in snake case": (
        f"{S}.1.key",
        "s-Places",
        f'section "start", question "s-Places": "key" is "s-Places"; {KEYS_ARE}',
    ),
    "a key that is too long": (
        f"{S}.1.key",
        "s" * 41,
        f'section "start", question "{"s" * 41}": "key" is "{"s" * 41}"; {KEYS_ARE}',
    ),
    "a scale's key with a space": (
        "scales.1",
        {"key": "S 3", "options": [{"key": "more", "label": "More"}]},
        'scale "S 3": "key" is "S 3"; use letters, digits and underscores, a letter first, at most 40 characters.',
    ),
    "something unknown kept apart": (
        f"{C}.5.kept_apart",
        "name",
        'section "contract", question "s_email": "kept_apart" is "name", which is not known; '
        'use "organisation" or "email".',
    ),
    "one option outside a list": (
        f"{C}.0.show_when.any_of",
        "lot_1",
        f'{TERM}, "show_when": "any_of" must be a list of option keys.',
    ),
    "an option that is a number": (
        f"{C}.0.show_when.any_of",
        [1],
        f'{TERM}, "show_when", "any_of": entry 1 must be text in quotes.',
    ),
    "a condition that is only a key": (
        f"{C}.0.show_when",
        "s_status",
        f'{TERM}, "show_when": this must be a table of settings.',
    ),
}


@pytest.mark.parametrize("audience", FILES)
def test_a_shipped_questionnaire_survives_storage_as_json(audience: AudienceName) -> None:
    document = json.loads(json.dumps(schema.dump(SHIPPED[audience])))
    assert schema.load(document, "stored") == SHIPPED[audience]


@given(documents())
def test_any_questionnaire_survives_storage_as_json(document: dict[str, Any]) -> None:
    questionnaire = schema.load(document, "generated")
    stored = json.loads(json.dumps(schema.dump(questionnaire)))
    assert schema.load(stored, "stored") == questionnaire
    assert schema.dump(schema.load(stored, "stored")) == stored


def test_a_question_with_a_scale_has_its_options_and_the_document_says_them_once() -> None:
    questionnaire = schema.load(small(), "schools.toml")
    term = next(question for question in questionnaire.questions() if question.key == "s_term")
    assert [option.label for option in term.options] == ["Well", "Badly", "Don't know"]
    assert "options" not in schema.dump(questionnaire)["sections"][1]["questions"][0]


def test_a_document_leaves_out_what_is_at_its_default_but_keeps_nought() -> None:
    places = schema.dump(schema.load(small(), "schools.toml"))["sections"][0]["questions"][1]
    assert places == {
        "key": "s_places",
        "kind": "number",
        "text": "How many places do you have?",
        "minimum": 0,
        "maximum": 500,
    }


def test_the_hash_ignores_the_order_of_settings_and_sees_every_word() -> None:
    document = small()
    turned = dict(reversed(copy.deepcopy(document).items()))
    assert schema.content_hash(turned) == schema.content_hash(document)
    assert schema.content_hash(changed("sections.0.title", "To begin with")) != schema.content_hash(document)


@pytest.mark.parametrize(("place", "value", "fault"), SHAPES.values(), ids=SHAPES.keys())
def test_a_badly_shaped_document_is_refused_with_place_and_remedy(place: str, value: object, fault: str) -> None:
    assert faults(changed(place, value)) == [f"schools.toml: {fault}"]


@given(broken_documents())
def test_whatever_a_document_says_it_is_loaded_or_refused_in_sentences(document: Any) -> None:
    named: list[str] = []
    try:
        questionnaire = schema.load(document, "broken.toml")
    except InvalidDocument as refusal:
        named = refusal.faults
    assert named or schema.load(schema.dump(questionnaire), "stored") == questionnaire
    assert all(re.fullmatch(r"(?s)broken\.toml: .+: .+[.?]", fault) for fault in named)


def test_a_document_that_is_no_table_is_refused() -> None:
    assert faults([]) == ["schools.toml: top level: this must be a table of settings."]


def test_a_file_that_is_not_toml_is_named_with_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "schools.toml"
    path.write_text('audience = "schools"\nlayout\n')
    with pytest.raises(InvalidDocument) as refusal:
        schema.read_toml(path)
    assert refusal.value.faults == [
        f"{path}: this is not TOML; correct it here: "
        "Expected '=' after a key in a key/value pair (at line 2, column 7)."
    ]


def test_a_file_in_another_encoding_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "schools.toml"
    path.write_bytes('title = "Écoles"'.encode("latin-1"))
    with pytest.raises(InvalidDocument) as refusal:
        schema.read_toml(path)
    assert refusal.value.faults == [f"{path}: byte 10 is not UTF-8; save the file as UTF-8."]
