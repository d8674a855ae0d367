"""What does not hold together across a document is refused in one sentence with place and remedy."""

from collections.abc import Mapping

import pytest

from tests.questionnaires.documents import changed, faults

S, C = "sections.0.questions", "sections.1.questions"
TERM = 'section "contract", question "s_term"'
REASONS = 'section "contract", question "s_reasons"'
THEMES = 'section "contract", question "s_themes"'

KEYS_AND_KINDS: Mapping[str, tuple[str, object, str]] = {
    "a door to where one is": (
        f"{S}.0.options.0.door",
        "schools",
        'section "start", question "s_status", option "lot_1": "door" is "schools", '
        "which is the audience of this document; name another.",
    ),
    "two questions with one key": (
        f"{C}.4.key",
        "s_places",
        'section "contract", question "s_places": the key "s_places" is used already, at section "start"; '
        "choose another.",
    ),
    "a row with a question's key": (
        f"{C}.1.rows.0.key",
        "s_term",
        f'{THEMES}, row "s_term": the key "s_term" is used already, at section "contract"; choose another.',
    ),
    "two sections with one key": (
        "sections.1.key",
        "start",
        'section "start": the key "start" is used already, at top level; choose another.',
    ),
    "two scales with one key": (
        "scales.1",
        {"key": "S3", "options": [{"key": "more", "label": "More"}]},
        'scale "S3": the key "S3" is used already, at top level; choose another.',
    ),
    "two options with one key": (
        f"{S}.0.options.1.key",
        "lot_1",
        'section "start", question "s_status", option "lot_1": the key "lot_1" is used already, '
        'at section "start", question "s_status"; choose another.',
    ),
    "a matrix without rows": (
        f"{C}.1.rows",
        None,
        f'{THEMES}: "rows" is missing and a "matrix" question needs it; add it.',
    ),
    "a matrix without a scale": (
        f"{C}.1.scale",
        None,
        f'{THEMES}: "scale" is missing and a "matrix" question needs it; add it.',
    ),
    "a choice of nothing": (
        f"{C}.2.options",
        None,
        f'{REASONS}: a "multi" question needs options; add "options" or "scale".',
    ),
    "options of two sources": (
        f"{C}.2.scale",
        "S3",
        f'{REASONS}: "options" and "scale" are both given; keep one of them.',
    ),
    "an unknown scale": (f"{C}.0.scale", "S5", f'{TERM}: "scale" is "S5", which is not among the scales; use "S3".'),
    "a limit of choices on a single choice": (
        f"{S}.0.max_choices",
        1,
        'section "start", question "s_status": "max_choices" is only for "multi" or "rank"; '
        "remove it or change the kind.",
    ),
    "a least number on a text": (
        f"{C}.4.minimum",
        1,
        'section "contract", question "s_why": "minimum" is only for "number"; remove it or change the kind.',
    ),
    "a long text that is kept apart": (
        f"{C}.4.kept_apart",
        "organisation",
        'section "contract", question "s_why": "kept_apart" is only for "short_text"; remove it or change the kind.',
    ),
    "a least number above the greatest": (
        f"{S}.1.minimum",
        501,
        'section "start", question "s_places": "minimum" is 501 and "maximum" is 500; make "minimum" the smaller one.',
    ),
    "two email addresses": (
        f"{C}.6",
        {"key": "s_other_email", "kind": "short_text", "text": "And another?", "kept_apart": "email"},
        'section "contract", question "s_other_email": "email" is kept apart already, '
        'at section "contract", question "s_email"; ask for it once.',
    ),
}

CONDITIONS: Mapping[str, tuple[str, object, str]] = {
    "a later question": (
        f"{C}.0.show_when.question",
        "s_reasons",
        f'{TERM}: "show_when" names question "s_reasons", which is not asked earlier; move it up or name another.',
    ),
    "the question itself": (
        f"{C}.0.show_when.question",
        "s_term",
        f'{TERM}: "show_when" names question "s_term", which is not asked earlier; move it up or name another.',
    ),
    "a section on a question of its own": (
        "sections.1.show_when",
        {"question": "s_reasons", "any_of": ["terms"]},
        'section "contract": "show_when" names question "s_reasons", which is not asked earlier; '
        "move it up or name another.",
    ),
    "a question that does not exist": (
        f"{C}.0.show_when.question",
        "s_statsu",
        f'{TERM}: "show_when" names question "s_statsu", which does not exist; did you mean "s_status"?',
    ),
    "a question without options": (
        f"{C}.0.show_when.question",
        "s_places",
        f'{TERM}: "show_when" names question "s_places" of kind "number", which has no options; '
        'name a "single", "multi", "faces" or "rank" question.',
    ),
    "an option that the question does not have": (
        f"{C}.0.show_when.any_of",
        ["lot_1", "lot_9"],
        f'{TERM}: "show_when" names option "lot_9", which question "s_status" does not have; did you mean "lot_2"?',
    ),
    "both ways at once": (
        f"{C}.0.show_when.none_of",
        ["none"],
        f'{TERM}: "show_when" has both of "any_of" and "none_of"; give one of them.',
    ),
    "neither way": (
        f"{C}.0.show_when.any_of",
        None,
        f'{TERM}: "show_when" has neither of "any_of" and "none_of"; give one of them.',
    ),
}

