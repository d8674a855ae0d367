"""A choice is known by its usual spellings, and what is none is not taken for one."""

import pytest

from engagement.consultations.document import DOCUMENTS
from engagement.contacts.standard_fields import AREA, PHASE, SIZE, TYPE, GroupField
from engagement.questionnaires import schema


@pytest.mark.parametrize(
    ("field", "text", "key"),
    [
        (PHASE, "PRIMARY", "primary"),
        (PHASE, "Post 16", "post_16"),
        (PHASE, "All-through", "several"),
        (TYPE, "NMSS", "non_maintained"),
        (TYPE, "Independent (section 41)", "independent_section_41"),
        (AREA, "medway", "medway"),
        (SIZE, "0", "none"),
        (SIZE, "7.0", "from_5_to_9"),
        (SIZE, " 1200 ", "from_50"),
        (SIZE, "1–4", "from_1_to_4"),
        (SIZE, "50+", "from_50"),
        (SIZE, "from_50", "from_50"),
        (PHASE, "Nursery", None),
        (SIZE, "-3", None),
        (SIZE, "many", None),
    ],
)
def test_a_text_is_a_choice_or_none(field: GroupField, text: str, key: str | None) -> None:
    assert field.choice_of(text) == key


@pytest.mark.parametrize("field", [TYPE, PHASE, AREA, SIZE])
def test_every_other_spelling_leads_to_a_choice(field: GroupField) -> None:
    assert set(field.also.values()) <= set(field.choices)
    assert {key for _, key in field.bands} <= set(field.choices)


@pytest.mark.parametrize(("field", "question"), [(TYPE, "s_type"), (AREA, "s_area"), (SIZE, "s_kent_band")])
def test_groups_have_the_keys_of_the_question_about_the_same_thing(field: GroupField, question: str) -> None:
    asked = schema.read_toml(DOCUMENTS.parents[1] / "schools" / "questionnaires" / "nmiss.toml")
    [found] = [one for section in asked.sections for one in section.questions if one.key == question]
    assert set(field.choices) == {option.key for option in found.options}
