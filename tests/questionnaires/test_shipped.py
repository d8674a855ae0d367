"""The three questionnaires that ship hold every question that was agreed, in order."""

from collections.abc import Mapping

import pytest

from engagement.questionnaires.definition import AudienceName, Condition, Question
from engagement.questionnaires.measures import CHECK, PRIORITY, THEMES, is_theme, maps
from tests.questionnaires.documents import SHIPPED

SCHOOLS, FAMILIES, YOUNG_PEOPLE = (SHIPPED[audience] for audience in ("schools", "families", "young_people"))

SECTIONS: Mapping[AudienceName, Mapping[str, str]] = {
    "schools": {
        "arrangements": "s_status s_why_joined s_dps_value s_barriers s_join_change",
        "contract": "s_model s_term s_lots s_block s_model_why",
        "quality": "s_themes s_priority s_spec_change",
        "performance": "s_kpi_rank s_kpi_useful s_kpi_burden s_kpi_freq s_kpi_text",
        "referrals": "s_ref_info s_ref_time s_ref_issue s_ref_text",
        "fees": "s_fee_structure s_fee_uplift s_fee_open s_value_text",
        "terms": "s_tc_concerns s_nass s_tc_text",
        "capacity": "s_cap_needs s_cap_places s_cap_plans s_cap_gap s_other",
        "contact": "s_org s_email",
        "about_you": "s_type s_role s_phase s_setting s_area s_kent_band",
    },
    "families": {
        "about_your_child": "f_role f_attends f_child_age",
        "finding_a_place": "f_choice f_choice_info f_th_right_place",
        "everyday": "f_th_attending f_th_belonging f_th_learning f_th_support f_th_safety",
        "being_heard": "f_th_voice f_comms_school f_comms_council f_th_review f_review_after",
        "journey": "f_th_journey f_travel_time f_travel_mode",
        "future": "f_th_future f_future_plan",
        "what_matters": "f_priority f_information f_change f_best",
        "receipt": "f_email",
        "about_you": "f_setting f_where f_need",
        "equality": "f_eq_age f_eq_sex f_eq_ethnic f_eq_condition",
    },
    "young_people": {
        "about_you": "y_who y_age",
        "your_school": "y_th_attending y_th_belonging y_th_learning y_th_support y_busy y_th_voice y_th_safety "
        "y_th_journey y_th_review y_th_right_place y_th_future y_priority y_change y_best",
        "help": "y_help y_helper",
    },
}
MAIN: Mapping[AudienceName, tuple[slice, int]] = {
    "schools": (slice(0, 8), 34),
    "families": (slice(1, 7), 22),
    "young_people": (slice(1, 2), 14),
}
OPTION_COUNTS: Mapping[str, int] = {
    "s_status": 6,
    "s_barriers": 11,
    "s_kpi_rank": 12,
    "s_tc_concerns": 12,
    "s_cap_needs": 11,
    "f_choice": 10,
    "f_travel_mode": 7,
    "f_information": 7,
    "y_th_safety": 4,
    "y_priority": 10,
}
SCALES = {
    "schools": "Very well; Fairly well; Neither well nor badly; Fairly badly; Very badly; Don't know or does not apply",
    "families": "Very good; Good; Neither good nor poor; Poor; Very poor; Don't know or does not apply",
    "young_people": "Yes; Sometimes; No; I'm not sure",
}


def question(key: str) -> Question:
    return next(asked for questionnaire in SHIPPED.values() for asked in questionnaire.questions() if asked.key == key)


@pytest.mark.parametrize("audience", SECTIONS)
def test_every_question_is_there_in_its_section_and_order(audience: AudienceName) -> None:
    questionnaire = SHIPPED[audience]
    assert questionnaire.audience == audience
    held = [(part.key, " ".join(asked.key for asked in part.questions)) for part in questionnaire.sections]
    assert held == list(SECTIONS[audience].items())


@pytest.mark.parametrize("audience", MAIN)
def test_the_main_sections_hold_as_many_questions_as_agreed(audience: AudienceName) -> None:
    main, count = MAIN[audience]
    assert sum(len(section.questions) for section in SHIPPED[audience].sections[main]) == count


@pytest.mark.parametrize(("key", "count"), OPTION_COUNTS.items())
def test_long_lists_of_options_are_complete(key: str, count: int) -> None:
    assert len(question(key).options) == count


@pytest.mark.parametrize("audience", SCALES)
def test_scales_have_their_words_in_order_and_map(audience: AudienceName) -> None:
    (scale,) = SHIPPED[audience].scales
    assert "; ".join(option.label for option in scale.options) == SCALES[audience]
    assert maps(scale.options)
    assert scale.options[-1].leaning == "unsure"


