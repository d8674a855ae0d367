"""A questionnaire on paper can be followed without a screen to choose the next question."""

import pytest

from engagement.paper.form import Block, Part, form_of
from engagement.questionnaires.definition import AUDIENCES, AudienceName, Questionnaire
from tests.paper.forms import small, without_email
from tests.questionnaires.documents import SHIPPED


def blocks(questionnaire: Questionnaire) -> dict[str, Block]:
    """Every question on paper, by key."""
    form = form_of(questionnaire)
    return {block.key: block for part in (*form.parts, *form.optional, *form.apart) for block in part.blocks}


def part(questionnaire: Questionnaire, title: str) -> Part:
    """The part with this title."""
    return next(part for part in form_of(questionnaire).parts if part.title == title)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_questions_are_numbered_through_without_a_gap(audience: AudienceName) -> None:
    numbers = [block.number for block in blocks(SHIPPED[audience]).values()]
    assert numbers == list(range(1, len(list(SHIPPED[audience].questions())) + 1))


def test_every_answer_can_be_keyed_in_under_its_own_key() -> None:
    on_paper = blocks(SHIPPED["schools"])
    keys = [row.key for block in on_paper.values() for row in block.rows]
    keys += [block.key for block in on_paper.values() if not block.rows]
    assert sorted(keys) == sorted(field.key for field in SHIPPED["schools"].fields())


def test_a_condition_names_the_answers_and_the_number_of_the_question() -> None:
    assert blocks(small())["s_term"].condition == 'Answer this if you chose "Lot 1" in question 1.'


def test_a_condition_with_several_answers_reads_as_a_sentence() -> None:
    assert blocks(SHIPPED["schools"])["s_why_joined"].condition == (
        'Answer this if you chose "On the DPS, Lot 1", "On the DPS, Lot 2" or "On the DPS, not sure which lot" '
        "in question 1."
    )


def test_a_condition_that_rules_out_says_when_to_leave_the_question_out() -> None:
    questionnaire = small(sections__1__questions__0__show_when={"question": "s_status", "none_of": ["none"]})
    assert blocks(questionnaire)["s_term"].condition == 'Leave this out if you chose "None" in question 1.'


def test_who_skips_a_part_is_sent_past_every_part_that_is_skipped_for_the_same_reason() -> None:
    families = SHIPPED["families"]
    past = blocks(families)["f_priority"].number
    for title in ("Finding the right place", "Being heard", "The future"):
        assert part(families, title).condition == f'If you chose "No" in question 2, go to question {past}.'


def test_who_skips_the_last_part_is_told_that_they_have_finished() -> None:
    questionnaire = small(sections__1__show_when={"question": "s_status", "any_of": ["lot_1", "lot_2"]})
    assert part(questionnaire, "The contract").condition == (
        'Answer this part if you chose "Lot 1" or "Lot 2" in question 1. If you did not, you have finished.'
    )


def test_a_question_asked_of_everybody_has_no_condition() -> None:
    assert blocks(small())["s_status"].condition == ""


def test_what_identifies_somebody_comes_last_and_apart() -> None:
    form = form_of(SHIPPED["schools"])
    assert [block.key for part in form.apart for block in part.blocks] == ["s_org", "s_email"]
    assert {"s_org", "s_email"}.isdisjoint(block.key for part in form.parts for block in part.blocks)


def test_what_is_offered_after_sending_comes_at_the_end_of_what_is_sent_in() -> None:
    form = form_of(SHIPPED["families"])
    assert [part.title for part in form.optional] == ["Your child's school and needs", "About you"]
    (email,) = (block for part in form.apart for block in part.blocks)
    numbers = [block.number for part in form.optional for block in part.blocks]
    assert max(block.number for part in form.parts for block in part.blocks) < min(numbers)
    assert max(numbers) < email.number


def test_young_people_have_no_optional_part() -> None:
    assert form_of(SHIPPED["young_people"]).optional == ()


def test_a_questionnaire_that_identifies_nobody_has_nothing_to_take_off() -> None:
    assert form_of(without_email()).apart == ()


def test_a_limit_is_said_once() -> None:
    on_paper = blocks(SHIPPED["schools"])
    assert (on_paper["s_lots"].help, on_paper["s_lots"].instruction) == ("Pick up to 3", "")
    assert blocks(small())["s_reasons"].instruction == "Tick up to 2 boxes."


def test_a_number_says_what_may_be_written() -> None:
    assert blocks(small())["s_places"].instruction == "Write a whole number from 0 to 500."


def test_ranking_says_how_far_to_count() -> None:
    assert "up to 2" in blocks(small())["s_order"].instruction


def test_an_option_that_belongs_to_somebody_else_says_that_they_have_a_form() -> None:
    notes = {choice.label: choice.note for choice in blocks(SHIPPED["families"])["f_role"].choices}
    assert notes["I am the young person"] == "there is another form for children and young people"
    assert notes["Parent"] == ""


@pytest.mark.parametrize(("limit", "lines"), [(100, 3), (2_000, 7), (50_000, 12)])
def test_a_long_answer_gets_room_in_proportion(limit: int, lines: int) -> None:
    assert blocks(small(sections__1__questions__4__max_length=limit))["s_why"].lines == lines


def test_many_rows_are_lettered_past_z() -> None:
    rows = [{"key": f"s_row_{number}", "label": f"row {number}"} for number in range(28)]
    letters = [row.letter for row in blocks(small(sections__1__questions__1__rows=rows))["s_themes"].rows]
    assert (letters[0], letters[25:]) == ("a", ["z", "aa", "ab"])
