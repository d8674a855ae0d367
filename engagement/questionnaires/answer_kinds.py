"""What each kind of answer means: what may be asked with it, how it is read and how it is shown."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from engagement.questionnaires.definition import Field, KindName, Leaning, Question

Value = str | int | list[str]

# Characters, unless the question says otherwise.
LONGEST = {"short_text": 200, "long_text": 2_000}
# What a number may be, unless the question says otherwise: well inside a database's whole number.
LOWEST, HIGHEST = -999_999_999, 999_999_999

WHOLE_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)")
# PostgreSQL keeps no NUL, and half a surrogate pair has no UTF-8.
CANNOT_BE_KEPT = re.compile("[\0\ud800-\udfff]")


class AnswerProblem(Exception):
    """An answer that cannot be taken as it is. The audience's own words are found by `code` and filled from `details`.

    Codes and their details: `too_many` (limit, count), `not_an_option`, `ranked_twice` (label),
    `several_given` (count), `not_a_number`, `out_of_range` (minimum, maximum), `too_long` (limit, count),
    `bad_character`, `blank`.
    """

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass(frozen=True, slots=True)
class AnswerKind:
    """One kind. `settings` are those a question of it may have; `chooses` says that it has options of its own."""

    settings: frozenset[str]
    read: Callable[[list[str], Field], Value]
    display: Callable[[Value, Field], str]
    chooses: bool = False


def is_blank(raw: Sequence[str]) -> bool:
    """Whether nothing was answered: no value, or only white space."""
    return not any(value.strip() for value in raw)


def read(raw: Sequence[str], field: Field) -> Value:
    """The value of what was posted for one field; ask `is_blank` first. Raises AnswerProblem.

    Single, faces and matrix rows give an option's key; multi gives keys in the order of the options; rank
    gives keys in the order ranked; number a whole number; texts themselves, trimmed at the ends.
    """
    given = given_in(raw)
    if not given:
        raise AnswerProblem("blank")
    return KINDS[field.question.kind].read(given, field)


def as_typed(value: Value) -> list[str]:
    """What a form would post for a value: `read` gives the same value again."""
    return list(value) if isinstance(value, list) else [str(value)]


def display(value: Value, field: Field) -> str:
    """The value in words, for people and for exports. An option that is gone is shown by its key."""
    return KINDS[field.question.kind].display(value, field)


def leaning(value: Value, field: Field) -> Leaning | None:
    """Where one chosen option stands, if it is one that leans."""
    option = field.question.option(value) if isinstance(value, str) else None
    return option.leaning if option else None


def given_in(raw: Sequence[str]) -> list[str]:
    """The values that are not blank, trimmed, in the order posted."""
    return [value.strip() for value in raw if value.strip()]


def length_limit(question: Question) -> int:
    """The most characters that a text answer may have."""
    return question.max_length or LONGEST[question.kind]


def number_limits(question: Question) -> tuple[int, int]:
    """The least and the greatest number that may be given."""
    lowest = LOWEST if question.minimum is None else question.minimum
    return lowest, HIGHEST if question.maximum is None else question.maximum


def _only(given: list[str]) -> str:
    if len(set(given)) > 1:
        raise AnswerProblem("several_given", count=len(set(given)))
    return given[0]


def _known(given: list[str], field: Field) -> list[str]:
    for key in given:
        if field.question.option(key) is None:
            raise AnswerProblem("not_an_option")
    return given


def _within_choices(keys: list[str], field: Field) -> list[str]:
    limit = field.question.max_choices
    if limit is not None and len(keys) > limit:
        raise AnswerProblem("too_many", limit=limit, count=len(keys))
    return keys


def _read_single(given: list[str], field: Field) -> Value:
    return _only(_known(given, field))


def _read_multi(given: list[str], field: Field) -> Value:
    chosen = set(_known(given, field))
    return _within_choices([option.key for option in field.question.options if option.key in chosen], field)


def _read_rank(given: list[str], field: Field) -> Value:
    for place, key in enumerate(_known(given, field)):
        if key in given[:place]:
            raise AnswerProblem("ranked_twice", label=_label(key, field))
    return _within_choices(given, field)


def _read_number(given: list[str], field: Field) -> Value:
    digits = _only(given)
    if not WHOLE_NUMBER.fullmatch(digits):
        raise AnswerProblem("not_a_number")
    minimum, maximum = number_limits(field.question)
    plain = digits.replace(",", "")
    # Python refuses to read thousands of digits at once; a number that long is out of range anyway.
    number = int(plain) if len(plain) <= 4_000 else None
    if number is None or not minimum <= number <= maximum:
        raise AnswerProblem("out_of_range", minimum=minimum, maximum=maximum)
    return number


def _read_text(given: list[str], field: Field) -> Value:
    text = _only(given).replace("\r\n", "\n")
    if CANNOT_BE_KEPT.search(text):
        raise AnswerProblem("bad_character")
    limit = length_limit(field.question)
    if len(text) > limit:
        raise AnswerProblem("too_long", limit=limit, count=len(text))
    return text


def _label(key: str, field: Field) -> str:
    option = field.question.option(key)
    return option.label if option else key


def _labels(value: Value, field: Field) -> list[str]:
    keys = value if isinstance(value, list) else [str(value)]
    return [_label(key, field) for key in keys]


def _show_itself(value: Value, field: Field) -> str:
    return str(value)


def _show_labels(value: Value, field: Field) -> str:
    return "; ".join(_labels(value, field))


def _show_ranks(value: Value, field: Field) -> str:
    return "; ".join(f"{place}. {label}" for place, label in enumerate(_labels(value, field), start=1))


_ONE_OF = AnswerKind(frozenset({"options", "scale", "measure"}), _read_single, _show_labels, chooses=True)

KINDS: Mapping[KindName, AnswerKind] = MappingProxyType(
    {
        "single": _ONE_OF,
        "multi": AnswerKind(
            frozenset({"options", "scale", "measure", "max_choices"}), _read_multi, _show_labels, chooses=True
        ),
        "matrix": AnswerKind(frozenset({"rows", "scale"}), _read_single, _show_labels),
        "faces": _ONE_OF,
        "rank": AnswerKind(frozenset({"options", "scale", "max_choices"}), _read_rank, _show_ranks, chooses=True),
        "number": AnswerKind(frozenset({"minimum", "maximum"}), _read_number, _show_itself),
        "short_text": AnswerKind(frozenset({"max_length", "kept_apart"}), _read_text, _show_itself),
        "long_text": AnswerKind(frozenset({"max_length", "may_be_confidential"}), _read_text, _show_itself),
    }
)