MEASURES: Mapping[str, tuple[str, object, str]] = {
    "an unknown measure": (
        f"{C}.0.measure",
        "safty",
        f'{TERM}: "measure" is "safty", which is not a known measure; did you mean "safety"?',
    ),
    "an option that leans nowhere": (
        "scales.0.options.3",
        {"key": "more", "label": "More"},
        'scale "S3", option "more": "leaning" is missing and the measure "safety" needs it; '
        'add "favourable", "middle", "unfavourable" or "unsure".',
    ),
    "a scale with nothing favourable": (
        "scales.0.options.0.leaning",
        "middle",
        'scale "S3": no option has leaning "favourable" and the measure "safety" needs one; add it.',
    ),
    "a scale with nothing unfavourable": (
        "scales.0.options.1.leaning",
        "middle",
        'scale "S3": no option has leaning "unfavourable" and the measure "safety" needs one; add it.',
    ),
    "a theme with several answers": (
        f"{C}.2.measure",
        "journey",
        f'{REASONS}: the measure "journey" is not for "multi" questions; name another or change the kind.',
    ),
    "priorities as a single choice": (
        f"{C}.0.measure",
        "priority",
        f'{TERM}: the measure "priority" is only for "multi" questions; name another or change the kind.',
    ),
    "a measure on a text": (
        f"{C}.4.measure",
        "safety",
        'section "contract", question "s_why": "measure" is only for "single", "multi" or "faces"; '
        "remove it or change the kind.",
    ),
}


@pytest.mark.parametrize(("place", "value", "fault"), KEYS_AND_KINDS.values(), ids=KEYS_AND_KINDS.keys())
def test_keys_kinds_and_settings_that_do_not_fit_are_refused(place: str, value: object, fault: str) -> None:
    assert faults(changed(place, value)) == [f"schools.toml: {fault}"]


@pytest.mark.parametrize(("place", "value", "fault"), CONDITIONS.values(), ids=CONDITIONS.keys())
def test_a_condition_that_cannot_be_judged_is_refused(place: str, value: object, fault: str) -> None:
    assert faults(changed(place, value)) == [f"schools.toml: {fault}"]


@pytest.mark.parametrize(("place", "value", "fault"), MEASURES.values(), ids=MEASURES.keys())
def test_a_measure_that_cannot_be_compared_is_refused(place: str, value: object, fault: str) -> None:
    assert faults(changed(place, value)) == [f"schools.toml: {fault}"]


def test_priorities_must_be_all_the_themes_and_nothing_else() -> None:
    assert faults(changed(f"{C}.2.measure", "priority")) == [
        f'schools.toml: {REASONS}: the measure "priority" needs an option for each theme; add "attending", '
        '"belonging", "future", "journey", "learning", "review", "right_place", "safety", "support" and "voice".',
        f'schools.toml: {REASONS}: the measure "priority" takes only themes as options; '
        'remove "asked", "other" and "terms".',
    ]


def test_what_is_asked_before_sending_cannot_depend_on_what_is_asked_after() -> None:
    document = changed("sections.0.after_sending", True)
    document["sections"][1]["questions"][0]["show_when"] = {"question": "s_status", "any_of": ["lot_1"]}
    assert faults(document) == [
        'schools.toml: section "contract": this is asked before sending, so move it above section "start", '
        "which is asked after.",
    ]


def test_names_and_addresses_are_asked_before_sending() -> None:
    assert faults(changed("sections.1.after_sending", True)) == [
        'schools.toml: section "contract", question "s_email": "kept_apart" is used when answers are sent; '
        "move this to a section that is asked before.",
    ]


def test_something_is_left_to_send() -> None:
    document = changed("sections.1")
    document["sections"][0]["after_sending"] = True
    assert faults(document) == [
        'schools.toml: section "start": "after_sending" is true for every section, so there is nothing to send; '
        "take one out.",
    ]


def test_all_faults_are_named_at_once() -> None:
    document = changed(f"{C}.0.kind", "singel")
    document["colour"] = "red"
    document["sections"][0]["questions"][1]["minimum"] = 900
    document["sections"][1]["questions"][2]["show_when"] = {"question": "s_statsu", "any_of": ["lot_1"]}
    assert faults(document) == [
        f'schools.toml: {TERM}: "kind" is "singel", which is not known; did you mean "single"?',
        'schools.toml: top level: "colour" is not a known setting; use "audience", "layout", "scales" or "sections".',
        'schools.toml: section "start", question "s_places": "minimum" is 900 and "maximum" is 500; '
        'make "minimum" the smaller one.',
        f'schools.toml: {REASONS}: "show_when" names question "s_statsu", which does not exist; '
        'did you mean "s_status"?',
    ]


def test_what_is_malformed_is_not_also_called_missing() -> None:
    assert faults(changed(f"{C}.2.options", "terms, asked")) == [
        f'schools.toml: {REASONS}: "options" must be a list of tables.'
    ]
