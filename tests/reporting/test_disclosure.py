"""The gate: everything about a question, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.questionnaires.definition import AUDIENCES, AudienceName
from engagement.reporting import disclosure

audiences = st.sampled_from(AUDIENCES)
opinions = st.fixed_dictionaries({name: st.integers(0, 500) for name in ("favourable", "middle", "unfavourable")})


@pytest.mark.parametrize(("audience", "least"), [("schools", 5), ("families", 10), ("young_people", 10)])
def test_a_question_is_shown_from_its_smallest_base_on(audience: AudienceName, least: int) -> None:
    assert not disclosure.release(audience, least - 1, {"yes": least - 1}).shown
    assert disclosure.release(audience, least, {"yes": least}).base == least


def test_two_children_who_feel_unsafe_are_seen_once_enough_have_answered() -> None:
    released = disclosure.release("young_people", 12, {"yes": 10, "no": 2})
    assert released["no"] == disclosure.Figure(2, 17)


@given(audiences, opinions)
def test_below_the_base_nothing_at_all_can_be_learned(audience: AudienceName, counts: dict[str, int]) -> None:
    base = sum(counts.values())
    released = disclosure.release(audience, base, counts)
    if base < disclosure.SMALLEST_BASE[audience]:
        assert released == disclosure.release(audience, 0, dict.fromkeys(counts, 0))
        assert (disclosure.net(released), disclosure.mean(base, released)) == (None, None)
    else:
        assert {key: released[key].count for key in counts} == counts


@given(opinions)
def test_a_net_lies_between_its_ends_and_turns_round_with_the_answers(counts: dict[str, int]) -> None:
    base = sum(counts.values())
    net = disclosure.net(disclosure.release("schools", base, counts))
    turned = counts | {"favourable": counts["unfavourable"], "unfavourable": counts["favourable"]}
    against = disclosure.net(disclosure.release("schools", base, turned))
    if net is None or against is None:
        assert base < 5
    else:
        assert -100 <= net <= 100
        assert net == -against


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_a_share_is_never_more_than_half_a_percent_off(part: int, whole: int) -> None:
    assert abs(disclosure.percent(part, whole) - 100 * part / whole) <= 0.5


@pytest.mark.parametrize(("part", "whole", "share"), [(1, 8, 13), (1, 3, 33), (2, 3, 67), (1, 200, 1), (0, 7, 0)])
def test_halves_are_rounded_up(part: int, whole: int, share: int) -> None:
    assert disclosure.percent(part, whole) == share


def test_a_key_that_nobody_released_is_hidden() -> None:
    assert disclosure.release("schools", 9, {"yes": 9})["no"] == disclosure.HIDDEN_FIGURE


def test_the_sentence_for_a_small_group_names_its_own_limit() -> None:
    assert disclosure.too_few("young_people") == "Fewer than 10 people answered this."
    assert disclosure.too_few("schools") == "Fewer than 5 schools answered this."
