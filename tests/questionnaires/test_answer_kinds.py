"""What people post becomes a value, or a problem that can be explained; never anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.questionnaires import schema
from engagement.questionnaires.answer_kinds import (
    KINDS,
    AnswerProblem,
    Value,
    display,
    is_blank,
    leaning,
    length_limit,
    number_limits,
    read,
)
from engagement.questionnaires.definition import KINDS as KIND_NAMES
from engagement.questionnaires.definition import Field, KindName, Option, Question
from tests.questionnaires.documents import SHIPPED, small

FIELDS = {field.key: field for field in schema.load(small(), "schools.toml").fields()}
PICKS = (Option("a", "A"), Option("b", "B"), Option("c", "C"))


def field(kind: KindName, **settings: int) -> Field:
    options = PICKS if KINDS[kind].chooses else ()
    return Question("q", kind, "What?", options=options, **settings).fields[0]  # type: ignore[arg-type]  # numbers only


def problem(raw: list[str], asked: Field) -> tuple[str, dict[str, str | int]]:
    with pytest.raises(AnswerProblem) as refusal:
        read(raw, asked)
    return refusal.value.code, refusal.value.details


def test_every_kind_has_a_meaning() -> None:
    assert tuple(KINDS) == KIND_NAMES


@pytest.mark.parametrize("raw", [[], [""], ["", " \r\n\t"]])
def test_nothing_but_white_space_is_blank(raw: list[str]) -> None:
    assert is_blank(raw)
    assert problem(raw, FIELDS["s_why"]) == ("blank", {})


@pytest.mark.parametrize(
    ("key", "raw", "value", "shown"),
    [
        ("s_status", ["lot_2"], "lot_2", "Lot 2"),
        ("s_status", ["", "lot_2", "lot_2"], "lot_2", "Lot 2"),
        ("s_voice", ["badly"], "badly", "Badly"),
        ("s_reasons", ["other", "terms", "other"], ["terms", "other"], "Terms; Other"),
        ("s_order", ["", "care", "", "price"], ["care", "price"], "1. Care; 2. Price"),
        ("s_places", [" 12 "], 12, "12"),
        ("s_places", ["0"], 0, "0"),
        ("s_why", ["  One\r\n\r\n  two\tthree \n"], "One\n\n  two\tthree", "One\n\n  two\tthree"),
        ("s_email", [" a@school.example "], "a@school.example", "a@school.example"),
    ],
)
def test_an_answer_is_read_and_shown(key: str, raw: list[str], value: Value, shown: str) -> None:
    assert read(raw, FIELDS[key]) == value
    assert display(value, FIELDS[key]) == shown


@pytest.mark.parametrize(
    ("key", "raw", "code", "details"),
    [
        ("s_status", ["lot_1", "lot_2"], "several_given", {"count": 2}),
        ("s_status", ["lot_9"], "not_an_option", {}),
        ("s_voice", ["lot_1"], "not_an_option", {}),
        ("s_reasons", ["terms", "price"], "not_an_option", {}),
        ("s_reasons", ["terms", "asked", "other"], "too_many", {"limit": 2, "count": 3}),
        ("s_order", ["care", "", "care"], "ranked_twice", {"label": "Care"}),
        ("s_order", ["care", "price", "place"], "too_many", {"limit": 2, "count": 3}),
        ("s_places", ["12.5"], "not_a_number", {}),
        ("s_places", ["about 12"], "not_a_number", {}),
        ("s_places", ["1,00"], "not_a_number", {}),
        ("s_places", ["-1"], "out_of_range", {"minimum": 0, "maximum": 500}),
        ("s_places", ["501"], "out_of_range", {"minimum": 0, "maximum": 500}),
        ("s_places", ["9" * 100_000], "out_of_range", {"minimum": 0, "maximum": 500}),
        ("s_why", ["x" * 2_001], "too_long", {"limit": 2_000, "count": 2_001}),
        ("s_email", ["x" * 201], "too_long", {"limit": 200, "count": 201}),
        ("s_why", ["one", "two"], "several_given", {"count": 2}),
        ("s_why", ["before\0after"], "bad_character", {}),
        ("s_why", ["half a pair \ud83d"], "bad_character", {}),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_what_is_needed_to_explain_it(
    key: str, raw: list[str], code: str, details: dict[str, str | int]
) -> None:
    assert problem(raw, FIELDS[key]) == (code, details)


@pytest.mark.parametrize(
    ("written", "number"), [("1,000", 1000), ("-1,234,567", -1234567), ("007", 7), ("\uff11\uff12", 12)]
)
def test_a_number_may_be_written_as_people_write_it(written: str, number: int) -> None:
    assert read([written], field("number")) == number


def test_a_number_without_limits_still_fits_a_database() -> None:
    assert number_limits(field("number").question) == (-999_999_999, 999_999_999)
    assert problem(["1000000000"], field("number"))[0] == "out_of_range"
    assert number_limits(field("number", minimum=0, maximum=0).question) == (0, 0)


def test_a_question_may_set_its_own_length() -> None:
    assert length_limit(field("long_text").question) == 2_000
    assert problem(["four"], field("short_text", max_length=3)) == ("too_long", {"limit": 3, "count": 4})


def test_a_line_end_counts_once_however_the_browser_sends_it() -> None:
    assert read(["ab\r\ncd"], field("long_text", max_length=5)) == "ab\ncd"


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("s_status", "lot_9", "lot_9"),
        ("s_reasons", ["terms", "gone"], "Terms; gone"),
        ("s_order", ["gone"], "1. gone"),
        ("s_voice", "gone", "gone"),
    ],
)
def test_an_option_that_is_gone_is_shown_by_its_key(key: str, value: Value, shown: str) -> None:
    assert display(value, FIELDS[key]) == shown


def test_an_answer_on_a_scale_leans_and_others_do_not() -> None:
    assert [leaning(key, FIELDS["s_voice"]) for key in ("well", "badly", "dont_know", "gone")] == [
        "favourable",
        "unfavourable",
        "unsure",
        None,
    ]
    assert leaning("lot_1", FIELDS["s_status"]) is None
    assert leaning(["terms"], FIELDS["s_reasons"]) is None
    assert leaning(7, FIELDS["s_places"]) is None


ANY_FIELD = st.sampled_from([*FIELDS.values(), *(field for asked in SHIPPED.values() for field in asked.fields())])
ANY_TEXT = st.one_of(
    st.text(st.characters()),
    st.from_regex(r"-?\d[\d,]*"),
    st.sampled_from([option.key for asked in FIELDS.values() for option in asked.question.options]),
)


@given(st.lists(ANY_TEXT), ANY_FIELD)
def test_whatever_is_posted_is_read_or_refused_and_what_is_read_can_be_shown(raw: list[str], asked: Field) -> None:
    try:
        value = read(raw, asked)
    except AnswerProblem:
        return
    assert display(value, asked)
    again = [str(part) for part in value] if isinstance(value, list) else [str(value)]
    assert read(again, asked) == value