@pytest.mark.parametrize("audience", SHIPPED)
def test_every_audience_is_asked_about_every_theme_once_and_what_matters_most(audience: AudienceName) -> None:
    measures = [field.measure for field in SHIPPED[audience].fields()]
    assert sorted(measure for measure in measures if measure and is_theme(measure)) == sorted(
        theme.key for theme in THEMES
    )
    assert measures.count(PRIORITY.key) == 1
    assert measures.count(CHECK.key) == (1 if audience == "young_people" else 0)


@pytest.mark.parametrize("audience", SHIPPED)
def test_a_theme_is_keyed_by_its_name(audience: AudienceName) -> None:
    for field in SHIPPED[audience].fields():
        if is_theme(field.measure):
            assert field.key == f"{audience[0]}_th_{field.measure}"


def test_limits_are_those_the_help_text_promises() -> None:
    limits = {key: question(key).max_choices for key in ("s_lots", "s_ref_issue", "s_tc_concerns", "s_kpi_rank")}
    assert limits == {"s_lots": 3, "s_ref_issue": 3, "s_tc_concerns": 5, "s_kpi_rank": 5}
    assert {question(f"{letter}_priority").max_choices for letter in "sfy"} == {3}
    for asked in (*SCHOOLS.questions(), *FAMILIES.questions(), *YOUNG_PEOPLE.questions()):
        if asked.help.startswith("Pick up to "):
            assert asked.max_choices == int(asked.help.split()[3].rstrip("."))


def test_places_are_counted_from_0_to_500() -> None:
    places = question("s_cap_places")
    assert (places.kind, places.minimum, places.maximum) == ("number", 0, 500)


def test_school_questions_are_shown_by_its_position() -> None:
    on_dps, off_dps = ("lot_1", "lot_2", "lot_not_sure"), ("off_with_pupils", "off_without_pupils")
    for key in ("s_why_joined", "s_dps_value", "s_kpi_useful", "s_kpi_burden"):
        assert question(key).show_when == Condition("s_status", any_of=on_dps)
    assert question("s_barriers").show_when == Condition("s_status", any_of=off_dps)
    assert question("s_join_change").show_when == Condition("s_status", any_of=(*off_dps, "not_sure"))


def test_names_and_addresses_are_kept_apart_and_never_asked_of_young_people() -> None:
    kept = {
        audience: {asked.key: asked.kept_apart for asked in questionnaire.questions() if asked.kept_apart}
        for audience, questionnaire in SHIPPED.items()
    }
    assert kept == {
        "schools": {"s_org": "organisation", "s_email": "email"},
        "families": {"f_email": "email"},
        "young_people": {},
    }


def test_two_options_lead_to_another_door() -> None:
    doors = {
        (asked.key, option.key): option.door
        for questionnaire in SHIPPED.values()
        for asked in questionnaire.questions()
        for option in asked.options
        if option.door
    }
    assert doors == {("f_role", "young_person"): "young_people", ("y_who", "adult_own_view"): "families"}


def test_questions_about_people_themselves_come_after_sending_and_no_others_do() -> None:
    after = {
        audience: [section.key for section in questionnaire.sections if section.after_sending]
        for audience, questionnaire in SHIPPED.items()
    }
    assert after == {"schools": ["about_you"], "families": ["about_you", "equality"], "young_people": []}


def test_what_says_whose_voice_it_is_and_how_old_they_are_is_asked_before_sending() -> None:
    before = {
        asked.key for section in YOUNG_PEOPLE.sections if not section.after_sending for asked in section.questions
    }
    assert {"y_who", "y_age", "y_help", "y_helper"} <= before


def test_equality_questions_may_all_be_declined() -> None:
    (equality,) = (section for section in FAMILIES.sections if section.key == "equality")
    assert {asked.options[-1].label for asked in equality.questions} == {"Prefer not to say"}


def test_pictures_stand_beside_faces_and_priorities_only() -> None:
    pictured = {asked.key: [option.picture for option in asked.options] for asked in YOUNG_PEOPLE.questions()}
    faces = ["face-yes", "face-sometimes", "face-no", "face-not-sure"]
    assert {key for key, pictures in pictured.items() if pictures == faces} == {
        asked.key for asked in YOUNG_PEOPLE.questions() if asked.kind == "faces"
    }
    assert pictured["y_priority"] == (
        ["safe", "listen", "learn", "help", "friends", "liking-school", "trip", "plan", "right-school", "older"]
    )
    for asked in (*SCHOOLS.questions(), *FAMILIES.questions()):
        assert not any(option.picture for option in asked.options)
